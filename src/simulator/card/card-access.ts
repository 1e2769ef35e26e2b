import { type CardFile, cardFile, rewritten } from "./elementary-files.ts";
import { cardState, type SimCard } from "./sim-card.ts";

/** What a card says: data in hexadecimal, and the two status bytes (ETSI TS 102 221 10.2.1). */
export interface CardAnswer {
  readonly data: string;
  readonly status: number;
  /** The card afterwards, when it is another. */
  readonly card?: SimCard;
}

export interface FileAccess {
  readonly instruction: number;
  readonly file: number;
  readonly p1: number;
  readonly p2: number;
  readonly p3: number;
  readonly data: string;
}

export const says = (status: number, data = ""): CardAnswer => ({ data, status });

/** What may be read without a PIN (3GPP TS 31.102 4.2.1; TS 102 221 13.1, 13.3). */
const FREE = [0x2f00, 0x2f05, 0x2fe2];
/** What the holder of the PIN may write (31.102 4.2): languages, number, centre, networks, location. The rest is the issuer's. */
const WRITABLE = [0x2f05, 0x6f05, 0x6f40, 0x6f42, 0x6f7b, 0x6f7e];
const NOT_SATISFIED = says(0x6982);
const FILE_NOT_FOUND = says(0x6a82);
const RECORD_NOT_FOUND = says(0x6a83);
const WRONG_STRUCTURE = says(0x6981);
const WRONG_LENGTH = says(0x6700);
const OFFSET_OUTSIDE = says(0x6b00);
export const UNKNOWN_INSTRUCTION = says(0x6d00);
const DONE = 0x9000;

const hex = (value: number, bytes: number): string =>
  value
    .toString(16)
    .toUpperCase()
    .padStart(bytes * 2, "0");

/** READ BINARY, READ RECORD, GET RESPONSE, UPDATE BINARY, UPDATE RECORD, STATUS on one file (TS 102 221 11.1). */
export function accessFile(card: SimCard, access: FileAccess): CardAnswer {
  const file = cardFile(card, access.file);
  if (file === undefined) return FILE_NOT_FOUND;
  if (cardState(card) !== "ready" && !FREE.includes(access.file)) return NOT_SATISFIED;
  switch (access.instruction) {
    case 0xb0:
      return readBinary(file, access);
    case 0xb2:
      return readRecord(file, access);
    case 0xc0:
    case 0xf2:
      return says(DONE, fileControl(access.file, file));
    case 0xd6:
      if (!WRITABLE.includes(access.file)) return NOT_SATISFIED;
      return updateBinary(card, file, access);
    case 0xdc:
      if (!WRITABLE.includes(access.file)) return NOT_SATISFIED;
      return updateRecord(card, file, access);
    default:
      return UNKNOWN_INSTRUCTION;
  }
}

function readBinary(file: CardFile, { p1, p2, p3 }: FileAccess): CardAnswer {
  if (file.kind !== "transparent") return WRONG_STRUCTURE;
  const offset = (p1 * 256 + p2) * 2;
  const left = (file.content.length - offset) / 2;
  if (left <= 0) return OFFSET_OUTSIDE;
  // 6Cxx: so many are there (TS 102 221 7.3.1.1.5).
  if (p3 > left) return says(0x6c00 + left);
  return says(DONE, file.content.slice(offset, p3 === 0 ? undefined : offset + p3 * 2));
}

/** Mode 4 is the absolute one, the only one without a record pointer. */
function readRecord(file: CardFile, { p1, p2, p3 }: FileAccess): CardAnswer {
  if (file.kind !== "records" || (p2 & 7) !== 4) return WRONG_STRUCTURE;
  const record = file.records[p1 - 1];
  if (record === undefined) return RECORD_NOT_FOUND;
  // 6Cxx: the length that would have been right.
  if (p3 !== 0 && p3 * 2 !== record.length) return says(0x6c00 + record.length / 2);
  return says(DONE, record);
}

function updateBinary(card: SimCard, file: CardFile, access: FileAccess): CardAnswer {
  if (file.kind !== "transparent") return WRONG_STRUCTURE;
  const offset = (access.p1 * 256 + access.p2) * 2;
  const end = offset + access.data.length;
  if (access.data.length !== access.p3 * 2 || end > file.content.length) return WRONG_LENGTH;
  const content = file.content.slice(0, offset) + access.data + file.content.slice(end);
  return { ...says(DONE), card: rewritten(card, access.file, 0, content) };
}

function updateRecord(card: SimCard, file: CardFile, access: FileAccess): CardAnswer {
  if (file.kind !== "records") return WRONG_STRUCTURE;
  const record = file.records[access.p1 - 1];
  if (record === undefined) return RECORD_NOT_FOUND;
  if (access.data.length !== record.length) return WRONG_LENGTH;
  return { ...says(DONE), card: rewritten(card, access.file, access.p1, access.data) };
}

/** TS 102 221 11.1.1.3: file control parameters of a working file that anybody may read. */
function fileControl(id: number, file: CardFile): string {
  const [descriptor, size] =
    file.kind === "transparent"
      ? ["82024121", file.content.length / 2]
      : [
          `82054221${hex((file.records[0]?.length ?? 0) / 2, 2)}${hex(file.records.length, 1)}`,
          file.records.join("").length / 2,
        ];
  const body = `${descriptor}8302${hex(id, 2)}8A01058B032F06028002${hex(size, 2)}`;
  return `62${hex(body.length / 2, 1)}${body}`;
}
