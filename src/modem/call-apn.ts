import type { AtOutcome } from "../at/command.ts";
import { decode } from "../at/decode.ts";
import type { Apn } from "../at/outgoing/apn.ts";
import { type CallOrder, isDefined } from "./call-order.ts";
import type { Domain } from "./modem.ts";

/** Who named the access point of a call: bearer.apn, the carrier's data, or nobody but the modem itself (as provisioned). */
export type ApnFrom = "settings" | "carrier" | "modem";

/** What the data of the card's carrier names. */
export interface CarrierApn {
  readonly name: Apn;
  readonly carrier: string;
}

/**
 * Whether the modem attaches with this context. LTE and 5G have a context from the attach on: which one it is, no modem tells
 * before it is up; most take the first. An APN that is wrong there costs the registration, and the SMS that could tell it.
 */
export const attachesWith = (
  cid: number,
  { domain, act }: { readonly domain: Domain; readonly act?: number | undefined },
  active: boolean | undefined,
): boolean => active === true || (cid === 1 && isPacketOnly(domain, act));

/** 27.007 7.3: 0 to 6 and 8 (EC-GSM-IoT) are GSM and UTRAN, whatever the domain that a modem reports them under. */
const isPacketOnly = (domain: Domain, act: number | undefined): boolean =>
  act === undefined ? domain === "eps" || domain === "5gs" : act >= 7 && act !== 8;

/**
 * The definition to be written, of what the modem lists; undefined where the context is used as it is. The carrier's APN is for a
 * context that names none: what the modem was given by others is not overruled by a table. Pure.
 */
export function definitionWanted(
  outcome: AtOutcome,
  { order, offered }: { readonly order: CallOrder; readonly offered?: CarrierApn },
): { readonly from: ApnFrom; readonly order: CallOrder } | undefined {
  const rows = outcome.kind === "ok" ? outcome.lines.map((line) => decode(line, "AT+CGDCONT?")) : [];
  const contexts = rows.filter((message) => message.kind === "pdp-context");
  if (order.apn !== undefined) return isDefined(contexts, order) ? undefined : { from: "settings", order };
  const named = contexts.some(({ command, cid, apn }) => command === "+CGDCONT" && cid === order.cid && apn);
  if (outcome.kind !== "ok" || offered === undefined || named) return undefined;
  return { from: "carrier", order: { ...order, apn: offered.name } };
}
