import { MonoMs, WallMs } from "../base/instant.ts";
import type { Amount } from "./amount.ts";
import { type BookId, readBookId } from "./book-id.ts";
import type { Cursor } from "./cursor.ts";
import { type Fields, fieldsOf } from "./sealed-record.ts";
import type { Stamp } from "../base/stamp.ts";

// Amounts are written as decimal strings: a number of JSON loses bytes beyond 2^53. Each reader answers undefined
// for anything that its writer would not have written.

export const writeAmount = ({ up, down }: Amount): Fields => ({ up: String(up), down: String(down) });

export function readAmount(value: unknown): Amount | undefined {
  const fields = fieldsOf(value);
  const up = readBigint(fields?.["up"]);
  const down = readBigint(fields?.["down"]);
  return up === undefined || down === undefined ? undefined : { up, down };
}

export const readBigint = (value: unknown): bigint | undefined =>
  typeof value === "string" && /^\d{1,19}$/.test(value) ? BigInt(value) : undefined;

/** The kernel's counters have 64 bits: twenty digits. */
const readCounter = (value: unknown): bigint | undefined =>
  typeof value === "string" && /^\d{1,20}$/.test(value) ? BigInt(value) : undefined;

export const readCount = (value: unknown): number | undefined =>
  typeof value === "number" && Number.isSafeInteger(value) && value >= 0 ? value : undefined;

export const readText = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);

export const readHash = (value: unknown): string | undefined =>
  typeof value === "string" && /^[0-9a-f]{64}$/.test(value) ? value : undefined;

export const readBook = (value: unknown): BookId | undefined =>
  typeof value === "string" ? readBookId(value) : undefined;

/** Starts of hours lie between 1970 and the year 33658: fifteen digits hold them. */
export const isHour = (hour: number): boolean => Number.isSafeInteger(hour) && hour >= 0 && hour < 1e15;

export function readHour(value: unknown): WallMs | undefined {
  return typeof value === "number" && isHour(value) ? WallMs(value) : undefined;
}

export const writeStamp = ({ wall, bootId, mono }: Stamp): Fields => ({ wall, bootId, mono });

export function readStamp(value: unknown): Stamp | undefined {
  const fields = fieldsOf(value);
  const wall = fields?.["wall"];
  const mono = fields?.["mono"];
  const bootId = readText(fields?.["bootId"]);
  if (typeof wall !== "number" || typeof mono !== "number" || bootId === undefined) return undefined;
  return { wall: WallMs(wall), bootId, mono: MonoMs(mono) };
}

export const writeCursor = (cursor: Cursor): Fields => ({
  bootId: cursor.bootId,
  interfaceName: cursor.interfaceName,
  ifindex: cursor.ifindex,
  instance: cursor.instance,
  rxBytes: String(cursor.rxBytes),
  rxPackets: String(cursor.rxPackets),
  txBytes: String(cursor.txBytes),
  txPackets: String(cursor.txPackets),
  ipRx: String(cursor.ipRx),
  ipTx: String(cursor.ipTx),
  at: cursor.at,
});

export function readCursor(value: unknown): Cursor | undefined {
  const fields = fieldsOf(value);
  const bootId = readText(fields?.["bootId"]);
  const interfaceName = readText(fields?.["interfaceName"]);
  const ifindex = readCount(fields?.["ifindex"]);
  if (fields === undefined || bootId === undefined || interfaceName === undefined || ifindex === undefined)
    return undefined;
  const [rxBytes, rxPackets, txBytes, txPackets, ipRx, ipTx] = [
    fields["rxBytes"],
    fields["rxPackets"],
    fields["txBytes"],
    fields["txPackets"],
    fields["ipRx"],
    fields["ipTx"],
  ].map(readCounter);
  if (rxBytes === undefined || rxPackets === undefined || txBytes === undefined || txPackets === undefined)
    return undefined;
  if (ipRx === undefined || ipTx === undefined) return undefined;
  const [at, instance] = [readCount(fields["at"]), readCount(fields["instance"])];
  const counted = { bootId, interfaceName, ifindex, rxBytes, rxPackets, txBytes, txPackets, ipRx, ipTx };
  return {
    ...counted,
    ...(instance === undefined ? {} : { instance }),
    ...(at === undefined ? {} : { at: MonoMs(at) }),
  };
}
