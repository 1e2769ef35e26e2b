import { MonoMs } from "../base/instant.ts";
import { readAmount, readText, writeAmount } from "./record-fields.ts";
import type { ReportDivision, Stretch } from "./report-division.ts";
import { fieldsOf, seal, unseal } from "./sealed-record.ts";
import { readAll, readShare, writeShare } from "./share-fields.ts";

const SUMS = ["fresh", "claimed", "explained", "confirmed", "dropped"] as const;

export const writeReports = (key: string, division: ReportDivision): string =>
  seal(key, {
    bootId: division.bootId,
    waiting: division.waiting.map(writeShare),
    stretches: division.stretches.map(({ since, unexplained, filtered }) => ({
      since,
      unexplained: writeAmount(unexplained),
      filtered: filtered.map(writeShare),
    })),
    ...Object.fromEntries(SUMS.map((name) => [name, writeAmount(division[name])])),
  });

/** Undefined for anything that is not what was written under the key: dividing by reports begins anew then. */
export function readReports(record: string | undefined, key: string): ReportDivision | undefined {
  const fields = record === undefined ? undefined : unseal(key, record);
  const bootId = readText(fields?.["bootId"]);
  const waiting = readAll(fields?.["waiting"], readShare);
  const stretches = readAll(fields?.["stretches"], readStretch);
  const [fresh, claimed, explained, confirmed, dropped] = SUMS.map((name) => readAmount(fields?.[name]));
  if (bootId === undefined || waiting === undefined || stretches === undefined) return undefined;
  if (fresh === undefined || claimed === undefined || explained === undefined) return undefined;
  if (confirmed === undefined || dropped === undefined) return undefined;
  return { bootId, waiting, fresh, stretches, claimed, explained, confirmed, dropped };
}

function readStretch(value: unknown): Stretch | undefined {
  const fields = fieldsOf(value);
  const [since, unexplained] = [fields?.["since"], readAmount(fields?.["unexplained"])];
  const filtered = readAll(fields?.["filtered"], readShare);
  if (typeof since !== "number" || unexplained === undefined || filtered === undefined) return undefined;
  return { since: MonoMs(since), unexplained, filtered };
}
