import type { SimCard } from "./sim-card.ts";

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

const FILES: Readonly<Record<number, (card: SimCard) => string>> = {
  // EF ICCID, 2FE2
  12258: (card) => swappedDigits(card.iccid, 10),
  // EF IMSI, 6F07
  28423: (card) => imsiFile(card.imsi),
  // EF AD, 6FAD: normal operation; the last byte is the length of the MNC
  28589: (card) => `000000${String(card.mncLength).padStart(2, "0")}`,
};

/** READ BINARY of a transparent file, in hexadecimal; undefined when the card has no such file. */
export function readFile(card: SimCard, file: number, offset: number, length: number): string | undefined {
  const content = FILES[file]?.(card);
  if (content === undefined) return undefined;
  return content.slice(offset * 2, length === 0 ? undefined : (offset + length) * 2);
}
