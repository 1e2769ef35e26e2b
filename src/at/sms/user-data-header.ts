import { type NationalLanguage, NATIONAL_LANGUAGES } from "./gsm7-tables.ts";
import { formatHex } from "./octets.ts";

export interface HeaderElement {
  /** 3GPP TS 23.040 9.2.3.24. */
  readonly iei: number;
  /** Hexadecimal, as it came. */
  readonly data: string;
}

/** Which part of which message (9.2.3.24.1 and .8). `width`: bits of the reference. */
export interface Concatenation {
  readonly ref: number;
  readonly max: number;
  readonly seq: number;
  readonly width: 8 | 16;
}

export interface UserDataHeader {
  readonly elements: readonly HeaderElement[];
  readonly concatenation?: Concatenation;
  readonly ports?: { readonly destination: number; readonly source: number };
  readonly locking?: NationalLanguage;
  readonly single?: NationalLanguage;
  /** The locking table of a language that is not known here: the septets mean other characters than they seem to. */
  readonly unread?: true;
  /** An element reaches over the header's end; those before it are sound. */
  readonly broken?: true;
}

/** The octets after the length octet. Of repeated elements the last one counts (9.2.3.24). */
export function userDataHeader(octets: Uint8Array): UserDataHeader {
  const elements: HeaderElement[] = [];
  let known: Omit<UserDataHeader, "elements"> = {};
  let at = 0;
  while (at + 1 < octets.length) {
    const iei = octets[at] ?? 0;
    const length = octets[at + 1] ?? 0;
    const data = octets.subarray(at + 2, at + 2 + length);
    if (data.length < length) return { ...known, elements, broken: true };
    elements.push({ iei, data: formatHex(data) });
    known = { ...known, ...meaning(iei, data) };
    at += 2 + length;
  }
  return at === octets.length ? { ...known, elements } : { ...known, elements, broken: true };
}

function meaning(iei: number, data: Uint8Array): Omit<UserDataHeader, "elements"> {
  const [a = 0, b = 0, c = 0, d = 0] = data;
  if (iei === 0x00 && data.length === 3) return concatenation(a, b, c, 8);
  if (iei === 0x08 && data.length === 4) return concatenation((a << 8) | b, c, d, 16);
  if (iei === 0x04 && data.length === 2) return { ports: { destination: a, source: b } };
  if (iei === 0x05 && data.length === 4) return { ports: { destination: (a << 8) | b, source: (c << 8) | d } };
  const language = data.length === 1 ? NATIONAL_LANGUAGES.get(a) : undefined;
  if (iei === 0x24 && language !== undefined) return { single: language };
  // A locking table for Spanish does not exist; the default one is then meant.
  if (iei === 0x25 && data.length === 1) return language === undefined ? { unread: true } : { locking: language };
  return {};
}

/** A part number of 0, or beyond the number of parts, makes the element void (9.2.3.24.1). */
function concatenation(ref: number, max: number, seq: number, width: 8 | 16): Omit<UserDataHeader, "elements"> {
  return max === 0 || seq === 0 || seq > max ? {} : { concatenation: { ref, max, seq, width } };
}
