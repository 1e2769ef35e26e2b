import type { BookId } from "../../src/meter/book-id.ts";
import { pieceOf } from "../../src/meter/ledger-keys.ts";
import type { Stamp } from "../../src/base/stamp.ts";
import { tagKey, type Tags, tagsOf } from "../../src/meter/tags.ts";

interface PlainBook {
  /** `<hour>|<tags>` and `<boot>/<hour of it>|<tags>`. */
  readonly hours: Map<string, bigint>;
  readonly pending: Map<string, bigint>;
  closed: bigint;
  before: number;
}

type Places = "hours" | "pending";

/** What books hold by the plainest means: maps, no entries, no disk. Downlink only. */
export class PlainBooks {
  readonly #books = new Map<BookId, PlainBook>();

  charge(book: BookId, down: bigint, at: number | Stamp, tags: Tags | undefined): void {
    const kind = tagKey(tagsOf(tags));
    if (typeof at === "number") this.#addHour(this.#book(book), at, kind, down);
    else this.#add(this.#book(book), "pending", `${pieceOf(at)}|${kind}`, down);
  }

  settle(id: BookId, hourOf: (piece: string) => number | undefined): void {
    const book = this.#book(id);
    for (const [key, down] of book.pending) {
      const [piece = "", kind = ""] = key.split("|");
      const hour = hourOf(piece);
      if (hour === undefined) continue;
      book.pending.delete(key);
      this.#addHour(book, hour, kind, down);
    }
  }

  adopt(from: BookId, to: BookId): void {
    const [giver, taker] = [this.#book(from), this.#book(to)];
    if (from === to) return;
    for (const [key, down] of giver.hours) {
      const [hour = "", kind = ""] = key.split("|");
      this.#addHour(taker, Number(hour), kind, down);
    }
    for (const [key, down] of giver.pending) this.#add(taker, "pending", key, down);
    this.#addHour(taker, 0, "", giver.closed);
    giver.hours.clear();
    giver.pending.clear();
    giver.closed = 0n;
  }

  /** False: the hour does not hold that much. */
  lower(id: BookId, hour: number, down: bigint): boolean {
    const book = this.#book(id);
    const rows = this.#rows(book).filter(([key]) => key.startsWith(`${hour}|`));
    let wanted = down;
    if (hour < book.before || rows.reduce((sum, [, held]) => sum + held, 0n) < down) return down === 0n;
    for (const [key, held] of rows) {
      const part = held < wanted ? held : wanted;
      wanted -= part;
      this.#add(book, "hours", key, -part);
    }
    return true;
  }

  /** As a compaction closes: so many rows at most, by whole hours. */
  close(id: BookId, before: number, least: number, most: number): void {
    const book = this.#book(id);
    const old = this.#rows(book).filter(([key]) => hourOf(key) < before);
    if (old.length < least) return;
    const next = this.#rows(book)[most];
    const edge = old.length > most && next !== undefined ? hourOf(next[0]) : before;
    for (const [key, down] of old.filter(([at]) => hourOf(at) < edge)) {
      book.closed += down;
      book.hours.delete(key);
    }
    book.before = edge;
  }

  /** Rows as text: `hour|tags down`, in the ledger's order; likewise what waits; and all of it. */
  shown(id: BookId): {
    readonly hours: readonly string[];
    readonly pending: readonly string[];
    readonly total: bigint;
  } {
    const book = this.#book(id);
    const [hours, pending] = [this.#rows(book), [...book.pending].toSorted(([a], [b]) => (a < b ? -1 : 1))];
    const total = [...hours, ...pending].reduce((sum, [, down]) => sum + down, book.closed);
    const text = ([key, down]: readonly [string, bigint]): string => `${key} ${down}`;
    return { hours: hours.map(text), pending: pending.map(text), total };
  }

  #rows(book: PlainBook): (readonly [string, bigint])[] {
    return [...book.hours].toSorted(([a], [b]) => hourOf(a) - hourOf(b) || (a < b ? -1 : 1));
  }

  #addHour(book: PlainBook, hour: number, kind: string, down: bigint): void {
    if (hour < book.before || hour === 0) book.closed += down;
    else this.#add(book, "hours", `${hour}|${kind}`, down);
  }

  #add(book: PlainBook, place: Places, key: string, down: bigint): void {
    const sum = (book[place].get(key) ?? 0n) + down;
    if (sum === 0n) book[place].delete(key);
    else book[place].set(key, sum);
  }

  #book(id: BookId): PlainBook {
    const known = this.#books.get(id);
    if (known !== undefined) return known;
    const book: PlainBook = { hours: new Map(), pending: new Map(), closed: 0n, before: 0 };
    this.#books.set(id, book);
    return book;
  }
}

const hourOf = (key: string): number => Number(key.split("|")[0]);
