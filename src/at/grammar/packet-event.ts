import type { PacketEventMessage } from "../message.ts";
import { splitLine } from "./parameters.ts";

/** 27.007 10.1.19; the order matters: `PDN DEACT` before `DEACT`. Older Quectel print `PDN ACT` without a scope. */
const EVENTS: readonly (readonly [RegExp, PacketEventMessage["event"]])[] = [
  [/^DETACH$/, "detach"],
  [/^PDN DEACT\b/, "pdn-deactivated"],
  [/^PDN ACT\b/, "pdn-activated"],
  [/^DEACT\b/, "deactivated"],
  [/^ACT\b/, "activated"],
  [/^MODIFY\b/, "modified"],
  [/^REACT\b/, "reactivate"],
  [/^REJECT\b/, "rejected"],
  [/^CLASS\b/, "class"],
];

export function parsePacketEvent(line: string): PacketEventMessage | undefined {
  const parts = splitLine(line);
  if (parts?.name !== "+CGEV") return undefined;
  const text = parts.body.trim();
  const scoped = /^(NW|ME) (.*)$/.exec(text);
  const rest = scoped?.[2] ?? text;
  const event = EVENTS.find(([shape]) => shape.test(rest))?.[1] ?? "other";
  const cid = cidOf(event, rest);
  return {
    kind: "packet-event",
    command: "+CGEV",
    unsolicited: true,
    event,
    scope: scoped?.[1] === "NW" ? "network" : scoped?.[1] === "ME" ? "mobile" : "unknown",
    ...(cid === undefined ? {} : { cid }),
    text,
  };
}

/**
 * `PDN DEACT <cid>[,...]`; `DEACT <p_cid>,<cid>,<type>` (a dedicated bearer: its own cid is the second number);
 * `DEACT <PDP_type>,<PDP_addr>[,<cid>]` (2G/3G: the cid, when there, is last, and may be missing).
 */
function cidOf(event: PacketEventMessage["event"], rest: string): number | undefined {
  const fields = rest
    .replace(/^(?:PDN )?[A-Z]+/, "")
    .split(",")
    .map((field) => field.trim());
  const numbers = fields.map((field) => (/^\d{1,3}$/.test(field) ? Number(field) : undefined));
  if (event === "pdn-activated" || event === "pdn-deactivated" || event === "modified") return numbers[0];
  if (event !== "activated" && event !== "deactivated") return undefined;
  return numbers[0] === undefined ? numbers[2] : (numbers[1] ?? numbers[0]);
}
