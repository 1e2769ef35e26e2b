import type { WallMs } from "../base/instant.ts";
import type { StoreOp } from "../ports/store.ts";
import { type Amount, isNothing } from "./amount.ts";
import type { BookId } from "./book-id.ts";
import { hourKey, pendingKey, pieceOf } from "./ledger-keys.ts";
import type { PendingPiece } from "./pending-table.ts";
import { readAmount, readHour, readStamp, writeAmount, writeStamp } from "./record-fields.ts";
import { seal, unseal } from "./sealed-record.ts";

// Cumulative records beside the entries: a cycle's use is a scan over hours, not a replay of the book.

export function hourOp(book: BookId, hour: WallMs, amount: Amount): StoreOp {
  const key = hourKey(book, hour);
  return isNothing(amount) ? { del: key } : { put: key, value: seal(key, { hour, ...writeAmount(amount) }) };
}

export function readHourRecord(key: string, value: string): (Amount & { readonly hour: WallMs }) | undefined {
  const fields = unseal(key, value);
  const [hour, amount] = [readHour(fields?.["hour"]), readAmount(fields)];
  return hour === undefined || amount === undefined ? undefined : { hour, ...amount };
}

export function pendingOp(book: BookId, piece: PendingPiece): StoreOp {
  const key = pendingKey(book, pieceOf(piece.stamp));
  if (isNothing(piece)) return { del: key };
  return { put: key, value: seal(key, { stamp: writeStamp(piece.stamp), ...writeAmount(piece) }) };
}

export function readPendingRecord(key: string, value: string): PendingPiece | undefined {
  const fields = unseal(key, value);
  const [stamp, amount] = [readStamp(fields?.["stamp"]), readAmount(fields)];
  return stamp === undefined || amount === undefined ? undefined : { bootId: stamp.bootId, stamp, ...amount };
}
