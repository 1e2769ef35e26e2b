import { createHash } from "node:crypto";
import type { WallMs } from "../base/instant.ts";
import type { Amount } from "./amount.ts";
import type { BookId } from "./book-id.ts";
import type { Cursor } from "./cursor.ts";
import {
  readAmount,
  readBook,
  readCount,
  readCursor,
  readHour,
  readStamp,
  readText,
  writeCursor,
} from "./record-fields.ts";
import { writeAmount, writeStamp } from "./record-fields.ts";
import { fieldsOf, readFields } from "./sealed-record.ts";
import type { Stamp } from "../base/stamp.ts";
import { readTags, type Tags, writeTags } from "./tags.ts";

/**
 * usage: bytes counted. gap: bytes that only the witness knew of. adopted: bytes taken over from another book, which
 * has a `given` entry for each. settled: pending bytes moved to their hour; the totals do not change. raised, lowered: a
 * person's correction of an hour. rebased: no bytes; the kernel's counters jumped, and counting goes on from the cursor.
 */
const KINDS = ["usage", "gap", "settled", "adopted", "given", "raised", "lowered", "rebased"] as const;
export type EntryKind = (typeof KINDS)[number];

const SOURCES = ["interface", "modem", "witness", "book", "person"] as const;
export type EntrySource = (typeof SOURCES)[number];

export interface LedgerEntry extends Amount {
  readonly book: BookId;
  /** From 1, without a gap. */
  readonly seq: number;
  readonly kind: EntryKind;
  /** Start of the hour, in the plan's zone; undefined: pending, the time was not trusted. */
  readonly hour: WallMs | undefined;
  readonly stamp: Stamp;
  readonly source: EntrySource;
  /** Orders what was counted across all books; undefined where nothing new was counted. */
  readonly turn: number | undefined;
  /** Where the kernel's counters stood. */
  readonly cursor: Cursor | undefined;
  /** Where those of other interfaces stood at the same turn. */
  readonly along?: readonly Cursor[] | undefined;
  /** The other book of an adoption. */
  readonly peer: BookId | undefined;
  /** Why, in words, and who says so: of corrections and rebasings. */
  readonly note?: EntryNote | undefined;
  /** What is known of the bytes; of a `settled` entry, of the pending ones that it moves. */
  readonly tags?: Tags | undefined;
}

export interface EntryNote {
  readonly why: string;
  /** Undefined: this program. */
  readonly by?: string | undefined;
}

export interface SignedEntry {
  readonly entry: LedgerEntry;
  /** Over the previous entry's hash and this entry's text. */
  readonly hash: string;
}

/** What the first entry of every book follows. */
export const GENESIS = "0".repeat(64);

/** The stored text: the hash, a space, and the canonical text over which it was taken. */
export function signEntry(entry: LedgerEntry, previous: string): SignedEntry & { readonly text: string } {
  const body = canonical(entry);
  const hash = chain(previous, body);
  return { entry, hash, text: `${hash} ${body}` };
}

/** Reads an entry that must follow `previous`; undefined when it does not, or is not an entry at all. */
export function readSignedEntry(text: string, previous: string): SignedEntry | undefined {
  const hash = text.slice(0, 64);
  const body = text.slice(65);
  if (text[64] !== " " || chain(previous, body) !== hash) return undefined;
  const entry = readEntry(body);
  return entry === undefined ? undefined : { entry, hash };
}

const chain = (previous: string, body: string): string =>
  createHash("sha256").update(`${previous}\n${body}`).digest("hex");

/** Keys in this order, amounts as decimal strings, absent fields left out: one entry has one text. */
function canonical(entry: LedgerEntry): string {
  const { book, seq, kind, hour, stamp, source, turn, cursor, along, peer, note, tags } = entry;
  return JSON.stringify({
    book,
    seq,
    kind,
    ...writeAmount(entry),
    hour,
    stamp: writeStamp(stamp),
    source,
    turn,
    cursor: cursor === undefined ? undefined : writeCursor(cursor),
    along: along?.map(writeCursor),
    peer,
    note: note === undefined ? undefined : { why: note.why, by: note.by },
    tags: tags === undefined ? undefined : writeTags(tags),
  });
}

function readEntry(body: string): LedgerEntry | undefined {
  const fields = readFields(body);
  const amount = readAmount(fields);
  const book = readBook(fields?.["book"]);
  const seq = readCount(fields?.["seq"]);
  const kind = KINDS.find((known) => known === fields?.["kind"]);
  const source = SOURCES.find((known) => known === fields?.["source"]);
  const stamp = readStamp(fields?.["stamp"]);
  if (fields === undefined || amount === undefined || book === undefined || seq === undefined) return undefined;
  if (kind === undefined || source === undefined || stamp === undefined) return undefined;
  const hour = readHour(fields["hour"]);
  const turn = readCount(fields["turn"]);
  const cursor = readCursor(fields["cursor"]);
  const along = readAlong(fields["along"]);
  const peer = readBook(fields["peer"]);
  const note = readNote(fields["note"]);
  const tags = readTags(fields["tags"]);
  // An optional field that is there but unreadable: not an entry of this program.
  if (
    [hour, turn, cursor, along, peer, note, tags].some(
      (read, i) => read === undefined && OPTIONAL[i] !== undefined && OPTIONAL[i] in fields,
    )
  )
    return undefined;
  return { book, seq, kind, ...amount, hour, stamp, source, turn, cursor, along, peer, note, tags };
}

const OPTIONAL = ["hour", "turn", "cursor", "along", "peer", "note", "tags"];

function readAlong(value: unknown): readonly Cursor[] | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined;
  const cursors = value.map((one: unknown) => readCursor(fieldsOf(one))).filter((one) => one !== undefined);
  return cursors.length === value.length ? cursors : undefined;
}

function readNote(value: unknown): EntryNote | undefined {
  const fields = fieldsOf(value);
  const [why, by] = [readText(fields?.["why"]), readText(fields?.["by"])];
  return why === undefined ? undefined : { why, by };
}
