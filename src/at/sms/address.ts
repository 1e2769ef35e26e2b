import { gsm7Text } from "./gsm7-alphabet.ts";
import type { OctetReader } from "./octets.ts";
import { unpackSeptets } from "./septets.ts";

/** An address and its type octet (3GPP TS 23.040 9.1.2.5): 145 international, 129 unknown, 208 alphanumeric. */
export interface SmsAddress {
  /** With `+` when the type says international; a sender's name when it says alphanumeric; may be empty. */
  readonly number: string;
  readonly type: number;
}

const DIGITS = "0123456789*#abc";
const INTERNATIONAL = 1;
const ALPHANUMERIC = 5;

/** The length octet counts useful semi-octets, also for a name in septets. */
export function readAddress(reader: OctetReader): SmsAddress | undefined {
  const length = reader.octet();
  const type = reader.octet();
  if (length === undefined || type === undefined) return undefined;
  return addressOf(type, reader.take(Math.ceil(length / 2)), length);
}

/** The service centre's: the length octet counts octets, the type's included; 0 is none (3GPP TS 23.040, 27.005 3.1). */
export function readCentre(reader: OctetReader): SmsAddress | undefined {
  const length = reader.octet();
  if (length === undefined || length === 0) return undefined;
  const type = reader.octet();
  return type === undefined ? undefined : addressOf(type, reader.take(length - 1), (length - 1) * 2);
}

/** Semi-octets of the two flags that stand in a name's place (CPHS 4.2 B.4.2.1). */
const CPHS_FLAGS = 4;

function addressOf(type: number, octets: Uint8Array, length: number): SmsAddress {
  const kind = (type >> 4) & 7;
  if (kind === ALPHANUMERIC) {
    const septets = unpackSeptets(octets, Math.floor((length * 4) / 7));
    // Some centres count whole octets: the spare bits then read as one more `@`. Of CPHS's message waiting it is a flag.
    const spare = septets.at(-1) === 0 && length !== CPHS_FLAGS;
    const name = spare ? septets.slice(0, -1) : septets;
    return { number: gsm7Text(name), type };
  }
  const digits = semiOctets(octets).slice(0, length);
  return { number: kind === INTERNATIONAL && digits !== "" ? `+${digits}` : digits, type };
}

/** Digits, `*`, `#`, a-c; up to the filler (3GPP TS 24.008 10.5.4.7). */
function semiOctets(octets: Uint8Array): string {
  let text = "";
  for (const octet of octets) {
    for (const nibble of [octet & 15, octet >> 4]) {
      if (nibble === 15) return text;
      text += DIGITS[nibble] ?? "";
    }
  }
  return text;
}

export const INTERNATIONAL_TYPE = 0x91;
export const UNKNOWN_TYPE = 0x81;

/** Type and semi-octets of a number; `digits` is what the length octet of an address field says. */
export function addressOctets(number: string): { readonly octets: Uint8Array; readonly digits: number } {
  const digits = number.replace(/^\+/, "").toLowerCase();
  const octets = new Uint8Array(1 + Math.ceil(digits.length / 2));
  octets[0] = number.startsWith("+") ? INTERNATIONAL_TYPE : UNKNOWN_TYPE;
  for (let at = 0; at < digits.length; at += 2) {
    const low = DIGITS.indexOf(digits.charAt(at));
    const high = at + 1 < digits.length ? DIGITS.indexOf(digits.charAt(at + 1)) : 15;
    octets[1 + at / 2] = (high << 4) | low;
  }
  return { octets, digits: digits.length };
}
