import { compareKeys, type KeptWrites } from "./level-kept.ts";
import type { Database, PageRequest, Row } from "./level-database.ts";

const PAGE = 256;

/** One page as it is at this moment: the database and, over it, what is kept. */
export type ReadPage = (request: PageRequest) => Promise<Page>;

export interface Page {
  readonly rows: readonly Row[];
  /** Where the next page begins (forwards: from, backwards: to); undefined when nothing is left. */
  readonly next: string | undefined;
}

/** `kept` is asked after the database has answered: what was refused meanwhile is then part of it. */
export async function readPage(
  database: Database,
  keptNow: () => KeptWrites | undefined,
  request: PageRequest,
): Promise<Page> {
  const { from, to, reverse, limit } = request;
  if (compareKeys(from, to) >= 0) return { rows: [], next: undefined };
  const found = await database.page(request);
  const last = found.at(-1)?.[0];
  // A full page ends at its last row; beyond it the database may hold keys that were not read.
  const more = found.length === limit && last !== undefined;
  const next = more ? (reverse ? last : after(last)) : undefined;
  const kept = keptNow();
  if (kept === undefined) return { rows: found, next };
  const rows = kept.overlay(found, reverse && more ? last : from, !reverse && more ? after(last) : to);
  return { rows: reverse ? rows.toReversed() : rows, next };
}

/**
 * Reads page by page, so that a database that is closed and opened again in between interrupts nothing. What is
 * written meanwhile may be seen or not; every page is consistent in itself.
 */
export async function* pagedRange(
  read: ReadPage,
  from: string,
  to: string,
  { reverse = false, limit = Infinity }: { readonly reverse?: boolean; readonly limit?: number } = {},
): AsyncGenerator<Row> {
  let [low, high, left] = [from, to, limit];
  while (left > 0) {
    const { rows, next } = await read({ from: low, to: high, reverse, limit: Math.min(PAGE, left) });
    for (const row of rows.slice(0, left)) yield row;
    left -= rows.length;
    if (next === undefined) return;
    if (reverse) high = next;
    else low = next;
  }
}

/** The least key that is greater. */
const after = (key: string): string => `${key}\u0000`;
