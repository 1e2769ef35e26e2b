import type { Store } from "../ports/store.ts";

const KEY = "bridge/sequence";
/**
 * Half of so many changes cost one write to the flash; a start skips what was left of them. More than the half do not
 * happen while one write is under way.
 */
const AHEAD = 1_024;

/**
 * Numbers that rise and are never given twice, over restarts and power cuts: what may be given is written down before,
 * and a start goes on behind it.
 */
export class Sequence {
  readonly #store: Store;
  readonly #key: string;
  readonly #least: number;
  readonly #most: number;
  #current: number;
  #ceiling: number;
  #writing = false;

  private constructor(store: Store, key: string, from: number, bounds: SequenceBounds) {
    this.#store = store;
    this.#key = key;
    this.#least = bounds.least;
    this.#most = bounds.most;
    this.#current = from;
    this.#ceiling = from;
  }

  /** Throws what the store throws. */
  static async open(store: Store, name: string, bounds: SequenceBounds): Promise<Sequence> {
    const key = `${KEY}/${name}`;
    const kept = Number((await store.get(key)) ?? bounds.least);
    const from = Number.isSafeInteger(kept) && kept >= bounds.least && kept <= bounds.most ? kept : bounds.least;
    const sequence = new Sequence(store, key, from, bounds);
    await sequence.#reserve();
    return sequence;
  }

  get current(): number {
    return this.#current;
  }

  next(): number {
    // 32 bits last for longer than any device; beyond them it begins again rather than to stand still.
    const wraps = this.#current >= this.#most;
    this.#current = wraps ? this.#least + 1 : this.#current + 1;
    if (wraps) this.#ceiling = this.#current;
    if (this.#short && !this.#writing) void this.#reserve().catch(() => undefined);
    return this.#current;
  }

  get #short(): boolean {
    return this.#current + AHEAD / 2 > this.#ceiling && this.#ceiling < this.#most;
  }

  /** A disk that refuses leaves the ceiling where it is, and the next number tries again. */
  async #reserve(): Promise<void> {
    this.#writing = true;
    try {
      do {
        const ceiling = Math.min(this.#most, this.#current + AHEAD);
        await this.#store.write([{ put: this.#key, value: String(ceiling) }]);
        this.#ceiling = ceiling;
      } while (this.#short);
    } finally {
      this.#writing = false;
    }
  }
}

export interface SequenceBounds {
  readonly least: number;
  readonly most: number;
}
