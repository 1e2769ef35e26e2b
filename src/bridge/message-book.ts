import { type Duration, Hours } from "../base/duration.ts";
import { elapsed, type MonoMs, WallMs } from "../base/instant.ts";
import type { Clock } from "../ports/clock.ts";
import type { Store } from "../ports/store.ts";
import type { DecisionSource } from "./decision-source.ts";

const KEY = "bridge/messages";
const DAY: Duration = Hours(24);
/** More than any limit. */
const MOST = 1_000;

interface Gone {
  /** In this run: when it went, or when this run began. */
  readonly at: MonoMs;
  /** Where the time was known. */
  readonly wall?: WallMs;
}

/**
 * Messages of the last 24 hours, over restarts. What was sent before this run while nobody knew the time is taken for sent at its
 * beginning: rather too few than too many are allowed.
 */
export class MessageBook {
  readonly #clock: Clock;
  readonly #store: Store;
  readonly #source: Pick<DecisionSource, "time">;
  #gone: readonly Gone[];

  private constructor(clock: Clock, store: Store, source: Pick<DecisionSource, "time">, gone: readonly Gone[]) {
    this.#clock = clock;
    this.#store = store;
    this.#source = source;
    this.#gone = gone;
  }

  /** Throws what the store throws. */
  static async open({ clock, store, source }: BookPorts): Promise<MessageBook> {
    const at = clock.monoMs();
    const walls = readWalls((await store.get(KEY)) ?? "[]");
    const gone = walls.map((wall): Gone => (wall === null ? { at } : { at, wall: WallMs(wall) }));
    return new MessageBook(clock, store, source, gone);
  }

  get count(): number {
    const now = this.#clock.monoMs();
    const { wall, trusted } = this.#source.time();
    const old = (one: Gone): boolean =>
      elapsed(one.at, now) >= DAY || (trusted && one.wall !== undefined && wall - one.wall >= DAY);
    this.#gone = this.#gone.filter((one) => !old(one));
    return this.#gone.length;
  }

  /** Counts one that is about to go, at once; undefined, and not counted, when that cannot be written down. */
  async add(): Promise<{ readonly takeBack: () => void } | undefined> {
    const { wall, trusted } = this.#source.time();
    const one: Gone = { at: this.#clock.monoMs(), ...(trusted ? { wall } : {}) };
    this.#gone = [...this.#gone, one];
    // On the disk it stays until the next one is written: a message that did not go costs no second write.
    const takeBack = (): void => void (this.#gone = this.#gone.filter((other) => other !== one));
    if (await this.#write()) return { takeBack };
    takeBack();
    return undefined;
  }

  async #write(): Promise<boolean> {
    const value = JSON.stringify(this.#gone.map(({ wall }) => wall ?? null));
    return (await this.#store.write([{ put: KEY, value }]).catch(() => "refused")) === "durable";
  }
}

export interface BookPorts {
  readonly clock: Clock;
  readonly store: Store;
  readonly source: Pick<DecisionSource, "time">;
}

/** What is not ours to read is none of ours. */
function readWalls(text: string): readonly (number | null)[] {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value)
      ? value.slice(-MOST).map((one) => (Number.isSafeInteger(one) ? Number(one) : null))
      : [];
  } catch {
    return [];
  }
}
