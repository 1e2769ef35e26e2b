import { textOf } from "../base/fault.ts";
import type { Duration } from "../base/duration.ts";
import type { MonoMs } from "../base/instant.ts";
import { isNothing } from "../meter/amount.ts";
import type { Cursor } from "../meter/cursor.ts";
import type { Advance } from "../meter/delta.ts";
import { isSameInterface } from "../meter/epoch.ts";
import type { MeasuredOverhead } from "../meter/overhead-trial.ts";
import type { Jump } from "../meter/plausibility.ts";
import type { Counters } from "../ports/counters.ts";
import type { Log } from "../ports/log.ts";
import { CounterTrust } from "./counter-trust.ts";
import type { CounterNews } from "./interface-view.ts";
import { InterfaceWatch } from "./interface-watch.ts";
import { KnownLink } from "./known-link.ts";
import type { CountedLink } from "./overhead-calibration.ts";

/** What becomes of one interface, whoever books its bytes. */
export interface UplinkListener {
  /** `unreadable`, `unseen`: see InterfaceWatchListener. */
  onInterface(name: string, present: boolean, text?: string, unseen?: Duration, unreadable?: true): void;
  onCounters(name: string, news: CounterNews, jumps: readonly Jump[]): void;
}

/** Where its bytes are kept. */
export interface UplinkKeeper {
  /** The kernel's memory of this interface ends: what was counted goes to the disk, under the cursor of before. */
  checkpoint(): void;
  /** Counting begins here, and nothing of before is booked; to be on the disk before the first byte is. */
  begin(cursor: Cursor): void;
  /** Its counters jumped and stayed: counting goes on from here. */
  rebase(cursor: Cursor, why: string): void;
}

export interface UplinkStart {
  readonly name: string;
  /** How far its bytes are in the books; undefined: nobody knows of any. */
  readonly cursor: Cursor | undefined;
  /** What the counters hold when they are seen first was used before anybody counted; else they began at zero under our eyes. */
  readonly mayBeOld: boolean;
}

/** Another interface, from its first byte on. */
const BEGINS: ReadonlySet<Advance["reset"]> = new Set(["cursor-lost", "rebooted", "re-created", "other-interface"]);

const UNKNOWN_LINK = "the link's kind cannot be read";

/** One interface's counters to deltas, and how it comes and goes. */
export class UplinkCount {
  readonly name: string;
  readonly #counters: Counters;
  readonly #keeper: UplinkKeeper;
  readonly #log: Log;
  readonly #mayBeOld: boolean;
  readonly #trust: CounterTrust;
  readonly #watch: InterfaceWatch;
  readonly #link: KnownLink;
  #cursor: Cursor | undefined;
  #ended: Cursor | undefined;
  #doubted = false;
  #present = false;
  #failed: string | undefined;

  constructor(
    { counters, log }: { readonly counters: Counters; readonly log: Log },
    { name, cursor, mayBeOld }: UplinkStart,
    keeper: UplinkKeeper,
    listener: UplinkListener,
  ) {
    this.name = name;
    this.#counters = counters;
    this.#keeper = keeper;
    this.#log = log;
    this.#cursor = cursor;
    this.#mayBeOld = mayBeOld;
    this.#link = new KnownLink(counters);
    this.#watch = new InterfaceWatch({
      onInterface: (present, text, unseen, unreadable) => listener.onInterface(name, present, text, unseen, unreadable),
    });
    this.#trust = new CounterTrust({
      onCounters: (news, jumps) => listener.onCounters(name, news, jumps),
      onRebased: (base, why) => {
        keeper.checkpoint();
        this.#cursor = base;
        keeper.rebase(base, why);
      },
    });
  }

  /** How far it is counted. */
  get cursor(): Cursor | undefined {
    return this.#cursor;
  }

  get present(): boolean {
    return this.#present;
  }

  /** How it is counted, as far as its kind is known. */
  get link(): CountedLink | undefined {
    const { known } = this.#link;
    return this.#present && known !== undefined ? { name: this.name, ...known } : undefined;
  }

  /** What its packets were found to have beyond IP. */
  measured({ epoch }: CountedLink, overhead: MeasuredOverhead): void {
    this.#link.measured(epoch, overhead);
  }

  /** It was there from the start, and where its counting begins is not known yet. */
  get unsettled(): boolean {
    return this.#present && this.#cursor === undefined && !this.#watch.wasAbsent;
  }

  epochAge(now: MonoMs): Duration | undefined {
    return this.#watch.epochAge(now);
  }

  /** Until the next look. */
  next(now: MonoMs, interval: Duration): Duration {
    return this.#watch.next(now, interval, this.#doubted);
  }

  close(): void {
    this.#counters.close();
  }

  /** What its counters moved by; to be given back to `take` once whatever was counted before is safe. Faults are told, not thrown. */
  look(now: MonoMs): Advance | undefined {
    try {
      const moved = this.#look(now);
      this.#failed = undefined;
      return moved;
    } catch (thrown) {
      const why = textOf(thrown);
      // The same fault every few seconds is one line.
      if (why !== this.#failed) this.#log.error("agent-fault", { what: "sampling the counters", why });
      this.#failed = why;
      return undefined;
    }
  }

  take(moved: Advance): void {
    this.#cursor = moved.cursor;
  }

  #look(now: MonoMs): Advance | undefined {
    const sample = this.#counters.sample();
    const overhead = sample.kind === "sample" ? this.#link.overhead(sample) : undefined;
    if (sample.kind === "absent" || overhead === undefined) {
      const absence = sample.kind === "absent" ? sample : ({ kind: "absent", why: UNKNOWN_LINK } as const);
      this.#present = sample.kind === "sample" || sample.unreadable === true;
      if (this.#watch.absent(absence, now)) this.#end();
      return undefined;
    }
    this.#present = true;
    if (sample.epoch.bootId === this.#cursor?.bootId && !isSameInterface(this.#cursor, sample.epoch))
      this.#changed(now);
    this.#watch.present(now);
    const firstInstall = this.#cursor === undefined && !this.#watch.wasAbsent && this.#mayBeOld;
    const moved = this.#trust.take({ cursor: this.#cursor, firstInstall }, sample, overhead);
    this.#doubted = moved === undefined;
    if (moved === undefined) return undefined;
    if (moved.reset === "installed") this.#keeper.begin(moved.cursor);
    if (moved.reset !== undefined) this.#log.info("counting-began", { name: this.name, counting: moved.reset });
    if (BEGINS.has(moved.reset)) this.#watch.begun(now);
    if (!isNothing(moved)) this.#watch.moved(now);
    return moved;
  }

  /** The cursor's interface is gone, and the kernel's memory of its bytes: from here on only the disk has them. */
  #end(): void {
    this.#keeper.checkpoint();
    this.#ended = this.#cursor;
  }

  /** Another interface has the name, with or without a time in between when none had it. */
  #changed(now: MonoMs): void {
    if (this.#ended === this.#cursor) return;
    this.#end();
    this.#watch.replaced(this.#cursor?.at, now);
  }
}
