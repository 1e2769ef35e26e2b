import { gsmCodes, gsmText } from "./gsm-alphabet.ts";
import { joined } from "./octets.ts";
import { packSeptets, unpackSeptets } from "./septets.ts";

/** A number as people write it (`+8613800100500`, `10086`), or a sender's name. */
export interface SmsAddress {
  readonly number: string;
  /** 3GPP TS 24.008 10.5.4.7: 145 international, 129 unknown, 208 and its like alphanumeric. */
  readonly type: number;
}

/** 24.008 table 10.5.118: the digits of a semi-octet. */
const DIGITS = "0123456789*#abc";
const INTERNATIONAL = 145;
const UNKNOWN = 129;
const ALPHANUMERIC = 0xd0;

const isName = (type: number): boolean => (type & 0x70) === 0x50;

/** The address of a number, a leading `+` meaning international; of anything else a sender's name. */
export function addressOf(text: string): SmsAddress {
  if (/^\+[0-9*#]{1,20}$/.test(text)) return { number: text, type: INTERNATIONAL };
  return { number: text, type: /^[0-9*#abc]{0,20}$/.test(text) ? UNKNOWN : ALPHANUMERIC };
}

/** Two digits an octet, the first in the low half, filled up with F. */
export function semiOctets(digits: string): Uint8Array {
  return Uint8Array.from({ length: Math.ceil(digits.length / 2) }, (_, at) => {
    const [low = "", high = ""] = digits.slice(at * 2, at * 2 + 2);
    return (high === "" ? 0xf0 : DIGITS.indexOf(high) << 4) | DIGITS.indexOf(low);
  });
}

function digitsOf(octets: Uint8Array, count: number): string {
  const digits = [...octets].flatMap((octet) => [octet & 0xf, octet >> 4]).slice(0, count);
  return digits.map((digit) => DIGITS[digit] ?? "").join("");
}

/** 3GPP TS 23.040 9.1.2.5: the length in digits, the type, the digits. */
export function addressField({ number, type }: SmsAddress): Uint8Array {
  if (isName(type)) {
    const codes = (gsmCodes(number) ?? []).slice(0, 11);
    const packed = packSeptets(codes);
    return joined([Math.ceil((codes.length * 7) / 4), type], packed);
  }
  const digits = number.replace("+", "");
  return joined([digits.length, type], semiOctets(digits));
}

/** The address field at an offset, and where it ends; undefined when the octets are not enough. */
export function readAddressField(
  octets: Uint8Array,
  offset: number,
): { readonly address: SmsAddress; readonly end: number } | undefined {
  const [length, type] = [octets[offset], octets[offset + 1]];
  if (length === undefined || type === undefined || length > 20) return undefined;
  const end = offset + 2 + Math.ceil(length / 2);
  if (end > octets.length) return undefined;
  return { address: addressFrom(octets.subarray(offset + 2, end), length, type), end };
}

function addressFrom(content: Uint8Array, length: number, type: number): SmsAddress {
  if (isName(type)) return { number: gsmText(unpackSeptets(content, Math.floor((length * 4) / 7))), type };
  const digits = digitsOf(content, length);
  return { number: (type & 0x70) === 0x10 ? `+${digits}` : digits, type };
}

/** The service centre in front of a PDU (27.005 3.1): the length in octets, or 0 for the one that is set. */
export function centreField(centre: SmsAddress | undefined): Uint8Array {
  if (centre === undefined || centre.number === "") return Uint8Array.of(0);
  const digits = semiOctets(centre.number.replace("+", ""));
  return joined([digits.length + 1, centre.type], digits);
}

export function readCentreField(
  octets: Uint8Array,
): { readonly centre: SmsAddress | undefined; readonly end: number } | undefined {
  const length = octets[0];
  if (length === undefined || length > 11 || octets.length < length + 1) return undefined;
  if (length < 2) return { centre: undefined, end: length + 1 };
  const digits = digitsOf(octets.subarray(2, length + 1), (length - 1) * 2);
  const type = octets[1] ?? UNKNOWN;
  return { centre: { number: (type & 0x70) === 0x10 ? `+${digits}` : digits, type }, end: length + 1 };
}
