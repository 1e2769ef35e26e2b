import { WallMs } from "../base/instant.ts";
import { advance } from "../plan/rating/advance.ts";
import type { Books } from "../plan/rating/books.ts";
import { rate } from "../plan/rating/rate.ts";
import { Replay } from "../plan/rating/replay.ts";
import { eachKind, type KindOfBytes, usageOf } from "./kinds-of-bytes.ts";
import type { PlanCourse } from "./plan-course.ts";

/** Bytes of one slot. */
export interface SlotUse extends KindOfBytes {
  readonly hour: WallMs;
}

export interface RunQuestion {
  readonly course: PlanCourse;
  /** The running slot; what is in the books before it is final. */
  readonly slot: WallMs;
  readonly now: WallMs;
  /** What the book holds from one instant up to another, ascending. */
  readonly hours: (from: WallMs, to: WallMs) => Iterable<SlotUse>;
  /** Counted in the running slot, or at a time that is not known, and in no hour yet. */
  readonly besides: readonly KindOfBytes[];
}

const FIRST = WallMs(0);

/**
 * A card's plan, run over the hours of its book. Slots that are over are rated one time and kept; the running one is rated
 * anew from them at every question, so that the answer never depends on how often somebody asked: a start that replays
 * the book comes to the same balances.
 */
export class PlanRun {
  #course: PlanCourse | undefined;
  #replay: Replay | undefined;
  #ratedTo: WallMs = FIRST;

  /** Something was changed in hours that are over: a correction, an adoption, settled bytes. */
  invalidate(): void {
    this.#replay = undefined;
  }

  books({ course, slot, now, hours, besides }: RunQuestion): Books {
    const replay = this.#upTo(course, slot, hours);
    let books = replay.books;
    // Hours after the running one exist where the clock was set back: what they hold was used all the same.
    for (const kind of eachKind([...hours(slot, books.cycle.to), ...besides]))
      books = rate(usageOf(slot, kind), books).books;
    return now > slot ? advance(books, now) : books;
  }

  #upTo(course: PlanCourse, slot: WallMs, hours: RunQuestion["hours"]): Replay {
    let replay = this.#replay;
    if (replay === undefined || course !== this.#course || slot < this.#ratedTo) {
      const [first] = hours(FIRST, slot);
      replay = new Replay(course.plan, first?.hour ?? slot, course.facts);
      this.#course = course;
      this.#ratedTo = FIRST;
    }
    if (slot > this.#ratedTo) {
      for (const use of hours(this.#ratedTo, slot)) replay.use(usageOf(use.hour, use));
      replay.catchUp(slot);
      replay.advance(slot);
      this.#ratedTo = slot;
    }
    this.#replay = replay;
    return replay;
  }
}
