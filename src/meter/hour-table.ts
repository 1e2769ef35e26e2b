import { WallMs } from "../base/instant.ts";
import { type Amount, covers, isNothing, minus, NOTHING, plus } from "./amount.ts";
import { tagKey, type Tags } from "./tags.ts";

/** The bytes of one hour that are known to be of one kind. */
export interface HourRow extends Amount {
  /** Start of the hour, in the plan's zone. */
  readonly hour: WallMs;
  /** Undefined: nothing more is known of them. */
  readonly tags: Tags | undefined;
}

/** What is known no more of hours that were closed: how much it was. */
export interface Closed extends Amount {
  /** All hours that begin before this. */
  readonly before: WallMs;
}

/** No hour of any device's: what lies in it is of closed hours, in every book, also one that has closed none itself. */
export const CLOSED_HOUR = WallMs(0);

/** Rows as a table holds them, ascending: `kind` is the place of a row's tags in `kinds`. All of one length but `kinds`. */
export interface HourColumns {
  readonly hours: Float64Array;
  readonly up: BigUint64Array;
  readonly down: BigUint64Array;
  readonly kind: Uint32Array;
  readonly kinds: readonly (Tags | undefined)[];
}

/** Where `add` puts something, and what is there afterwards. */
export type Placed = { readonly row: HourRow } | { readonly closed: Closed };

/**
 * So many kinds of bytes are kept apart in one hour; what is of a further kind is added to the untagged ones. A modem
 * that makes up a cell for every reading must not fill the flash.
 */
export const MOST_TAGS = 64;

/**
 * The hours of one book, ascending, in plain arrays: 28 bytes per hour and kind, so that five years of hours are some
 * megabyte and a cycle's sum is a loop over some 750 of them. A row of nothing is no row.
 */
export class HourTable {
  #hours = new Float64Array(64);
  #up = new BigUint64Array(64);
  #down = new BigUint64Array(64);
  /** Into `#kinds`. */
  #kind = new Uint32Array(64);
  readonly #kinds: { readonly tags: Tags | undefined; readonly key: string }[] = [{ tags: undefined, key: "" }];
  readonly #known = new Map([["", 0]]);
  #size = 0;
  #closed: Closed;
  /** Hours that begin before this may lie in a pack: of such a row that comes to nothing a record must say so. */
  packedBefore = CLOSED_HOUR;

  constructor(closed: Closed = { ...NOTHING, before: CLOSED_HOUR }) {
    this.#closed = closed;
  }

  /** An hour that is closed takes its bytes into the total of all closed ones. */
  add(hour: WallMs, amount: Amount, tags?: Tags): Placed {
    if (this.#isClosed(hour)) {
      this.#closed = { ...this.#closed, ...plus(this.#closed, amount) };
      return { closed: this.#closed };
    }
    let [at, there] = this.#find(hour, tagKey(tags));
    let kept = tags;
    if (!there && tags !== undefined && this.#tagged(hour) >= MOST_TAGS) {
      kept = undefined;
      [at, there] = this.#find(hour, "");
    }
    if (there) return { row: { hour, tags: kept, ...this.#set(at, plus(this.#read(at), amount)) } };
    if (!isNothing(amount)) this.#insert(at, hour, kept, amount);
    return { row: { hour, tags: kept, up: amount.up, down: amount.down } };
  }

  /** Rows of hours in [from, to), as they lie here; copies. */
  columns(from: number, to: number): HourColumns {
    const [start, end] = [this.#place(from), this.#place(to)];
    return {
      hours: this.#hours.slice(start, end),
      up: this.#up.slice(start, end),
      down: this.#down.slice(start, end),
      kind: this.#kind.slice(start, end),
      kinds: this.#kinds.map(({ tags }) => tags),
    };
  }

  /** What `columns` gave and was packed. Closed hours are left out. False, and no change, when it is not after all that is there. */
  append({ hours, up, down, kind, kinds }: HourColumns): boolean {
    const start = placeIn(hours, hours.length, Math.max(this.#closed.before, CLOSED_HOUR + 1));
    const [first = Infinity, last = -Infinity] = [hours[start], hours.at(-1)];
    if (first <= (this.#hours[this.#size - 1] ?? -Infinity)) return false;
    const end = this.#size + hours.length - start;
    while (end > this.#hours.length) this.#grow();
    this.#hours.set(hours.subarray(start), this.#size);
    this.#up.set(up.subarray(start), this.#size);
    this.#down.set(down.subarray(start), this.#size);
    const ours = Uint32Array.from(kinds, (tags) => this.#kindOf(tags));
    for (let at = start; at < kind.length; at += 1) this.#kind[this.#size + at - start] = ours[kind[at] ?? 0] ?? 0;
    this.#size = end;
    this.packedBefore = WallMs(Math.max(last + 1, this.packedBefore));
    return true;
  }

  /** In place of what was there; nothing: the row goes. Not for closed hours. */
  replace(hour: WallMs, amount: Amount, tags?: Tags): void {
    const [at, there] = this.#find(hour, tagKey(tags));
    if (!there) this.add(hour, amount, tags);
    else if (isNothing(amount)) this.#remove(at, 1);
    else this.#set(at, amount);
  }

  /** Undefined, and nothing is changed, when it does not hold that much. */
  take(hour: WallMs, amount: Amount, tags?: Tags): Placed | undefined {
    if (this.#isClosed(hour)) {
      if (!covers(this.#closed, amount)) return undefined;
      this.#closed = { ...this.#closed, ...minus(this.#closed, amount) };
      return { closed: this.#closed };
    }
    const [at, there] = this.#find(hour, tagKey(tags));
    const held = there ? this.#read(at) : NOTHING;
    if (!covers(held, amount)) return undefined;
    const rest = minus(held, amount);
    if (there && isNothing(rest)) this.#remove(at, 1);
    else if (there) this.#set(at, rest);
    return { row: { hour, tags, ...rest } };
  }

  /** Bytes of one kind. */
  get(hour: WallMs, tags?: Tags): Amount {
    const [at, there] = this.#find(hour, tagKey(tags));
    return there ? this.#read(at) : NOTHING;
  }

  /** All hours that begin in [from, to). What is closed is in no hour. */
  sum(from: number, to: number): Amount {
    let up = 0n;
    let down = 0n;
    for (let at = this.#place(from); at < this.#size && (this.#hours[at] ?? 0) < to; at += 1) {
      up += this.#up[at] ?? 0n;
      down += this.#down[at] ?? 0n;
    }
    return { up, down };
  }

  /** Everything, closed hours too. */
  total(): Amount {
    return plus(this.#closed, this.sum(-Infinity, Infinity));
  }

  get closed(): Closed {
    return this.#closed;
  }

  /** Rows of the hours that begin in [from, to), ascending; in each hour untagged bytes first, then by the tags' keys. */
  *rows(from: number, to: number): Generator<HourRow> {
    for (let at = this.#place(from); at < this.#size && (this.#hours[at] ?? 0) < to; at += 1) yield this.#row(at);
  }

  /** Latest hour first; in each hour in the order of `rows`. */
  *latestFirst(): Generator<HourRow> {
    for (let end = this.#size; end > 0;) {
      const start = this.#place(this.#hours[end - 1] ?? 0);
      for (let at = start; at < end; at += 1) yield this.#row(at);
      end = start;
    }
  }

  /** How many rows there are of hours before an instant. */
  rowsBefore(instant: number): number {
    return this.#place(instant);
  }

  /** The hour of the row with a number; undefined beyond the last. */
  hourOf(row: number): WallMs | undefined {
    return row < this.#size ? WallMs(this.#hours[row] ?? 0) : undefined;
  }

  /** Adds up all hours before an instant in the one total of what is closed; returns their rows. */
  close(before: WallMs): readonly HourRow[] {
    const rows = [...this.rows(-Infinity, before)];
    this.#closed = { ...rows.reduce<Amount>(plus, this.#closed), before };
    this.#remove(0, rows.length);
    return rows;
  }

  #isClosed(hour: WallMs): boolean {
    return hour < this.#closed.before || hour === CLOSED_HOUR;
  }

  /** The first index whose hour is not before the given one. */
  #place(hour: number): number {
    return placeIn(this.#hours, this.#size, hour);
  }

  /** Where the row is, or would have to be. */
  #find(hour: WallMs, key: string): readonly [at: number, there: boolean] {
    // Mostly the next one: hours pass, and are read at a start, in their order.
    if (hour > (this.#hours[this.#size - 1] ?? -Infinity)) return [this.#size, false];
    let at = this.#place(hour);
    for (; at < this.#size && this.#hours[at] === hour; at += 1) {
      const held = this.#kindAt(at).key;
      if (held >= key) return [at, held === key];
    }
    return [at, false];
  }

  #tagged(hour: WallMs): number {
    let count = 0;
    for (let at = this.#place(hour); at < this.#size && this.#hours[at] === hour; at += 1)
      count += this.#kind[at] === 0 ? 0 : 1;
    return count;
  }

  #insert(at: number, hour: number, tags: Tags | undefined, amount: Amount): void {
    if (this.#size === this.#hours.length) this.#grow();
    if (at < this.#size) for (const column of this.#columns()) column.copyWithin(at + 1, at, this.#size);
    this.#hours[at] = hour;
    this.#kind[at] = this.#kindOf(tags);
    this.#set(at, amount);
    this.#size += 1;
  }

  #remove(at: number, count: number): void {
    for (const column of this.#columns()) column.copyWithin(at, at + count, this.#size);
    this.#size -= count;
  }

  #columns() {
    return [this.#hours, this.#up, this.#down, this.#kind] as const;
  }

  #grow(): void {
    const [hours, up, down, kind] = this.#columns();
    this.#hours = new Float64Array(hours.length * 2);
    this.#up = new BigUint64Array(hours.length * 2);
    this.#down = new BigUint64Array(hours.length * 2);
    this.#kind = new Uint32Array(hours.length * 2);
    this.#hours.set(hours);
    this.#up.set(up);
    this.#down.set(down);
    this.#kind.set(kind);
  }

  #kindOf(tags: Tags | undefined): number {
    const key = tagKey(tags);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    this.#known.set(key, this.#kinds.length);
    return this.#kinds.push({ tags, key }) - 1;
  }

  #kindAt(at: number): { readonly tags: Tags | undefined; readonly key: string } {
    return this.#kinds[this.#kind[at] ?? 0] ?? { tags: undefined, key: "" };
  }

  #row(at: number): HourRow {
    return { hour: WallMs(this.#hours[at] ?? 0), tags: this.#kindAt(at).tags, ...this.#read(at) };
  }

  #read(at: number): Amount {
    return { up: this.#up[at] ?? 0n, down: this.#down[at] ?? 0n };
  }

  #set(at: number, { up, down }: Amount): Amount {
    this.#up[at] = up;
    this.#down[at] = down;
    return { up, down };
  }
}

/** The first of so many ascending hours that is not before the given one. */
function placeIn(hours: Float64Array, size: number, hour: number): number {
  let low = 0;
  let high = size;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((hours[middle] ?? 0) < hour) low = middle + 1;
    else high = middle;
  }
  return low;
}
