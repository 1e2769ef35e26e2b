import * as v from "valibot";
import { defined, withDefined } from "../../base/defined.ts";
import { maybeWhole, maybeWritten, written as writtenText } from "./field-schemas.ts";
import type { Grammar } from "./grammar.ts";
import { type Parameter, splitParameters, whole, written } from "./parameters.ts";

/** 3GPP TS 27.007 10.1.19 through Release 17: packet domain events. `scope` says who did it. */
export const packetEventSchema = v.strictObject({
  kind: v.literal("packet-event"),
  command: v.literal("+CGEV"),
  unsolicited: v.literal(true),
  event: v.picklist([
    "detach",
    "pdn-activated",
    "pdn-deactivated",
    "activated",
    "deactivated",
    "modified",
    "reactivate",
    "rejected",
    "class",
    "other",
  ]),
  scope: v.pipe(v.picklist(["network", "mobile", "unknown"]), v.description("NW, ME, or not said")),
  cid: maybeWhole,
  pCid: maybeWhole,
  eventType: v.exactOptional(v.pipe(v.number(), v.description("0 information, 1 acknowledgement required"))),
  changeReason: v.exactOptional(v.pipe(v.number(), v.description("bit map: 1 TFT, 2 QoS, 4 WLAN offload"))),
  reason: v.exactOptional(
    v.pipe(v.number(), v.description("0 IPv4 only, 1 IPv6 only, 2 and 3 single address bearers only")),
  ),
  cidOther: maybeWhole,
  wlanOffload: maybeWhole,
  pdpType: maybeWritten,
  pdpAddr: maybeWritten,
  class: maybeWritten,
  text: v.pipe(writtenText, v.description("the event as written, after the name")),
});

export type PacketEventMessage = Readonly<v.InferOutput<typeof packetEventSchema>>;
type Fields = Partial<PacketEventMessage>;

const number = (parameter: Parameter | undefined): number | undefined => whole(parameter, 65_535);

/** `<PDP_type>,<PDP_addr>[,<cid>]` (2G and 3G; the cid may be missing). u-blox's SARA-R4 has the cid in the address's place. */
function pdp([type, address, cid]: readonly Parameter[]): Fields {
  const short = cid === undefined && address?.quoted === false ? number(address) : undefined;
  const pdpAddr = short === undefined ? written(address) : undefined;
  return defined({ pdpType: written(type), pdpAddr, cid: number(cid) ?? short });
}

/** `<p_cid>,<cid>,<event_type>[,<WLAN_Offload>]`: a bearer beside the default one. A lone number is the context itself. */
function dedicated(parameters: readonly Parameter[]): Fields {
  if (number(parameters[0]) === undefined) return pdp(parameters);
  const [pCid, cid, eventType, wlanOffload] = parameters.map(number);
  if (cid === undefined) return defined({ cid: pCid });
  return defined({ pCid, cid, eventType, wlanOffload });
}

interface EventShape {
  readonly word: RegExp;
  readonly event: PacketEventMessage["event"];
  readonly fields: (parameters: readonly Parameter[], scope: PacketEventMessage["scope"]) => Fields;
}

/** Older Quectel print `PDN ACT` without a scope. */
const EVENTS: readonly EventShape[] = [
  { word: /^DETACH$/, event: "detach", fields: () => ({}) },
  {
    word: /^PDN DEACT(?: |$)/,
    event: "pdn-deactivated",
    fields: ([cid, wlanOffload]) => defined({ cid: number(cid), wlanOffload: number(wlanOffload) }),
  },
  {
    word: /^PDN ACT(?: |$)/,
    event: "pdn-activated",
    fields: ([cid, ...rest], scope) => {
      const [first, second, third] = rest.map(number);
      const extra =
        scope === "network" ? { wlanOffload: first } : { reason: first, cidOther: second, wlanOffload: third };
      return defined({ cid: number(cid), ...extra });
    },
  },
  { word: /^DEACT(?: |$)/, event: "deactivated", fields: dedicated },
  { word: /^ACT(?: |$)/, event: "activated", fields: dedicated },
  {
    word: /^MODIFY(?: |$)/,
    event: "modified",
    fields: (parameters) => {
      const [cid, changeReason, eventType, wlanOffload] = parameters.map(number);
      return defined({ cid, changeReason, eventType, wlanOffload });
    },
  },
  { word: /^REACT(?: |$)/, event: "reactivate", fields: pdp },
  { word: /^REJECT(?: |$)/, event: "rejected", fields: pdp },
  { word: /^CLASS(?: |$)/, event: "class", fields: ([mobileClass]) => defined({ class: written(mobileClass) }) },
];

/** What an event says under its bare words is taken for one only in these forms: they stand in no other line. */
const BARE = /^(?:(?:NW|ME) (?:DETACH$|CLASS [A-C"]|(?:PDN )?(?:DE)?ACT |REACT |MODIFY \d)|REJECT [A-Z0-9"]+ ?,)/;

function parsePacketEvent(line: string): PacketEventMessage | undefined {
  const named = /^\+CGEV\s*:\s*(\S.*)$/.exec(line)?.[1];
  const text = (named ?? (BARE.test(line) ? line : "")).trim();
  if (text === "") return undefined;
  const scoped = /^(NW|ME|EPS) (.*)$/.exec(text);
  const scope = scoped?.[1] === "NW" ? "network" : scoped?.[1] === "ME" ? "mobile" : "unknown";
  const rest = (scoped?.[2] ?? text).trim();
  const shape = EVENTS.find(({ word }) => word.test(rest));
  const event = shape?.event ?? "other";
  const head = { kind: "packet-event", command: "+CGEV", unsolicited: true, event, scope, text } as const;
  return shape === undefined
    ? head
    : withDefined(head, shape.fields(splitParameters(rest.replace(shape.word, "")), scope));
}

export const packetEventGrammar: Grammar<PacketEventMessage> = {
  names: ["+CGEV"],
  unnamed: true,
  parse: parsePacketEvent,
};
