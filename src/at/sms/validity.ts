import { Days, type Duration, Hours, Millis, Minutes } from "../../base/duration.ts";

const WEEK = 7;

/** Relative TP-VP (3GPP TS 23.040 9.2.3.12.1): 5-minute, half-hour, day and week steps; rounded up, 63 weeks at most. */
export function validityOctet(validity: Duration): number {
  const minutes = Math.max(5, Math.ceil(validity / Minutes(1)));
  if (minutes <= 12 * 60) return Math.ceil(minutes / 5) - 1;
  if (minutes <= 24 * 60) return 143 + Math.ceil((minutes - 12 * 60) / 30);
  const days = Math.max(2, Math.ceil(minutes / (24 * 60)));
  if (days <= 30) return 166 + days;
  return Math.min(255, 192 + Math.max(5, Math.ceil(days / WEEK)));
}

/** The reverse. */
export function validityOf(octet: number): Duration {
  if (octet <= 143) return Minutes((octet + 1) * 5);
  if (octet <= 167) return Millis(Hours(12) + Minutes((octet - 143) * 30));
  if (octet <= 196) return Days(octet - 166);
  return Days((octet - 192) * WEEK);
}
