import { WallMs } from "../base/instant.ts";
import type { StoreOp } from "../ports/store.ts";
import { isNothing } from "./amount.ts";
import { type Closed, CLOSED_HOUR, type HourRow, type HourTable, type Placed } from "./hour-table.ts";
import { closedKey, hourKey, pendingKey, type TableRoots } from "./ledger-keys.ts";
import type { PendingPiece, PendingTable } from "./pending-table.ts";
import { readAmount, readHour, readStamp, writeAmount, writeStamp } from "./record-fields.ts";
import { seal, unseal, unsealText } from "./sealed-record.ts";
import { readTagKey, type Tags } from "./tags.ts";

// Cumulative records beside the entries: a cycle's use is a scan over hours, not a replay of the book. The tags stand in
// the key alone, so that untagged records are what they were before there were tags; the seal is over the key as well.

/** Takes the place of what a pack says of the same hour and kind, also with nothing in it. */
export function hourOp({ hours }: TableRoots, row: HourRow, packedBefore: WallMs = CLOSED_HOUR): StoreOp {
  const key = hourKey(hours, row.hour, row.tags);
  if (isNothing(row) && row.hour >= packedBefore) return { del: key };
  return { put: key, value: seal(key, { hour: row.hour, ...writeAmount(row) }) };
}

/** Not by JSON: a start reads ten thousand of them, and this is a third of the time. */
const WRITTEN = /^\{"hour":(\d{1,15}),"up":"(\d{1,19})","down":"(\d{1,19})"\}$/;

export function closedOp({ hours }: TableRoots, closed: Closed): StoreOp {
  const key = closedKey(hours);
  return { put: key, value: seal(key, { before: closed.before, ...writeAmount(closed) }) };
}

export const placedOp = (roots: TableRoots, placed: Placed, packedBefore: WallMs): StoreOp =>
  "row" in placed ? hourOp(roots, placed.row, packedBefore) : closedOp(roots, placed.closed);

export function readHourRecord(key: string, value: string): HourRow | undefined {
  const [, hour, up, down] = WRITTEN.exec(unsealText(key, value) ?? "") ?? [];
  const tags = tagsIn(key);
  if (hour === undefined || up === undefined || down === undefined || tags === "unreadable") return undefined;
  return { hour: WallMs(Number(hour)), tags, up: BigInt(up), down: BigInt(down) };
}

export function readClosedRecord(key: string, value: string): Closed | undefined {
  const fields = unseal(key, value);
  const [before, amount] = [readHour(fields?.["before"]), readAmount(fields)];
  return before === undefined || amount === undefined ? undefined : { before, ...amount };
}

export function pendingOp({ pending }: TableRoots, piece: PendingPiece): StoreOp {
  const key = pendingKey(pending, piece.stamp, piece.tags);
  if (isNothing(piece)) return { del: key };
  return { put: key, value: seal(key, { stamp: writeStamp(piece.stamp), ...writeAmount(piece) }) };
}

export function readPendingRecord(key: string, value: string): PendingPiece | undefined {
  const fields = unseal(key, value);
  const [stamp, amount, tags] = [readStamp(fields?.["stamp"]), readAmount(fields), tagsIn(key)];
  if (stamp === undefined || amount === undefined || tags === "unreadable") return undefined;
  return { bootId: stamp.bootId, stamp, tags, ...amount };
}

/** Everything that two tables hold, as records below the given keys. */
export function* tableOps(
  roots: TableRoots,
  { hours, pending }: { readonly hours: HourTable; readonly pending: PendingTable },
): Generator<StoreOp> {
  for (const row of hours.latestFirst()) yield hourOp(roots, row);
  if (hours.closed.before > 0 || !isNothing(hours.closed)) yield closedOp(roots, hours.closed);
  for (const piece of pending.list()) yield pendingOp(roots, piece);
}

/** Only tags have a "=" in them. */
function tagsIn(key: string): Tags | undefined | "unreadable" {
  const last = key.slice(key.lastIndexOf("/") + 1);
  return last.includes("=") ? (readTagKey(last) ?? "unreadable") : undefined;
}
