import { gsmCodes } from "../sms/gsm-alphabet.ts";
import { hexOf, joined } from "../sms/octets.ts";
import { centreField, semiOctets } from "../sms/sms-address.ts";
import type { SimCard } from "./sim-card.ts";

/** A file of the card, in hexadecimal (ETSI TS 102 221 8.2): one piece, or records of one length. */
export type CardFile =
  | { readonly kind: "transparent"; readonly content: string }
  | { readonly kind: "records"; readonly records: readonly string[] };

/** Two digits a byte, the first in the low half, filled up with F (3GPP TS 31.102 4.2.2; ITU-T E.118 for the ICCID). */
export function swappedDigits(digits: string, bytes: number): string {
  const padded = digits.padEnd(bytes * 2, "F").slice(0, bytes * 2);
  return padded.replace(/(.)(.)/g, "$2$1").toUpperCase();
}

/** 3GPP TS 31.102 4.2.2: the length, then the identity with its type and parity in the first half byte. */
function imsiFile(imsi: string): string {
  const length = Math.floor(imsi.length / 2) + 1;
  const parity = imsi.length % 2 === 1 ? "9" : "1";
  return length.toString(16).padStart(2, "0").toUpperCase() + swappedDigits(parity + imsi, 8);
}

const filled = (hex: string, bytes: number): string => hex.padEnd(bytes * 2, "F").slice(0, bytes * 2);
const name = (text: string): string => hexOf(Uint8Array.from(gsmCodes(text) ?? []));
const ascii = (text: string): string => Buffer.from(text, "latin1").toString("hex").toUpperCase();

/** 31.102 4.2.26: name, length, type, ten bytes of digits, capability and extension. */
function numberRecord(number: string): string {
  const digits = semiOctets(number.replace("+", ""));
  const type = number.startsWith("+") ? 0x91 : 0x81;
  const field = hexOf(joined([digits.length + 1, type], digits));
  return filled("", 14) + filled(field, 12) + "FFFF";
}

/** 31.102 4.2.27: which parameters are there (the centre alone: E5), destination, centre, protocol, coding, validity. */
function centreRecord(card: SimCard): string {
  return `${filled("", 14)}E5${filled("", 12)}${filled(hexOf(centreField(card.centre)), 12)}0000FF`;
}

/** 31.102 4.2.8: local phone book, SMS and its parameters, provider name, number, and the two that must be there. */
const SERVICES = [1, 10, 12, 19, 21, 27, 33];

function serviceTable(): string {
  const bytes = new Uint8Array(12);
  for (const service of SERVICES) {
    const at = (service - 1) >> 3;
    bytes[at] = (bytes[at] ?? 0) | (1 << ((service - 1) & 7));
  }
  return hexOf(bytes);
}

const APPLICATION = "A0000000871002FF86FF0389FFFFFFFF";

function transparent(content: string): CardFile {
  return { kind: "transparent", content };
}

const FILES: Readonly<Record<number, (card: SimCard) => CardFile>> = {
  // EF DIR: the one application
  0x2f00: () => ({
    kind: "records",
    records: [filled(`611A4F10${APPLICATION}5006${ascii("USIM  ")}`, 38)],
  }),
  // EF PL and EF LI: the languages, Chinese first
  0x2f05: () => transparent(ascii("zhen")),
  0x6f05: () => transparent(ascii("zhen")),
  // EF ICCID
  0x2fe2: (card) => transparent(swappedDigits(card.iccid, 10)),
  // EF IMSI
  0x6f07: (card) => transparent(imsiFile(card.imsi)),
  // EF UST
  0x6f38: () => transparent(serviceTable()),
  // EF AD: normal operation; the last byte is the length of the MNC
  0x6fad: (card) => transparent(`000000${String(card.mncLength).padStart(2, "0")}`),
  // EF SPN: shown beside the network's name
  0x6f46: (card) => transparent(`01${filled(name(card.provider), 16)}`),
  // EF MSISDN
  0x6f40: (card) => ({ kind: "records", records: [numberRecord(card.number)] }),
  // EF SMSP
  0x6f42: (card) => ({ kind: "records", records: [centreRecord(card)] }),
  // EF ACC: one of the ten ordinary classes
  0x6f78: (card) => transparent((1 << Number(card.imsi.slice(-1))).toString(16).padStart(4, "0").toUpperCase()),
  // EF FPLMN: none
  0x6f7b: () => transparent(filled("", 12)),
  // EF LOCI: no identity yet, no area, not updated
  0x6f7e: () => transparent("FFFFFFFFFFFFFF0000FF01"),
  // EF ECC
  0x6fb7: () => ({ kind: "records", records: ["11F2FF00", "19F1FF00"] }),
};

const key = (file: number, record: number): string => `${file}:${record}`;

/** Undefined when the card has no such file. */
export function cardFile(card: SimCard, file: number): CardFile | undefined {
  const made = FILES[file]?.(card);
  if (made === undefined) return undefined;
  if (made.kind === "transparent") return transparent(card.written[key(file, 0)] ?? made.content);
  return { kind: "records", records: made.records.map((record, at) => card.written[key(file, at + 1)] ?? record) };
}

/** The card with other content in a file; as long as it was. */
export function rewritten(card: SimCard, file: number, record: number, content: string): SimCard {
  return { ...card, written: { ...card.written, [key(file, record)]: content } };
}
