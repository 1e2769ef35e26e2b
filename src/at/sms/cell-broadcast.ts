import { broadcastCoding } from "./data-coding.ts";
import { gsm7Text } from "./gsm7-alphabet.ts";
import { formatHex, parseHex, readOctets } from "./octets.ts";
import { unpackWhole } from "./septets.ts";
import { ucs2Text } from "./ucs2.ts";

/** A page of a cell broadcast (3GPP TS 23.041 9.4.1.2); field names of 27.005 3.1. */
export interface CellBroadcast {
  readonly sn: number;
  readonly mid: number;
  readonly dcs: number;
  readonly page: number;
  readonly pages: number;
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

/** Text of a coded string of cell broadcast or USSD, without its language and without padding; `data` where it is none. */
export function broadcastContent(octets: Uint8Array, dcs: number): { readonly text?: string; readonly data?: string } {
  const coding = broadcastCoding(dcs);
  if (coding.compressed || coding.alphabet === "octets") return { data: formatHex(octets) };
  const spoken = coding.language === true;
  const text =
    coding.alphabet === "ucs2"
      ? ucs2Text(octets.subarray(spoken ? 2 : 0))
      : gsm7Text(unpackWhole(octets)).slice(spoken ? 3 : 0);
  return { text: text.replace(/\r+$/, "") };
}
