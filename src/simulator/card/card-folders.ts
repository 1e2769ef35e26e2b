import { cardFile } from "./elementary-files.ts";
import type { SimCard } from "./sim-card.ts";

export const MASTER = 0x3f00;
const APPLICATION = 0x7fff;
/** MF, the application, and the older application's two directories: selectable, without content. */
export const FOLDERS = [MASTER, APPLICATION, 0x7f10, 0x7f20];

const hex = (value: number, bytes: number): string =>
  value
    .toString(16)
    .toUpperCase()
    .padStart(bytes * 2, "0");

/**
 * ETSI TS 102 221 11.1.1.3: control parameters of a directory: its name, its state, its access rule, and which PINs
 * there are (C6; the first bit of 90 is that of PIN1, whose reference is 01, the second that of PIN2, 81).
 */
export function folderControl(card: SimCard, file: number): string {
  const name = file === APPLICATION ? "8410A0000000871002FF86FF0389FFFFFFFF" : "";
  const pins = `C6099001${card.pinEnabled ? "C0" : "40"}830101830181`;
  const body = `820278218302${hex(file, 2)}${name}8A01058B032F0601${pins}`;
  return `62${hex(body.length / 2, 1)}${body}`;
}

/** 3GPP TS 51.011 9.2.1: what GET RESPONSE tells behind a SELECT of class A0, 22 bytes of a directory, 15 of a file. */
export function simHeader(card: SimCard, id: number): string {
  const file = cardFile(card, id);
  if (file === undefined) {
    const [type, codes] = [id === MASTER ? "01" : "02", 4];
    const enabled = card.pinEnabled ? 0x13 : 0x93;
    const tries = [card.pinTries, card.pukTries, 3, 10].map((left) => hex(0x80 + left, 1)).join("");
    return `00000000${hex(id, 2)}${type}000000000009${hex(enabled, 1)}0204${hex(codes, 1)}00${tries}`;
  }
  const size = file.kind === "transparent" ? file.content.length / 2 : file.records.join("").length / 2;
  const [structure, length] = file.kind === "transparent" ? [0, 0] : [1, (file.records[0]?.length ?? 0) / 2];
  return `0000${hex(size, 2)}${hex(id, 2)}040011FFFF0102${hex(structure, 1)}${hex(length, 1)}`;
}

/** 51.011 9.4: the same outcomes under the numbers of class A0. */
export function simStatus(status: number): number {
  if (status >> 8 === 0x6c) return 0x6700 + (status & 0xff);
  if (status >> 4 === 0x63c) return 0x9804;
  return SIM_STATUS[status] ?? status;
}

const SIM_STATUS: Readonly<Record<number, number>> = {
  // access condition not fulfilled
  0x6982: 0x9804,
  // the PIN is blocked
  0x6983: 0x9840,
  // file not found; the file's kind does not go with the command
  0x6a82: 0x9404,
  0x6981: 0x9408,
  // out of range
  0x6a83: 0x9402,
  0x6b00: 0x9402,
};
