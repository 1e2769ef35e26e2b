import { maskNumber } from "./mask-number.ts";
import type { Substitute } from "./masked-text.ts";

const octet = (hex: string, at: number): number => Number.parseInt(hex.slice(at, at + 2), 16);
const swapped = (hex: string): string => hex.replace(/(.)(.)/g, "$2$1");

/**
 * A short message as 27.005 writes it (service centre, then the TPDU of 23.040 9.2): numbers become others of the same
 * length, what was written becomes blanks that are as long. What cannot be followed to its end becomes hexadecimal noise.
 */
export function maskPdu(hex: string, substitute: Substitute, fromHost: boolean): string {
  const tpdu = 2 + 2 * octet(hex, 0);
  const type = octet(hex, tpdu) & 3;
  // 23.040 9.2.3.1: 00 is a DELIVER from the network and a DELIVER-REPORT to it; 01 a SUBMIT to it; 10 a STATUS-REPORT.
  const address = type === 0 && !fromHost ? tpdu + 2 : tpdu + 4;
  const end = address + 4 + 2 * Math.ceil(octet(hex, address) / 2);
  if (Number.isNaN(end) || end > hex.length) return substitute(hex, 0, "noise");
  const head = number(hex.slice(0, tpdu), 4, substitute) + hex.slice(tpdu, address);
  const masked = head + number(hex.slice(address, end), 4, substitute);
  // Two time stamps and the status (9.2.2.3); what may follow is a text.
  if (type === 2)
    return fromHost || hex.length < end + 30
      ? substitute(hex, 0, "noise")
      : masked + hex.slice(end, end + 30) + blanks(hex, end + 30, "00");
  // Protocol identifier and coding, then the time stamp (DELIVER) or the validity period that the first octet announces.
  const period = type === 0 ? 14 : ([0, 14, 2, 14][(octet(hex, tpdu) >> 3) & 3] ?? 0);
  const length = end + 4 + period;
  if (!fits(octet(hex, length), hex.length - length - 2)) return substitute(hex, 0, "noise");
  const header = (octet(hex, tpdu) & 0x40) === 0 ? 0 : headerLength(hex, length + 2);
  const text = length + 2 + header;
  return masked + hex.slice(end, text) + blanks(hex, text, (octet(hex, end + 2) & 0x0c) === 8 ? "0020" : "00");
}

/** Septets or octets, and nothing behind: otherwise what was taken for a field may be a part of the text or of the number. */
const fits = (count: number, digits: number): boolean =>
  digits === 2 * count || digits === 2 * Math.ceil((count * 7) / 8);

/** Parts of a long message have a header of 5 or 6 octets (23.040 9.2.3.24.1, .8). A longer one may be anything. */
function headerLength(hex: string, at: number): number {
  const octets = octet(hex, at);
  return octets === 5 || octets === 6 ? 2 + 2 * octets : 0;
}

const blanks = (hex: string, from: number, blank: string): string =>
  blank.repeat(hex.length).slice(0, Math.max(hex.length - from, 0));

/** Length, type, then the number in semi-octets; a name in letters (type 5, 23.040 9.1.2.5) becomes noise. */
function number(hex: string, from: number, substitute: Substitute): string {
  const digits = hex.slice(from);
  const letters = (octet(hex, from - 2) & 0x70) === 0x50;
  return (
    hex.slice(0, from) + (letters ? substitute(digits, 0, "noise") : swapped(maskedNumber(swapped(digits), substitute)))
  );
}

/** As `mask-identifiers` does it, so that a number is the same one wherever it stands. */
function maskedNumber(digits: string, substitute: Substitute): string {
  const filler = /F$/i.exec(digits)?.[0] ?? "";
  const plain = digits.slice(0, digits.length - filler.length);
  return maskNumber(plain, substitute) + filler;
}
