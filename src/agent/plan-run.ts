import { WallMs } from "../base/instant.ts";
import type { HourColumns } from "../meter/hour-table.ts";
import { advance } from "../plan/rating/advance.ts";
import type { Books } from "../plan/rating/books.ts";
import { rate } from "../plan/rating/rate.ts";
import { Replay, type ReplayState } from "../plan/rating/replay.ts";
import { eachKind, type KindOfBytes, type SlotUse, usageOf } from "./kinds-of-bytes.ts";
import type { PlanCourse } from "./plan-course.ts";
import { holds, markCourse, markHours, type RatedCycle } from "./rated-cycle.ts";

export interface RunQuestion {
  readonly course: PlanCourse;
  /** The running slot; what is in the books before it is final. */
  readonly slot: WallMs;
  readonly now: WallMs;
  /** What the book holds from one instant up to another, ascending. */
  readonly hours: (from: WallMs, to: WallMs) => Iterable<SlotUse>;
  /** The same of before an instant, as it lies there. */
  readonly columns: (to: WallMs) => HourColumns;
  /** Counted in the running slot, or at a time that is not known, and in no hour yet. */
  readonly besides: readonly KindOfBytes[];
  /** What was kept of an earlier run over this book; used only where it is what a run from the start comes to. */
  readonly kept?: RatedCycle | undefined;
}

const FIRST = WallMs(0);
/** Fewer rows are rated as soon as they are read from a record. */
const WORTH_KEEPING = 256;

/**
 * A card's plan, run over the hours of its book. Slots that are over are rated one time and kept; the running one is rated
 * anew from them at every question, so that the answer never depends on how often somebody asked: a start that replays
 * the book comes to the same balances.
 */
export class PlanRun {
  #course: PlanCourse | undefined;
  #replay: Replay | undefined;
  #ratedTo: WallMs = FIRST;
  #ended: { readonly at: WallMs; readonly state: ReplayState } | undefined;

  /** Something was changed in hours that are over: a correction, an adoption, settled bytes. */
  invalidate(): void {
    this.#replay = undefined;
  }

  books(question: RunQuestion): Books {
    const { slot, now, hours, besides } = question;
    const replay = this.#upTo(question);
    let books = replay.books;
    // Hours after the running one exist where the clock was set back: what they hold was used all the same.
    for (const kind of eachKind([...hours(slot, books.cycle.to), ...besides]))
      books = rate(usageOf(slot, kind), books).books;
    return now > slot ? advance(books, now) : books;
  }

  /** The cycle that ended since this was asked last, to be kept; undefined: none did, or it is not worth it. */
  ended(columns: RunQuestion["columns"], least = WORTH_KEEPING): RatedCycle | undefined {
    const [ended, course] = [this.#ended, this.#course];
    this.#ended = undefined;
    if (ended === undefined || course === undefined) return undefined;
    const before = columns(ended.at);
    if (before.hours.length < least) return undefined;
    return { ...ended, course: markCourse(course, ended.at), hours: markHours(before) };
  }

  #upTo({ course, slot, hours, columns, kept }: RunQuestion): Replay {
    let replay = this.#replay;
    if (replay === undefined || course !== this.#course || slot < this.#ratedTo) {
      const usable = kept !== undefined && kept.at <= slot && holds(kept, course, columns(kept.at));
      const [first] = usable ? [] : hours(FIRST, slot);
      replay = new Replay(course.plan, usable ? kept.state : (first?.hour ?? slot), course.facts);
      this.#course = course;
      this.#ended = undefined;
      this.#ratedTo = usable ? kept.at : FIRST;
    }
    if (slot > this.#ratedTo) {
      for (const use of hours(this.#ratedTo, slot)) {
        this.#end(replay, use.hour);
        replay.use(usageOf(use.hour, use));
      }
      this.#end(replay, slot);
      replay.catchUp(slot);
      replay.advance(slot);
      this.#ratedTo = slot;
    }
    this.#replay = replay;
    return replay;
  }

  /** Ends the cycles that end up to an instant, and remembers how the last of them was handed on. */
  #end(replay: Replay, to: WallMs): void {
    while (replay.books.cycle.to <= to) {
      const at = replay.books.cycle.to;
      replay.catchUp(at);
      replay.advance(at);
      const { state } = replay;
      if (state !== undefined) this.#ended = { at, state };
    }
  }
}
