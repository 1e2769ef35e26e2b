import { Fault } from "../base/fault.ts";
import type { WallMs } from "../base/instant.ts";
import type { Amount } from "./amount.ts";
import type { EntryDraft } from "./book.ts";
import type { BookId } from "./book-id.ts";
import type { Cursor } from "./cursor.ts";
import { isHour } from "./record-fields.ts";
import type { Stamp } from "../base/stamp.ts";
import { type Tags, tagsOf } from "./tags.ts";

/** Bytes that the meter counted, to be booked. */
export interface Charge extends Amount {
  readonly book: BookId;
  /** Start of the hour in the plan's zone; undefined while the time is not trusted. */
  readonly hour: WallMs | undefined;
  readonly stamp: Stamp;
  readonly cursor: Cursor;
  readonly source: "interface";
  /** What else is known of the bytes; areas in any order. */
  readonly tags?: Tags | undefined;
}

/** Throws Fault `internal` for what no meter can have counted. */
export function chargeDraft({ up, down, hour, stamp, source, cursor, tags }: Charge, turn: number): EntryDraft {
  if (up < 0n || down < 0n || (hour !== undefined && !isHour(hour)))
    throw new Fault("internal", `a charge of ${up} up, ${down} down in hour ${hour} cannot be`);
  return { kind: "usage", up, down, hour, stamp, source, turn, cursor, peer: undefined, tags: tagsOf(tags) };
}
