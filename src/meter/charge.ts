import { Fault } from "../base/fault.ts";
import type { WallMs } from "../base/instant.ts";
import { type Amount, covers, isNothing, minus, plus, NOTHING } from "./amount.ts";
import type { EntryDraft } from "./book.ts";
import type { BookId } from "./book-id.ts";
import type { Cursor } from "./cursor.ts";
import type { EntrySource } from "./ledger-entry.ts";
import { isHour } from "./record-fields.ts";
import type { Stamp } from "../base/stamp.ts";
import { type Tags, tagsOf } from "./tags.ts";

/** Of the bytes of a charge those that are known to be of one traffic class. */
export interface ClassShare extends Amount {
  readonly name: string;
  /** The set of destinations that they went to (定向), where the counter of the class says that too. */
  readonly destination?: string;
}

/** Bytes that the meter counted, to be booked. */
export interface Charge extends Amount {
  readonly book: BookId;
  /** Start of the hour in the plan's zone; undefined while the time is not trusted. */
  readonly hour: WallMs | undefined;
  readonly stamp: Stamp;
  readonly cursor: Cursor;
  /** Where the counters of other interfaces stand with these bytes. */
  readonly along?: readonly Cursor[];
  readonly source: Extract<EntrySource, "interface" | "modem">;
  /** What else is known of all of the bytes; areas in any order. */
  readonly tags?: Tags | undefined;
  /** Together no more than the bytes; what they leave is of no class that is known. */
  readonly classes?: readonly ClassShare[];
}

/**
 * An entry for each class and one for the rest. They are written in one batch; the last one says where the counters stand.
 * Throws Fault `internal` for what no meter can have counted.
 */
export function chargeDrafts(charge: Charge, turn: number): readonly EntryDraft[] {
  const { up, down, hour, stamp, source, cursor, along = [], tags, classes = [] } = charge;
  const shared = classes.reduce<Amount>((sum, share) => plus(sum, share), NOTHING);
  if (up < 0n || down < 0n || (hour !== undefined && !isHour(hour)) || !covers(charge, shared))
    throw new Fault("internal", `a charge of ${up} up, ${down} down in hour ${hour} cannot be`);
  const pieces = [
    ...classes.map(({ name, destination, ...share }) => ({
      up: share.up,
      down: share.down,
      tags: { ...tags, class: name, ...(destination === undefined ? {} : { destination }) },
    })),
    { ...minus(charge, shared), tags },
  ].filter((piece) => !isNothing(piece));
  return pieces.map((piece, at) => ({
    kind: "usage",
    up: piece.up,
    down: piece.down,
    hour,
    stamp,
    source,
    ...(at === pieces.length - 1
      ? { turn, cursor, ...(along.length === 0 ? {} : { along }) }
      : { turn: undefined, cursor: undefined }),
    peer: undefined,
    tags: tagsOf(piece.tags),
  }));
}
