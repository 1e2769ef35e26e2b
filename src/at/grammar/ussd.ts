import * as v from "valibot";
import { defined } from "../../base/defined.ts";
import { type BroadcastContent, broadcastContent } from "../sms/cell-broadcast.ts";
import { broadcastCoding } from "../sms/data-coding.ts";
import { parseHex } from "../sms/octets.ts";
import { formAsked } from "./asked.ts";
import type { Grammar } from "./grammar.ts";
import { scriptedUcs2, unmistakableUcs2 } from "./ucs2-hex.ts";

const SESSIONS = ["done", "more", "terminated", "other-client", "not-supported", "timeout"] as const;

/** 3GPP TS 27.007 7.15. `str` is as the modem wrote it, `text` what it means by its coding. */
export const ussdSchema = v.strictObject({
  kind: v.literal("ussd"),
  command: v.literal("+CUSD"),
  unsolicited: v.boolean(),
  /** Answer to a read: whether answers of the network are shown at all. */
  n: v.exactOptional(v.number()),
  m: v.exactOptional(v.number()),
  session: v.exactOptional(v.picklist(SESSIONS)),
  str: v.exactOptional(v.string()),
  dcs: v.exactOptional(v.pipe(v.number(), v.description("3GPP TS 23.038 5; 15 is the default alphabet, 72 UCS2"))),
  language: v.exactOptional(v.pipe(v.string(), v.description("ISO 639, where the coding names it"))),
  text: v.exactOptional(v.string()),
  data: v.exactOptional(v.pipe(v.string(), v.description("8-bit data, hexadecimal"))),
});

export type UssdMessage = Readonly<v.InferOutput<typeof ussdSchema>>;

/** `+CUSD: <m>[,<str>[,<dcs>]]`; the string may hold commas, quotes and line ends (menus), and may have lost its closing quote. */
function parseUssd(line: string, asked?: string): UssdMessage | undefined {
  const match = /^\+CUSD:\s*(\d{1,3})\s*(?:,\s*([\s\S]*))?$/.exec(line.trimEnd());
  if (match?.[1] === undefined) return undefined;
  const number = Number(match[1]);
  if (formAsked("+CUSD", asked) === "read" && match[2] === undefined)
    return { kind: "ussd", command: "+CUSD", unsolicited: false, n: number };
  const { str, dcs } = stringAndCoding(match[2] ?? "");
  return {
    kind: "ussd",
    command: "+CUSD",
    unsolicited: true,
    m: number,
    ...defined({ session: SESSIONS[number], dcs }),
    ...(str === "" ? {} : { str, ...ussdContent(str, dcs) }),
  };
}

export const ussdGrammar: Grammar<UssdMessage> = { names: ["+CUSD"], parse: parseUssd };

/** A word where a number belongs is no coding (ModemManager's vectors: `"test msg", abc`), and none of the text. */
const CODING = /^\s*(?:,\s*(?:"?(-?\d{1,3}|0[xX][0-9A-Fa-f]{1,2})"?|[A-Za-z]{1,8})?\s*)?$/;

function stringAndCoding(rest: string): { readonly str: string; readonly dcs?: number } {
  if (!rest.startsWith('"')) {
    const comma = rest.lastIndexOf(",");
    const tail = comma < 0 ? undefined : CODING.exec(rest.slice(comma));
    if (tail === undefined || tail === null) return { str: rest.trim() };
    return { str: rest.slice(0, comma).trim(), ...codingOf(tail[1]) };
  }
  const close = rest.lastIndexOf('"', coded(rest));
  const tail = close <= 0 ? null : CODING.exec(rest.slice(close + 1));
  if (tail === null) return { str: rest.slice(1) };
  return { str: rest.slice(1, close), ...codingOf(tail[1]) };
}

/** Where to look for the closing quote from: a coding that stands in quotes itself must not be taken for the string's end. */
function coded(rest: string): number {
  const quoted = /",\s*"\d{1,3}"\s*$/.exec(rest);
  return quoted === null ? rest.length : quoted.index;
}

function codingOf(text: string | undefined): { readonly dcs?: number } {
  const value = text === undefined ? Number.NaN : Number(text);
  return value >= 0 && value <= 255 ? { dcs: value } : {};
}

/**
 * Modems print the string as characters, as packed septets, as one octet a character (CSCS HEX) or as UCS2, the latter three in
 * hexadecimal, whatever coding they name (ModemManager: UCS2 named and ASCII sent). What is no hexadecimal is text; what is,
 * is read as its coding says where that makes sense, and as the first reading that does otherwise.
 */
function ussdContent(str: string, dcs: number | undefined): BroadcastContent {
  const octets = parseHex(str.length % 2 === 0 ? str : str.slice(0, -1));
  if (octets === undefined || (str.length % 2 !== 0 && scriptedUcs2(str) === undefined)) return { text: str };
  const coding = broadcastCoding(dcs ?? 15);
  if (coding.alphabet === "ucs2" && !coding.compressed)
    return /^\d+$/.test(str) && scriptedUcs2(str) === undefined ? { text: str } : broadcastContent(octets, dcs ?? 0x48);
  // Modems that name the coding of a language (0 is German) mean none by it.
  const packed = broadcastContent(octets, coding.language === "inside" ? 0x10 : 15);
  const ucs2 = unmistakableUcs2(str);
  if (ucs2 !== undefined && !isPacked(ucs2, packed.text ?? "")) return { text: ucs2 };
  const characters = octets.every(isCharacter) ? String.fromCharCode(...octets) : undefined;
  if (coding.alphabet === "octets" || coding.compressed)
    return characters === undefined ? { data: str } : { text: characters, data: str };
  if (/^\d+$/.test(str)) return { text: str };
  if (characters !== undefined && octets.length >= 6) return { text: characters };
  return octets.length >= 4 && legibleText(packed.text ?? "") ? packed : { text: str };
}

const isCharacter = (octet: number): boolean => (octet >= 0x20 && octet < 0x7f) || octet === 0x0a || octet === 0x0d;

/** One text of sixteen bits in sixteen reads as characters of scripts in use; of septets that all are what people type, hardly one does. */
const isPacked = (ucs2: string, packed: string): boolean =>
  packed.length >= 8 && /^[\x20-\x3f\x41-\x7e\r\n]+$/.test(packed) && /[\u0100-\uffff]/.test(ucs2);

/** Nine characters of ten that people type: digits that were read as septets give Greek and control characters. */
function legibleText(text: string): boolean {
  const strange = text.replace(/[\x20-\x7e\r\n]/g, "").length;
  return text.length > 0 && strange * 10 <= text.length && !/\p{Cc}/u.test(text.replace(/[\r\n]/g, ""));
}
