import { FIVEGMM_CAUSE } from "../../codes/fivegmm-cause.ts";
import { FIVEGSM_CAUSE } from "../../codes/fivegsm-cause.ts";
import type { Domain } from "../radio-state.ts";

/**
 * What the 5G core says (3GPP TS 24.501 9.11.3.2) where an EMM cause has no namesake there: a card that is unknown is an
 * illegal UE, one without any service is without 5GS services, and an EPS ban of a network is one of the network.
 */
const MOBILITY: Readonly<Record<number, number>> = { 2: 3, 8: 7, 14: 11, 18: 7, 25: 76, 35: 11, 42: 73 };
/** 24.501 9.11.4.2: a rejection by a gateway has no number of its own. */
const SESSION: Readonly<Record<number, number>> = { 30: 31, 50: 50, 51: 51 };
const PROTOCOL_ERROR = 111;
const REJECTED = 31;

/** A cause of registration, in the numbering of the domain that it is told in. */
export function registrationCause(domain: Domain, cause: number | undefined): number | undefined {
  if (cause === undefined || domain !== "5gs" || FIVEGMM_CAUSE[cause] !== undefined) return cause;
  return MOBILITY[cause] ?? PROTOCOL_ERROR;
}

/** A cause for which a context, there a PDU session, is refused. */
export function sessionCause(packet: Domain, cause: number): number {
  if (packet !== "5gs" || FIVEGSM_CAUSE[cause] !== undefined) return cause;
  return SESSION[cause] ?? REJECTED;
}
