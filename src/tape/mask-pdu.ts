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
  if (Number.isNaN(end) || end > hex.length) return substitute(hex);
  const head = number(hex.slice(0, tpdu), 4, substitute) + hex.slice(tpdu, address);
  const masked = head + number(hex.slice(address, end), 4, substitute);
  if (type === 2) return masked + hex.slice(end);
  // Protocol identifier and coding, then the time stamp (DELIVER) or the validity period that the first octet announces.
  const period = type === 0 ? 14 : ([0, 14, 2, 14][(octet(hex, tpdu) >> 3) & 3] ?? 0);
  const length = end + 4 + period;
  const header = (octet(hex, tpdu) & 0x40) === 0 ? 0 : 2 + 2 * octet(hex, length + 2);
  const text = length + 2 + (Number.isNaN(header) ? 0 : header);
  const blank = (octet(hex, end + 2) & 0x0c) === 8 ? "0020" : "00";
  const rest = hex.slice(text);
  return masked + hex.slice(end, text) + blank.repeat(rest.length).slice(0, rest.length);
}

/** Length, type, then the number in semi-octets; a name in letters (type 5, 23.040 9.1.2.5) becomes noise. */
function number(hex: string, from: number, substitute: Substitute): string {
  const digits = hex.slice(from);
  const letters = (octet(hex, from - 2) & 0x70) === 0x50;
  return hex.slice(0, from) + (letters ? substitute(digits) : swapped(maskedNumber(swapped(digits), substitute)));
}

/** As `mask-identifiers` does it, so that a number is the same one wherever it stands. */
function maskedNumber(digits: string, substitute: Substitute): string {
  const filler = /F$/i.exec(digits)?.[0] ?? "";
  const plain = digits.slice(0, digits.length - filler.length);
  return maskNumber(plain, substitute) + filler;
}

/** The last eight digits, of a short number the last four: what is before them is country and network. */
export const maskNumber = (digits: string, substitute: Substitute): string =>
  substitute(digits, Math.max(digits.length >= 10 ? digits.length - 8 : digits.length - 4, 0));
