import { broadcastCoding } from "./data-coding.ts";
import { gsm7Text } from "./gsm7-alphabet.ts";
import { formatHex, parseHex, readOctets } from "./octets.ts";
import { unpackSeptets, unpackWhole } from "./septets.ts";
import { ucs2Text } from "./ucs2.ts";

/** A page of a cell broadcast (3GPP TS 23.041 9.4.1.2); field names of 27.005 3.1. */
export interface CellBroadcast {
  readonly sn: number;
  readonly mid: number;
  readonly dcs: number;
  readonly page: number;
  readonly pages: number;
  readonly language?: string;
  readonly text?: string;
  readonly data?: string;
}

export function decodeBroadcast(text: string): CellBroadcast | undefined {
  const octets = parseHex(text);
  if (octets === undefined || octets.length < 6) return undefined;
  const reader = readOctets(octets);
  const sixteen = (): number => ((reader.octet() ?? 0) << 8) | (reader.octet() ?? 0);
  const sn = sixteen();
  const mid = sixteen();
  const dcs = reader.octet() ?? 0;
  const numbering = reader.octet() ?? 0;
  // A page number of 0 is to be read as 1 of 1.
  const unnumbered = numbering >> 4 === 0 || (numbering & 15) === 0;
  const page = unnumbered ? 1 : numbering >> 4;
  const pages = unnumbered ? 1 : numbering & 15;
  return { sn, mid, dcs, page, pages, ...broadcastContent(reader.take(reader.left()), dcs) };
}

export interface BroadcastContent {
  /** ISO 639. */
  readonly language?: string;
  readonly text?: string;
  readonly data?: string;
}

/** Text of a coded string of cell broadcast or USSD, without its language and without padding; `data` where it is none. */
export function broadcastContent(octets: Uint8Array, dcs: number): BroadcastContent {
  const coding = broadcastCoding(dcs);
  if (coding.compressed || coding.alphabet === "octets") return { data: formatHex(octets) };
  const announced = coding.language === "inside";
  if (coding.alphabet === "ucs2") return announced ? ucs2WithLanguage(octets) : { text: untilNul(ucs2Text(octets)) };
  const text = gsm7Text(unpackWhole(octets)).replace(/\r+$/, "");
  if (!announced) return { ...(coding.language === undefined ? {} : { language: coding.language }), text };
  return /^[a-z]{2}\r/.test(text) ? { language: text.slice(0, 2), text: text.slice(3) } : { text };
}

/** Some modems announce the language and leave it out; others hand over what lay in their memory behind the text (Telit). */
function ucs2WithLanguage(octets: Uint8Array): BroadcastContent {
  const language = gsm7Text(unpackSeptets(octets.subarray(0, 2), 2));
  return /^[a-z]{2}$/.test(language)
    ? { language, text: untilNul(ucs2Text(octets.subarray(2))) }
    : { text: untilNul(ucs2Text(octets)) };
}

const untilNul = (text: string): string => (/^[^\0]*/.exec(text)?.[0] ?? "").replace(/\r+$/, "");
