import { WallMs } from "../base/instant.ts";
import type { StoreOp } from "../ports/store.ts";
import type { StoreReader } from "../ports/store-place.ts";
import type { Amount } from "./amount.ts";
import type { BookId } from "./book-id.ts";
import { DAMAGE_KEY } from "./ledger-keys.ts";
import { readAmount, readBook, readCount, readHour, readText, writeAmount } from "./record-fields.ts";
import { type Fields, fieldsOf, seal, unseal } from "./sealed-record.ts";

export interface BookDamage {
  readonly book: BookId;
  /** What was found, a sentence. */
  readonly found: string;
  /** The last entry that verifies, and what it and all before it counted. */
  readonly kept: Amount & { readonly entries: number };
  /**
   * What the witness knew beyond that; it is booked as used, by an entry of its own. Unknown when the witness could
   * not be read either: then more may have been used than the book says.
   */
  readonly assumed: Amount | "unknown";
}

/** Stays until a person acknowledges it. */
export interface Damage {
  /** By the wall clock as it was read then. */
  readonly since: WallMs;
  /** What was found of the store as a whole, sentences. */
  readonly found: string;
  /** Where the damaged databases lie now; only the newest few are kept. */
  readonly setAside: readonly string[];
  /** The books that are concerned; a book that is not listed was carried over whole. */
  readonly books: readonly BookDamage[];
}

/** Damage that is found before an earlier one was acknowledged is added to it. */
export function joinDamage(earlier: Damage | undefined, later: Damage): Damage {
  if (earlier === undefined) return later;
  return {
    since: earlier.since,
    found: `${earlier.found} ${later.found}`.slice(-2_000),
    setAside: [...new Set([...earlier.setAside, ...later.setAside])],
    books: [...earlier.books, ...later.books].slice(-64),
  };
}

export function damageOp(damage: Damage, key = DAMAGE_KEY, more: Fields = {}): StoreOp {
  const { since, found, setAside } = damage;
  const books = damage.books.map(({ book, found: what, kept, assumed }) => ({
    book,
    found: what,
    kept: { entries: kept.entries, ...writeAmount(kept) },
    assumed: assumed === "unknown" ? assumed : writeAmount(assumed),
  }));
  return { put: key, value: seal(key, { since, found, setAside, books, ...more }) };
}

export async function readDamage(reader: StoreReader): Promise<Damage | undefined> {
  const value = await reader.get(DAMAGE_KEY);
  if (value === undefined) return undefined;
  const fields = unseal(DAMAGE_KEY, value);
  const setAside = fields?.["setAside"];
  const books = fields?.["books"];
  return {
    since: readHour(fields?.["since"]) ?? WallMs(0),
    found: readText(fields?.["found"]) ?? "The record of an earlier damage is unreadable.",
    setAside: Array.isArray(setAside) ? setAside.filter((path) => typeof path === "string") : [],
    books: Array.isArray(books) ? books.flatMap(readBookDamage) : [],
  };
}

function readBookDamage(value: unknown): readonly BookDamage[] {
  const fields = fieldsOf(value);
  const kept = fieldsOf(fields?.["kept"]);
  const [book, found] = [readBook(fields?.["book"]), readText(fields?.["found"])];
  const [amount, entries] = [readAmount(kept), readCount(kept?.["entries"])];
  const assumed = fields?.["assumed"] === "unknown" ? "unknown" : readAmount(fields?.["assumed"]);
  if (book === undefined || found === undefined || amount === undefined) return [];
  return entries === undefined || assumed === undefined ? [] : [{ book, found, kept: { ...amount, entries }, assumed }];
}
