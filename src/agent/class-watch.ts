import { Millis, Minutes, Seconds } from "../base/duration.ts";
import { elapsed, type MonoMs } from "../base/instant.ts";
import type { Amount } from "../meter/amount.ts";
import type { ClassShare } from "../meter/charge.ts";
import { countedBy, type Division, divide, divisionFrom, readingTaken } from "../meter/class-division.ts";
import { readDivision, writeDivision } from "../meter/division-record.ts";
import type { ClassCounters } from "../ports/class-counters.ts";
import type { Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import type { Store, StoreOp } from "../ports/store.ts";
import type { ClassesView } from "../report/picture.ts";

/**
 * A reading that is younger is not made again before bytes are booked: a process for each would cost more than it tells (2 % of a
 * core at this pace). What a class has more by then it gets of the next bytes.
 */
const FRESH = Millis(500);
/** Bytes do not wait any longer for an answer. */
const LONGEST = Seconds(5);
/** After one that failed: without the filter's word bytes are of no class, and that costs nothing. */
const AGAIN = Minutes(1);

export interface ClassWatchOptions {
  readonly bootId: string;
  /** As it is set: `inet cellward`. */
  readonly table: string;
  /** By their rank. */
  readonly classes: readonly string[];
}

export interface ClassWatchPorts {
  readonly classCounters: ClassCounters;
  readonly clock: Clock;
  readonly log: Log;
  readonly store: Store;
}

/** Asks the kernel's filter whose bytes they were, when bytes are to be booked and never else. */
export class ClassWatch {
  readonly #ports: ClassWatchPorts;
  readonly #options: ClassWatchOptions;
  readonly #log: Log;
  #division: Division | undefined;
  #readAt: MonoMs | undefined;
  #failed: { readonly at: MonoMs; readonly why: string } | undefined;
  #asking: { readonly since: MonoMs; readonly done: Promise<void> } | undefined;

  static async open(ports: ClassWatchPorts, options: ClassWatchOptions): Promise<ClassWatch> {
    return new ClassWatch(ports, options, readDivision(await ports.store.get(keyOf(options)), keyOf(options)));
  }

  private constructor(ports: ClassWatchPorts, options: ClassWatchOptions, kept: Division | undefined) {
    this.#ports = ports;
    this.#options = options;
    this.#log = ports.log.station("meter");
    this.#division = kept;
  }

  /** The first reading of a run; where none was ever made, counting by classes begins with it. */
  start(): void {
    void this.#ask();
  }

  /** The table was made just now: what was known of it, and an answer that is under way, may be of before. */
  tableMade(): void {
    void (this.#asking?.done ?? Promise.resolve()).then(() => this.#ask());
  }

  /** True when what is to be booked should wait for a reading; `then` is called when it is there, or was not to be had. */
  postpones(now: MonoMs, then: () => void): boolean {
    if (this.#asking !== undefined) return elapsed(this.#asking.since, now) < LONGEST;
    if (this.#readAt !== undefined && elapsed(this.#readAt, now) <= FRESH) return false;
    if (this.#failed !== undefined && elapsed(this.#failed.at, now) < AGAIN) return false;
    void this.#ask().then(then);
    return true;
  }

  /** What of the bytes is of which class, and what is to be kept with them. */
  divide(bytes: Amount): { readonly shares: readonly ClassShare[]; readonly ops: readonly StoreOp[] } {
    if (this.#division === undefined) return { shares: [], ops: [] };
    const { shares, division } = divide(this.#division, bytes);
    this.#division = division;
    const key = keyOf(this.#options);
    return { shares, ops: [{ put: key, value: writeDivision(key, division) }] };
  }

  /** Whether the filter counts a class, and was read the last time. */
  tells(name: string): boolean {
    if (this.#failed !== undefined || this.#readAt === undefined) return false;
    return this.#division?.counters.some((counter) => countedBy(counter.name)?.name === name) === true;
  }

  get view(): ClassesView {
    const { claimed, counted, dropped } = this.#division ?? divisionFrom("", []);
    const { table } = this.#options;
    const text = this.#failed?.why;
    return { table, ...(text === undefined ? {} : { text }), claimed, counted, dropped };
  }

  #ask(): Promise<void> {
    const done = this.#take().finally(() => {
      this.#asking = undefined;
    });
    this.#asking = { since: this.#ports.clock.monoMs(), done };
    return done;
  }

  async #take(): Promise<void> {
    const { classCounters, clock } = this.#ports;
    const { bootId, classes } = this.#options;
    const reading = await classCounters.read();
    const now = clock.monoMs();
    if (reading.kind === "unreadable") {
      if (this.#failed?.why !== reading.why) this.#log.warn("classes-unread", { why: reading.why });
      this.#failed = { at: now, why: reading.why };
      // Counters of a table that comes later began at zero: all that they hold is of now.
      if (reading.absent === true) this.#division ??= divisionFrom(bootId, []);
      return;
    }
    this.#failed = undefined;
    this.#readAt = now;
    const read = { bootId, counters: reading.counters };
    this.#division =
      this.#division === undefined
        ? divisionFrom(bootId, reading.counters)
        : readingTaken(this.#division, read, classes);
  }
}

const keyOf = ({ table }: ClassWatchOptions): string => `classes/${table.replace(" ", "/")}`;
