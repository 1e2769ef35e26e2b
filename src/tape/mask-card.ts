import { maskNumber } from "./mask-number.ts";
import type { Substitute } from "./masked-text.ts";

/**
 * Files that tell of a card's carrier and nothing of its holder (31.102 4.2, TS 102 221 13): DIR, PL, ARR, LI, PHASE, SST, SPN,
 * GID1, GID2, PLMN lists, HPPLMN, CBMI, SMSS, AD, ECC, PNN, OPL, SPDI, EHPLMN and its displays.
 */
const HARMLESS: ReadonlySet<string> = new Set(
  "2F00 2F05 2F06 6F05 6F06 6FAE 6F38 6F46 6F3E 6F3F 6F60 6F61 6F62 6F30 6F7B 6F31 6F45 6F48 6F50 6F43 6FAD 6FB7 6FC5 6FC6 6FCD 6FD9 6FDB 6F56".split(
    " ",
  ),
);
export const swapped = (hex: string): string => hex.replace(/(.)(.)/g, "$2$1");

/** How an identifier of a card is masked where it stands as plain digits; so it is the same one in its file. */
export interface CardDigits {
  iccid(digits: string): string;
  imsi(digits: string): string;
}

/** What a file holds, read or written. `file`: its identifier as four hexadecimal digits, where that is known. */
export function maskFile(file: string | undefined, hex: string, substitute: Substitute, digits: CardDigits): string {
  // By its looks first: a file that was selected in vain leaves the one before it selected.
  if (/^98[0-9A-Fa-f]{16,18}$/.test(hex)) return swapped(digits.iccid(swapped(hex)));
  // EF IMSI (31.102 4.2.2): its length, then parity and digits as semi-octets.
  if (/^08[0-9A-Fa-f]9\d{14}$/.test(hex))
    return hex.slice(0, 2) + swapped(`9${digits.imsi(swapped(hex.slice(2)).slice(1))}`);
  if (isNumberRecord(hex)) return maskNumberRecord(hex, substitute);
  if (file !== undefined && HARMLESS.has(file)) return hex;
  return noise(hex, substitute);
}

/** Octets of filler stay: they are no one's. */
export function noise(hex: string, substitute: Substitute): string {
  const masked = substitute(hex, 0, "noise");
  return hex.replace(/../g, (octet, at: number) => (/^FF$/i.test(octet) ? octet : masked.slice(at, at + 2)));
}

/** ADN, FDN, MSISDN, ...: a name, then 14 octets: length, type, ten of digits, two references (31.102 4.2.26). */
const tailOf = (hex: string): number => hex.length - 28;

const isNumberRecord = (hex: string): boolean =>
  hex.length >= 28 && /^0[1-9A-B][89A-F][0-9A-F](?:\d\d)*(?:F\d)?(?:FF)*[0-9A-F]{4}$/i.test(hex.slice(tailOf(hex)));

function maskNumberRecord(hex: string, substitute: Substitute): string {
  const tail = tailOf(hex);
  const plain = swapped(hex.slice(tail + 4, -4));
  const number = plain.replace(/^\d+/, (found) => maskNumber(found, substitute));
  return noise(hex.slice(0, tail), substitute) + hex.slice(tail, tail + 4) + swapped(number) + hex.slice(-4);
}

/** A file control template says how long a file is and who may read it, not what is in it (TS 102 221 11.1.1.3). */
export const isControlTemplate = (hex: string): boolean =>
  hex.startsWith("62") && Number.parseInt(hex.slice(2, 4), 16) * 2 === hex.length - 4;

/** The list of applications (TS 102 221 13.1): identifiers and labels of the makers, and filler. */
export const isApplicationList = (hex: string): boolean => /^61[0-7][0-9A-F]4F/i.test(hex);
