import type { ClassCounter } from "../ports/class-counters.ts";
import type { Division } from "./class-division.ts";
import { readAmount, readBigint, readCount, readText, writeAmount } from "./record-fields.ts";
import { fieldsOf, seal, unseal } from "./sealed-record.ts";
import { readAll, readShare, writeShare } from "./share-fields.ts";

const SUMS = ["unread", "allowed", "claimed", "counted", "dropped"] as const;

export const writeDivision = (key: string, division: Division): string =>
  seal(key, {
    bootId: division.bootId,
    counters: division.counters.map(({ name, bytes, handle }) => ({ name, bytes: String(bytes), handle })),
    waiting: division.waiting.map(writeShare),
    ...Object.fromEntries(SUMS.map((name) => [name, writeAmount(division[name])])),
  });

/** Undefined for anything that is not what was written under the key: counting by classes begins anew then. */
export function readDivision(record: string | undefined, key: string): Division | undefined {
  const fields = record === undefined ? undefined : unseal(key, record);
  const bootId = readText(fields?.["bootId"]);
  const counters = readAll(fields?.["counters"], readCounter);
  const waiting = readAll(fields?.["waiting"], readShare);
  const [unread, allowed, claimed, counted, dropped] = SUMS.map((name) => readAmount(fields?.[name]));
  if (bootId === undefined || counters === undefined || waiting === undefined) return undefined;
  if (unread === undefined || allowed === undefined || claimed === undefined) return undefined;
  if (counted === undefined || dropped === undefined) return undefined;
  return { bootId, counters, waiting, unread, allowed, claimed, counted, dropped };
}

function readCounter(value: unknown): ClassCounter | undefined {
  const fields = fieldsOf(value);
  const [name, bytes, handle] = [
    readText(fields?.["name"]),
    readBigint(fields?.["bytes"]),
    readCount(fields?.["handle"]),
  ];
  return name === undefined || bytes === undefined ? undefined : { name, bytes, handle };
}
