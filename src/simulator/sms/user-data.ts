import { gsmCodes, gsmText } from "./gsm-alphabet.ts";
import { dataCoding } from "./data-coding.ts";
import { joined, ucs2Octets, ucs2Text } from "./octets.ts";
import { packSeptets, unpackSeptets } from "./septets.ts";

/** TP-User-Data with its length, which counts septets or octets as the coding says (3GPP TS 23.040 9.2.3.16, 9.2.3.24). */
export interface UserData {
  readonly dcs: number;
  /** The first octets are a header (TP-UDHI). */
  readonly headed: boolean;
  readonly length: number;
  readonly octets: Uint8Array;
}

/** The most octets that a message carries. */
export const MOST_OCTETS = 140;

/** How many octets a length stands for. */
export const octetsOfLength = (dcs: number, length: number): number =>
  dataCoding(dcs).alphabet === "gsm" ? Math.ceil((length * 7) / 8) : length;

function headerSize({ headed, octets }: UserData): number {
  return headed ? Math.min(octets.length, (octets[0] ?? 0) + 1) : 0;
}

/** The header's elements without its own length; empty when there is none. */
export const headerOf = (data: UserData): Uint8Array => data.octets.subarray(headed(data), headerSize(data));
const headed = (data: UserData): number => (data.headed ? 1 : 0);

/** What a person would read, without the header; octets as one character each. */
export function textOf(data: UserData): string {
  const size = headerSize(data);
  switch (dataCoding(data.dcs).alphabet) {
    case "gsm": {
      const before = Math.ceil((size * 8) / 7);
      return gsmText(unpackSeptets(data.octets, Math.max(0, data.length), 0).slice(before));
    }
    case "ucs2":
      return ucs2Text(data.octets.subarray(size));
    case "octets":
      return Buffer.from(data.octets.subarray(size)).toString("latin1");
    default:
      return "";
  }
}

/** Septets that say a text, or undefined where the alphabet has not all of it. */
function septetData(text: string, header: Uint8Array): UserData | undefined {
  const codes = gsmCodes(text);
  if (codes === undefined) return undefined;
  const before = Math.ceil((header.length * 8) / 7);
  const packed = packSeptets(codes, before * 7 - header.length * 8);
  return { dcs: 0, headed: header.length > 0, length: before + codes.length, octets: joined(header, packed) };
}

const ucs2Data = (text: string, header: Uint8Array): UserData => {
  const octets = joined(header, ucs2Octets(text));
  return { dcs: 8, headed: header.length > 0, length: octets.length, octets };
};

/** As few messages as hold the text: one, or several with an 8-bit reference (23.040 9.2.3.24.1). */
export function userDataOf(text: string, reference: number): readonly UserData[] {
  const make = gsmCodes(text) === undefined ? ucs2Data : (part: string, header: Uint8Array) => septetData(part, header);
  const fits = (part: string, header: Uint8Array): boolean => (make(part, header)?.octets.length ?? 0) <= MOST_OCTETS;
  const none = new Uint8Array();
  if (fits(text, none)) return [make(text, none)].filter((data) => data !== undefined);
  const parts = split(text, (part) => fits(part, new Uint8Array(6)));
  return parts.flatMap((part, index) => {
    const header = Uint8Array.of(5, 0, 3, reference & 0xff, parts.length, index + 1);
    return make(part, header) ?? [];
  });
}

function split(text: string, fits: (part: string) => boolean): readonly string[] {
  const parts: string[] = [];
  let part = "";
  for (const char of text) {
    if (fits(part + char)) part += char;
    else {
      parts.push(part);
      part = char;
    }
  }
  return [...parts, part];
}
