import type { Duration } from "../base/duration.ts";
import { type Parameter } from "../dce/parameters.ts";
import { WIRE_LIMITS } from "./wire-codes.ts";

const MOST = WIRE_LIMITS["bytes-most"].code;

/** A whole number as it goes over the line: 32 bits without a sign, so that a small processor holds it. */
export const wireNumber = (value: number): number => Math.min(MOST, Math.max(0, Math.trunc(value) || 0));

export const wireBytes = (bytes: bigint | undefined): number =>
  bytes === undefined || bytes >= BigInt(MOST) ? MOST : Math.max(0, Number(bytes));

/** Seconds, never fewer than it takes: whoever comes back then does not come too early. */
export const wireSeconds = (duration: Duration): number => wireNumber(Math.ceil(duration / 1_000));

/** Digits and nothing else, in 32 bits. */
export function numberOf(parameter: Parameter | undefined): number | undefined {
  if (parameter?.kind !== "number" || !/^\d{1,10}$/.test(parameter.text)) return undefined;
  return parameter.value <= MOST ? parameter.value : undefined;
}
