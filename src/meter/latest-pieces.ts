import type { WallMs } from "../base/instant.ts";
import { type Amount, beyond, covers, isNothing, minus, plus } from "./amount.ts";
import { type BookHead, leftIn } from "./book-head.ts";
import { CLOSED_HOUR, type HourTable } from "./hour-table.ts";
import type { PendingTable } from "./pending-table.ts";
import type { Stamp } from "../base/stamp.ts";
import type { Tags } from "./tags.ts";

export interface Tables {
  readonly hours: HourTable;
  readonly pending: PendingTable;
}

interface InHour {
  readonly hour: WallMs;
  readonly stamp: undefined;
}
interface Waiting {
  readonly hour: undefined;
  readonly stamp: Stamp;
}

/** Where some bytes lie, in an hour or pending under a stamp, and of which kind they are. */
export type Piece = Amount & { readonly tags: Tags | undefined } & (InHour | Waiting);

/** What holds the given amount, pending pieces first, then the latest hours; less when there is not that much. */
export function latestPieces({ hours, pending }: Tables, amount: Amount): readonly Piece[] {
  const pieces: Piece[] = [];
  let wanted = amount;
  const take = (held: Amount, tags: Tags | undefined, where: InHour | Waiting): void => {
    const part = lesser(held, wanted);
    wanted = minus(wanted, part);
    if (!isNothing(part)) pieces.push({ ...part, tags, ...where });
  };
  for (const piece of pending.list().toReversed()) take(piece, piece.tags, { hour: undefined, stamp: piece.stamp });
  for (const row of hours.latestFirst()) {
    if (isNothing(wanted)) break;
    take(row, row.tags, { hour: row.hour, stamp: undefined });
  }
  take(hours.closed, undefined, { hour: CLOSED_HOUR, stamp: undefined });
  return pieces;
}

/**
 * What of one hour holds the given amount; undefined when the hour does not. Where nothing says of which kind the bytes
 * were, untagged ones go first: whoever takes them off knows no more than the meter did. Then the tags in the order of
 * their keys, so that the same correction of the same books always gives the same books.
 */
export function hourPieces(
  { hours }: Tables,
  hour: WallMs,
  amount: Amount,
  tags: Tags | undefined,
): readonly Piece[] | undefined {
  if (tags !== undefined)
    return covers(hours.get(hour, tags), amount) ? [{ hour, stamp: undefined, tags, ...only(amount) }] : undefined;
  const pieces: Piece[] = [];
  let wanted = only(amount);
  for (const row of hours.rows(hour, hour + 1)) {
    const part = lesser(row, wanted);
    wanted = minus(wanted, part);
    if (!isNothing(part)) pieces.push({ ...part, hour, stamp: undefined, tags: row.tags });
  }
  return isNothing(wanted) ? pieces : undefined;
}

/**
 * Makes hours and pending bytes add up to what the head says is left, where their records are of another moment than
 * the head: too much is taken from the latest, what is missing goes to the head's own hour.
 */
export function fitTables(tables: Tables, head: BookHead): void {
  const held = plus(tables.hours.total(), tables.pending.sum());
  for (const piece of latestPieces(tables, beyond(held, leftIn(head))))
    if (piece.hour === undefined) tables.pending.take(piece.stamp, piece, piece.tags);
    else tables.hours.take(piece.hour, piece, piece.tags);
  const missing = beyond(leftIn(head), held);
  if (isNothing(missing)) return;
  if (head.hour !== undefined || head.stamp === undefined) tables.hours.add(head.hour ?? CLOSED_HOUR, missing);
  else tables.pending.add(head.stamp, missing);
}

const only = ({ up, down }: Amount): Amount => ({ up, down });

const lesser = (a: Amount, b: Amount): Amount => ({
  up: a.up < b.up ? a.up : b.up,
  down: a.down < b.down ? a.down : b.down,
});
