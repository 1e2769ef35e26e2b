import { type Duration, Millis, Seconds } from "../base/duration.ts";
import { elapsed, type MonoMs } from "../base/instant.ts";
import type { CounterAbsence } from "../ports/counters.ts";

/**
 * The kernel's counters die with their interface, and nothing announces it: what passed since the last look is lost. A look
 * costs 0.017 ms, so there are four a second wherever bytes may be at stake. `ppp0` of a call of two seconds is seen
 * seven times.
 */
const QUICK = Millis(250);
/** As long after the interface came, or the last byte moved. */
const LIVELY = Seconds(10);

export interface InterfaceWatchListener {
  /** `unreadable`: it is there, and may not be read. `unseen`: the interface went, and what it carried within that time before may not have been counted. */
  onInterface(present: boolean, text: string | undefined, unseen?: Duration, unreadable?: true): void;
}

/** How the interface stood when it was looked at: what is told of it, and when to look again. */
export class InterfaceWatch {
  readonly #listener: InterfaceWatchListener;
  #present: boolean | undefined;
  #text: string | undefined;
  #seenAt: MonoMs | undefined;
  #livelyAt: MonoMs | undefined;
  #begunAt: MonoMs | undefined;
  #wasAbsent = false;

  constructor(listener: InterfaceWatchListener) {
    this.#listener = listener;
  }

  /** An interface that was seen to be absent began at zero after that. */
  get wasAbsent(): boolean {
    return this.#wasAbsent;
  }

  /** True when it was there the last time. One that may only not be read keeps its counters, and began at zero long ago. */
  absent({ why, unreadable }: CounterAbsence, now: MonoMs): boolean {
    const went = this.#present === true;
    if (unreadable !== true) this.#wasAbsent = true;
    this.#begunAt = undefined;
    const unseen = went && unreadable !== true && this.#seenAt !== undefined ? elapsed(this.#seenAt, now) : undefined;
    this.#tell(false, why, unseen, unreadable);
    return went;
  }

  present(now: MonoMs): void {
    if (this.#present !== true) this.#livelyAt = now;
    this.#tell(true, undefined);
    this.#seenAt = now;
  }

  /** Another interface has the name; nobody saw the one before go. `lastRead`: by the cursor, where this run saw nothing of it. */
  replaced(lastRead: MonoMs | undefined, now: MonoMs): void {
    const last = this.#seenAt ?? lastRead;
    this.#tell(false, "another interface took its place", last === undefined ? undefined : elapsed(last, now));
  }

  /** Counting begins with a new epoch of the counters. */
  begun(now: MonoMs): void {
    this.#begunAt = now;
    this.#livelyAt = now;
  }

  moved(now: MonoMs): void {
    this.#livelyAt = now;
  }

  /** How long the epoch is known to last; undefined for one that had begun before this run. */
  epochAge(now: MonoMs): Duration | undefined {
    return this.#begunAt === undefined ? undefined : elapsed(this.#begunAt, now);
  }

  /** Until the next look. A doubted reading is given the full interval to come right. */
  next(now: MonoMs, interval: Duration, doubted: boolean): Duration {
    const lively = this.#present !== true || (this.#livelyAt !== undefined && elapsed(this.#livelyAt, now) < LIVELY);
    return lively && !doubted && interval > QUICK ? QUICK : interval;
  }

  #tell(present: boolean, text: string | undefined, unseen?: Duration, unreadable?: true): void {
    if (present === this.#present && text === this.#text) return;
    this.#present = present;
    this.#text = text;
    this.#listener.onInterface(present, text, unseen, unreadable);
  }
}
