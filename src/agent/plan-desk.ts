import { defined } from "../base/defined.ts";
import { isoInstant, WallMs } from "../base/instant.ts";
import { unreachable } from "../base/unreachable.ts";
import { type BookId, UNIDENTIFIED } from "../meter/book-id.ts";
import { awaitsImsi, type Card, type CardPlan, choosePlan } from "../plan/card-plan.ts";
import type { DataPlan } from "../plan/data-plan.ts";
import { isSamePlan, isSamePurchase } from "../plan/same-purchase.ts";
import type { PlanView } from "../report/picture.ts";
import { adoptFacts } from "./adopt-facts.ts";
import { type ChangeSaid, datePlan, type Dating, type DatingPlace, undated } from "./date-plan.ts";
import {
  courseOf,
  erasThatCount,
  factsOf,
  type KeptCard,
  MOST_STATED,
  type PlanEra,
  writeKeptCard,
  type StatedFact,
  withoutRenamed,
} from "./kept-plans.ts";
import type { PlanCourse } from "./plan-course.ts";
import type { PlanSource, WrittenPlan } from "./plan-files.ts";
import type { PlanShelf } from "./plan-shelf.ts";

export interface PlanDeskOptions {
  readonly source: PlanSource;
  /** What the settings themselves say; holds where no plan is known. */
  readonly fallback: DataPlan;
}

/**
 * `now`: it was changed with the carrier and holds from this instant on, whole. `always`: the file before it was wrong.
 * `later`: `now`, `always` or the date of a change is taken back, the plan waits for the next cycle again, or held since one.
 */
export type Hastening = "now" | "always" | "later";

export interface TakenDown {
  readonly plan: string;
  readonly carrier: string;
  /** The first of its book. */
  readonly first: boolean;
  /** Not with the next cycle. */
  readonly atOnce: boolean;
  /** ISO 8601, where a person said when it happened. */
  readonly changedAt?: string;
}

export interface PlanDeskListener {
  onTakenDown(plan: TakenDown): void;
}

export interface CardCourse {
  readonly course: PlanCourse;
  readonly view: PlanView;
}

/** By the files: which plan, that there is none, or that the card's IMSI is needed to tell. */
type Choice =
  | { readonly kind: "plan"; readonly written: WrittenPlan; readonly card?: CardPlan | undefined }
  | { readonly kind: "none" | "open" };

/**
 * Which plan holds for which card, and since when. A plan that was once in use for a card is kept with its book: another one
 * that the files name later holds from the next cycle on, and until then what was bought is what counts.
 */
export class PlanDesk {
  /** What of it lies in the store. */
  readonly shelf: PlanShelf;
  readonly #listener: PlanDeskListener;
  readonly #fallback: DataPlan;
  #source: PlanSource;
  /** Made one time for each state of affairs: whoever rates keeps what he has rated as long as it is the same. */
  readonly #made = new Map<BookId, CardCourse>();
  #imsi: { readonly book: BookId; readonly imsi: string } | undefined;

  constructor(shelf: PlanShelf, { source, fallback }: PlanDeskOptions, listener: PlanDeskListener) {
    this.shelf = shelf;
    this.#listener = listener;
    this.#source = source;
    this.#fallback = fallback;
  }

  /** Must be called once for a book before anything is decided about it. A card gets what was stated before it was known. */
  async load(book: BookId): Promise<void> {
    if (await this.shelf.load(book)) this.#made.delete(book);
    if (book === UNIDENTIFIED) return;
    await this.shelf.load(UNIDENTIFIED);
    const adopted = adoptFacts(this.shelf.card(UNIDENTIFIED), this.shelf.card(book));
    if (adopted === undefined) return;
    this.shelf.keepAll([book, adopted.to], [UNIDENTIFIED, adopted.from]);
    this.#made.clear();
  }

  loaded(book: BookId): boolean {
    return this.shelf.loaded(book);
  }

  /** What the card of this book says of its subscriber. True when another course may hold now. */
  imsi(book: BookId, imsi: string): boolean {
    if (this.#imsi?.book === book && this.#imsi.imsi === imsi) return false;
    this.#imsi = { book, imsi };
    this.#made.delete(book);
    return true;
  }

  /** Other files. */
  replace(source: PlanSource): void {
    this.#source = source;
    this.#made.clear();
  }

  course(book: BookId): CardCourse {
    const made = this.#made.get(book) ?? this.#make(book);
    this.#made.set(book, made);
    return made;
  }

  /**
   * Takes down what was chosen, once the book is loaded: the first plan of a book at once, another one for the next cycle and
   * only once it is known which that is (`now`).
   */
  settle(book: BookId, now: WallMs | undefined, inForce: DataPlan): void {
    const kept = this.shelf.card(book);
    const choice = this.#choose(book);
    if (!this.loaded(book) || choice.kind !== "plan") return;
    const { written } = choice;
    if (kept.eras.length === 0) return this.#keepEras(book, [{ written, at: now ?? WallMs(0), forced: false }]);
    const corrected = correctedBy(kept.eras, written);
    if (corrected !== undefined) return this.#keep(book, { ...kept, eras: corrected });
    const next = now === undefined ? undefined : erasWith(kept.eras, written, now, inForce);
    if (next !== undefined) this.#keepEras(book, next);
  }

  /** Once nothing is being written any more. */
  done(): Promise<void> {
    return this.shelf.done();
  }

  /** What a person says of the plan that came last: that it holds now, or was meant from the start. False: there is no such plan. */
  hasten(book: BookId, now: WallMs, inForce: DataPlan, how: Hastening): boolean {
    const eras = withoutRenamed(this.shelf.card(book).eras);
    const last = eras.at(-1);
    const said = eras.length < 2 || last === undefined ? undefined : hastened(last, waits(eras, inForce), now, how);
    if (said === undefined) return false;
    this.#keepEras(book, [...eras.slice(0, -1), said]);
    return true;
  }

  /** A person says when the last change of plan happened. */
  date(book: BookId, said: ChangeSaid, place: Omit<DatingPlace, "eras">): Dating {
    const eras = withoutRenamed(this.shelf.card(book).eras);
    const dating = datePlan(said, { ...place, eras });
    if (dating.kind === "dated") this.#keepEras(book, [...eras.slice(0, -1), dating.era]);
    return dating;
  }

  /** The course of a book as a text that `readKeptCard` reads; without plans where the settings' own holds. */
  written(book: BookId): string {
    const kept = this.shelf.card(book);
    const choice = this.#choose(book);
    if (choice.kind === "none") return writeKeptCard({ ...kept, eras: [] });
    const first = choice.kind === "plan" ? [{ written: choice.written, at: WallMs(0), forced: false }] : [];
    return writeKeptCard(kept.eras.length > 0 ? kept : { ...kept, eras: first });
  }

  /** By their numbers. */
  stated(book: BookId): readonly StatedFact[] {
    return this.shelf.card(book).stated;
  }

  /** The number that the next stated fact is going to have; undefined while the book is not loaded, or holds too many. */
  nextFact(book: BookId): number | undefined {
    const kept = this.shelf.card(book);
    return !this.loaded(book) || kept.stated.length >= MOST_STATED ? undefined : kept.lastFact + 1;
  }

  state(book: BookId, fact: StatedFact): void {
    const kept = this.shelf.card(book);
    this.#keep(book, { ...kept, stated: [...kept.stated, fact], lastFact: fact.id });
  }

  /** False: there is no fact of that number. */
  takeBack(book: BookId, id: number): boolean {
    const kept = this.shelf.card(book);
    const stated = kept.stated.filter((fact) => fact.id !== id);
    if (stated.length === kept.stated.length) return false;
    this.#keep(book, { ...kept, stated });
    return true;
  }

  #keep(book: BookId, kept: KeptCard): void {
    this.shelf.keep(book, kept);
    this.#made.delete(book);
  }

  #keepEras(book: BookId, eras: readonly PlanEra[]): void {
    this.#keep(book, { ...this.shelf.card(book), eras });
    const last = eras.at(-1);
    if (last === undefined) return;
    const { name, rules } = last.written.plan;
    const changedAt = last.readAt === undefined ? undefined : isoInstant(last.at);
    this.#listener.onTakenDown(
      defined({ plan: name, carrier: rules.carrier, first: eras.length === 1, atOnce: last.forced, changedAt }),
    );
  }

  #make(book: BookId): CardCourse {
    const kept = this.shelf.card(book);
    const facts = factsOf(kept.stated);
    if (this.#source.kind === "settings") {
      const limited = this.#fallback.buckets.some(({ quota }) => quota !== undefined);
      return { course: { plan: this.#fallback, facts }, view: { known: limited } };
    }
    const choice = this.#choose(book);
    const course = choice.kind === "none" ? undefined : courseOf(kept);
    if (course !== undefined) return { course, view: viewOf(choice) };
    if (choice.kind !== "plan") return { course: { plan: this.#fallback, facts }, view: { known: false } };
    return { course: { plan: choice.written.plan, facts }, view: viewOf(choice) };
  }

  #choose(book: BookId): Choice {
    const source = this.#source;
    if (source.kind === "settings") return { kind: "none" };
    if (source.kind === "kept") return { kind: "open" };
    if (source.kind === "file") return { kind: "plan", written: source.written };
    const imsi = this.#imsi?.book === book ? this.#imsi.imsi : undefined;
    const card: Card = defined({ iccid: book === UNIDENTIFIED ? undefined : book, imsi });
    const found = choosePlan(source.rules, card);
    const written = found && source.plans.get(found.plan);
    if (imsi === undefined && awaitsImsi(source.rules, card)) return { kind: "open" };
    return written === undefined ? { kind: "none" } : { kind: "plan", written, card: found };
  }
}

const viewOf = (choice: Choice): PlanView =>
  choice.kind === "plan"
    ? defined({ known: true, role: choice.card?.role, pool: choice.card?.pool })
    : { known: choice.kind === "open" };

/** Undefined: that says nothing of it. */
function hastened(last: PlanEra, waiting: boolean, now: WallMs, how: Hastening): PlanEra | undefined {
  const { corrected, ...era } = last;
  switch (how) {
    case "now":
      return waiting ? { ...last, at: now, forced: true, readAt: last.readAt ?? last.at } : undefined;
    case "always":
      return corrected === true ? undefined : { ...era, corrected: true };
    case "later":
      return corrected === true ? era : undated(era);
    default:
      return unreachable(how);
  }
}

/** The file has another name, other dates or other words for what was bought: so it was meant from the start. */
function correctedBy(eras: readonly PlanEra[], written: WrittenPlan): readonly PlanEra[] | undefined {
  const last = eras.at(-1);
  if (last === undefined || !isSamePurchase(last.written.plan, written.plan)) return undefined;
  return isSamePlan(last.written.plan, written.plan) ? undefined : [...eras.slice(0, -1), { ...last, written }];
}

/** The plans of a card once the chosen one is among them; undefined where nothing changes. */
function erasWith(
  kept: readonly PlanEra[],
  written: WrittenPlan,
  now: WallMs,
  inForce: DataPlan,
): readonly PlanEra[] | undefined {
  const eras = withoutRenamed(kept);
  const last = eras.at(-1);
  if (last === undefined || isSamePurchase(last.written.plan, written.plan)) return undefined;
  // Back to the plan in force before another one ever held: nothing was changed.
  const waiting = waits(eras, inForce);
  const held = waiting ? eras.slice(0, -1) : eras;
  const before = held.at(-1);
  if (waiting && before !== undefined && isSamePurchase(before.written.plan, written.plan))
    return correctedBy(held, written) ?? held;
  return [...held, { written, at: now, forced: false }];
}

function waits(given: readonly PlanEra[], inForce: DataPlan): boolean {
  const eras = erasThatCount(given);
  const last = eras.at(-1);
  return eras.length > 1 && last?.forced === false && !isSamePurchase(last.written.plan, inForce);
}
