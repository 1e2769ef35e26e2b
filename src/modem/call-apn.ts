import type { AtOutcome } from "../at/command.ts";
import { decode } from "../at/decode.ts";
import { type Apn, apn as checkedApn } from "../at/outgoing/apn.ts";
import type { PdpContextMessage } from "../at/grammar/pdp-context.ts";
import { type CallOrder, type CallWay, isDefined } from "./call-order.ts";
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

/** The dial line itself holds the APN (Huawei's ^NDISDUP): without one there is no such call. */
export const dialsByName = ({ up, down }: CallWay): boolean => [...up, ...down].some((line) => line.includes("{apn}"));

const listedIn = (outcome: AtOutcome): readonly PdpContextMessage[] =>
  (outcome.kind === "ok" ? outcome.lines.map((line) => decode(line, "AT+CGDCONT?")) : []).filter(
    (message) => message.kind === "pdp-context",
  );

const rowOf = (outcome: AtOutcome, wanted: number): PdpContextMessage | undefined =>
  listedIn(outcome).find(({ command, cid }) => command === "+CGDCONT" && cid === wanted);

/** The order with the APN that was found for it. */
export const orderOf = ({ dialled }: { readonly dialled: Apn | undefined }, order: CallOrder): CallOrder =>
  dialled === undefined ? order : { ...order, apn: dialled };

/** What the modem's own context names, as far as an APN may look: to be dialled by, never to be written. */
export function nameListed(outcome: AtOutcome, cid: number): Apn | undefined {
  const name = checkedApn(rowOf(outcome, cid)?.apn ?? "");
  return name.ok ? name.value : undefined;
}

/**
 * The definition to be written, of what the modem lists; undefined where the context is used as it is. The carrier's APN is for a
 * context that names none and that the modem is known not to attach with: what the modem was given by others is not overruled by
 * a table. Pure.
 */
export function definitionWanted(
  outcome: AtOutcome,
  { order, offered }: { readonly order: CallOrder; readonly offered?: CarrierApn },
  attaches: boolean | undefined,
): { readonly from: ApnFrom; readonly order: CallOrder } | undefined {
  if (order.apn !== undefined) return isDefined(listedIn(outcome), order) ? undefined : { from: "settings", order };
  if (outcome.kind !== "ok" || offered === undefined || attaches !== false || rowOf(outcome, order.cid)?.apn)
    return undefined;
  return { from: "carrier", order: { ...order, apn: offered.name } };
}
