import { WallMs } from "../base/instant.ts";
import { type Amount, NOTHING } from "./amount.ts";

/**
 * The hours of one book, ascending, in plain arrays: 24 bytes per hour, so that five years of hours are one megabyte
 * and a cycle's sum is a loop over some 750 of them.
 */
export class HourTable {
  #hours = new Float64Array(64);
  #up = new BigUint64Array(64);
  #down = new BigUint64Array(64);
  #size = 0;

  /** Returns what the hour holds afterwards. */
  add(hour: WallMs, amount: Amount): Amount {
    const at = this.#place(hour);
    if (this.#hours[at] !== hour || at === this.#size) this.#insert(at, hour);
    return this.#set(at, this.#read(at).up + amount.up, this.#read(at).down + amount.down);
  }

  /** Returns what the hour holds afterwards; undefined, and nothing is changed, when it does not hold that much. */
  take(hour: WallMs, amount: Amount): Amount | undefined {
    const held = this.get(hour);
    if (held.up < amount.up || held.down < amount.down) return undefined;
    if (amount.up === 0n && amount.down === 0n) return held;
    return this.#set(this.#place(hour), held.up - amount.up, held.down - amount.down);
  }

  get(hour: WallMs): Amount {
    const at = this.#place(hour);
    return at < this.#size && this.#hours[at] === hour ? this.#read(at) : NOTHING;
  }

  /** All hours that begin in [from, to). */
  sum(from: number, to: number): Amount {
    let up = 0n;
    let down = 0n;
    for (let at = this.#place(from); at < this.#size && (this.#hours[at] ?? 0) < to; at += 1) {
      up += this.#up[at] ?? 0n;
      down += this.#down[at] ?? 0n;
    }
    return { up, down };
  }

  /** The hours that begin in [from, to), ascending. */
  *range(from: number, to: number): Generator<Amount & { readonly hour: WallMs }> {
    for (let at = this.#place(from); at < this.#size && (this.#hours[at] ?? 0) < to; at += 1)
      yield { hour: WallMs(this.#hours[at] ?? 0), ...this.#read(at) };
  }

  *latestFirst(): Generator<readonly [hour: number, amount: Amount]> {
    for (let at = this.#size - 1; at >= 0; at -= 1) yield [this.#hours[at] ?? 0, this.#read(at)];
  }

  get size(): number {
    return this.#size;
  }

  /** The first index whose hour is not before the given one. */
  #place(hour: number): number {
    let low = 0;
    let high = this.#size;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#hours[middle] ?? 0) < hour) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #insert(at: number, hour: number): void {
    if (this.#size === this.#hours.length) this.#grow();
    for (const column of [this.#hours, this.#up, this.#down]) column.copyWithin(at + 1, at, this.#size);
    this.#hours[at] = hour;
    this.#set(at, 0n, 0n);
    this.#size += 1;
  }

  #grow(): void {
    const [hours, up, down] = [this.#hours, this.#up, this.#down];
    this.#hours = new Float64Array(hours.length * 2);
    this.#up = new BigUint64Array(hours.length * 2);
    this.#down = new BigUint64Array(hours.length * 2);
    this.#hours.set(hours);
    this.#up.set(up);
    this.#down.set(down);
  }

  #read(at: number): Amount {
    return { up: this.#up[at] ?? 0n, down: this.#down[at] ?? 0n };
  }

  #set(at: number, up: bigint, down: bigint): Amount {
    this.#up[at] = up;
    this.#down[at] = down;
    return { up, down };
  }
}
