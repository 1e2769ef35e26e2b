import { Millis } from "../../base/duration.ts";
import { type Answer, cme, later, ok } from "../../dce/answer.ts";
import type { DataCall } from "../../dce/data-call.ts";
import { numberAt, textAt } from "../../dce/parameters.ts";
import type { DataLink } from "../data-peer.ts";
import type { MobileTermination } from "../mobile-termination.ts";
import { contextOf } from "../pdp-contexts.ts";
import { contextRefused } from "./context-refusal.ts";
import { turned } from "./packet.ts";
import { dialledService } from "./service-codes.ts";
import type { CommandContext, CommandRows } from "./command-row.ts";

/** A context comes up within a second on air; one that is up already needs no time. */
const DIALLING = Millis(200);
const NO_CARRIER: Answer = { kind: "result", word: "NO CARRIER" };

/**
 * 27.007 10.2.1: `*99[*[<called address>][*[<L2P>][*[<cid>]]]]#` and `*98[*<cid>]#`; a T or P before it means nothing
 * here. Undefined when it is a number of another kind.
 */
function packetCid(number: string): number | undefined {
  const plain = number.replaceAll(/[\s,;]/g, "");
  const match =
    /^[TP]?\*99(?:\*[^*#]*(?:\*[^*#]*(?:\*(\d{0,2}))?)?)?#$/i.exec(plain) ??
    /^[TP]?\*98(?:\*(\d{0,2}))?#$/i.exec(plain);
  if (match === null) return undefined;
  return match[1] === undefined || match[1] === "" ? 1 : Number(match[1]);
}

/**
 * ATD. Voice calls find nobody. A `;` leaves the modem in command state (V.250 6.3.1): with it a code of 22.030 6.5.2 is a
 * request for the network (27.007 6.2), and a packet call is put up without its bytes.
 */
export function dial(context: CommandContext, number: string): Answer {
  const cid = packetCid(number);
  const staying = number.trimEnd().endsWith(";");
  if (cid !== undefined && staying) return later(DIALLING, () => turned(context.mt, [cid], true));
  const code = /^[TP]?([*#][0-9*#]{0,180}#);?$/i.exec(number.replaceAll(" ", ""))?.[1];
  if (cid === undefined && code !== undefined) return dialledService(context.mt, code);
  return cid === undefined ? later(DIALLING, () => NO_CARRIER) : begin(context, cid);
}

function begin(context: CommandContext, cid: number): Answer {
  const up = contextOf(context.mt.radio.contexts, cid)?.active === true;
  return up ? connect(context, cid) : later(DIALLING, () => connect(context, cid));
}

/** The context is put up where it is not, and bytes pass as long as it stays. */
function connect({ mt }: CommandContext, cid: number): Answer {
  const defined = contextOf(mt.radio.contexts, cid);
  // Bytes of one context go to one place: a cid without a definition leads nowhere, one that a call holds already is taken.
  if (defined === undefined || mt.calls.has(cid) || !mt.radio.attached) return NO_CARRIER;
  if (contextRefused(mt, defined) !== undefined) return NO_CARRIER;
  const ownUp = !defined.active;
  if (ownUp) mt.act({ kind: "context", cid, active: true, by: "ME" });
  const active = contextOf(mt.radio.contexts, cid);
  if (active?.active !== true) return NO_CARRIER;
  const rate = mt.personality.connectRate;
  const text = rate === undefined ? "CONNECT" : `CONNECT ${rate}`;
  return { kind: "online", text, call: packetCall(mt, cid, active, ownUp) };
}

function packetCall(
  mt: MobileTermination,
  cid: number,
  { apn, address }: { readonly apn: string; readonly address: string },
  ownUp: boolean,
): DataCall {
  let far: ReturnType<typeof mt.peer.open> | undefined;
  let leave = (): void => undefined;
  /** A context that this call has put up goes with it; one that was there before belongs to somebody else. */
  const end = (): void => {
    leave();
    far?.close();
    far = undefined;
    if (ownUp) mt.act({ kind: "context", cid, active: false, by: "ME" });
  };
  return {
    start: ({ send, ended }) => {
      const over = (): void => {
        end();
        ended();
      };
      leave = mt.calls.add(cid, over);
      const link: DataLink = { cid, apn, address, send, hangUp: over };
      far = mt.peer.open(link);
    },
    receive: (bytes) => far?.receive(bytes),
    hangUp: end,
  };
}

export const DATA_CALL_COMMANDS: CommandRows = {
  // 27.007 10.1.12.
  "+CGDATA": {
    set: (context, parameters) => {
      if ((textAt(parameters, 0) ?? "PPP").toUpperCase() !== "PPP") return cme(50);
      const cid = numberAt(parameters, 1) ?? 1;
      return begin(context, cid);
    },
    test: () => ok('+CGDATA: "PPP"'),
  },
};
