import { WallMs } from "../base/instant.ts";
import { type Amount, beyond, isNothing, minus, plus } from "./amount.ts";
import { type BookHead, leftIn } from "./book-head.ts";
import type { HourTable } from "./hour-table.ts";
import type { PendingTable } from "./pending-table.ts";
import type { Stamp } from "./stamp.ts";

export interface Tables {
  readonly hours: HourTable;
  readonly pending: PendingTable;
}

/** Where some bytes lie: in an hour, or pending under a stamp. */
export type Piece = Amount &
  ({ readonly hour: WallMs; readonly stamp: undefined } | { readonly hour: undefined; readonly stamp: Stamp });

/** What holds the given amount, pending pieces first, then the latest hours; less when there is not that much. */
export function latestPieces({ hours, pending }: Tables, amount: Amount): readonly Piece[] {
  const pieces: Piece[] = [];
  let wanted = amount;
  const take = (held: Amount, where: Pick<Piece, "hour" | "stamp">): void => {
    const part = lesser(held, wanted);
    wanted = minus(wanted, part);
    if (isNothing(part)) return;
    if (where.hour !== undefined) pieces.push({ ...part, hour: where.hour, stamp: undefined });
    else if (where.stamp !== undefined) pieces.push({ ...part, hour: undefined, stamp: where.stamp });
  };
  for (const piece of pending.list().toReversed()) take(piece, { hour: undefined, stamp: piece.stamp });
  for (const [hour, held] of hours.latestFirst()) {
    if (isNothing(wanted)) break;
    take(held, { hour: WallMs(hour), stamp: undefined });
  }
  return pieces;
}

/**
 * Makes hours and pending bytes add up to what the head says is left, where their records are of another moment than
 * the head: too much is taken from the latest, what is missing goes to the head's own hour.
 */
export function fitTables(tables: Tables, head: BookHead): void {
  const held = plus(tables.hours.sum(-Infinity, Infinity), tables.pending.sum());
  for (const piece of latestPieces(tables, beyond(held, leftIn(head))))
    if (piece.hour === undefined) tables.pending.take(piece.stamp, piece);
    else tables.hours.take(piece.hour, piece);
  const missing = beyond(leftIn(head), held);
  if (isNothing(missing)) return;
  if (head.hour !== undefined || head.stamp === undefined) tables.hours.add(head.hour ?? WallMs(0), missing);
  else tables.pending.add(head.stamp, missing);
}

const lesser = (a: Amount, b: Amount): Amount => ({
  up: a.up < b.up ? a.up : b.up,
  down: a.down < b.down ? a.down : b.down,
});
