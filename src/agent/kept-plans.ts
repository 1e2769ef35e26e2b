import * as v from "valibot";
import { WallMs } from "../base/instant.ts";
import type { BookId } from "../meter/book-id.ts";
import type { DataPlan } from "../plan/data-plan.ts";
import { readCarrier } from "../plan/file/carrier-file.ts";
import { readPlan } from "../plan/file/plan-file.ts";
import type { PlanFact } from "../plan/plan-fact.ts";
import type { StoreOp } from "../ports/store.ts";
import { readKept } from "./kept-json.ts";
import type { PlanCourse } from "./plan-course.ts";
import type { WrittenPlan } from "./plan-files.ts";

/** A plan that a card had, from an instant on. */
export interface PlanEra {
  readonly written: WrittenPlan;
  /** When it was chosen; of the first it says nothing, since every byte of before is rated by it too. */
  readonly at: WallMs;
  /** In force at once, not with the next cycle. */
  readonly forced: boolean;
}

/** A card is moved to another plan now and then, not every day; the oldest go first. */
const MOST_ERAS = 24;

const Text = v.pipe(v.string(), v.maxLength(400_000));
const Kept = v.object({
  v: v.literal(1),
  eras: v.pipe(
    v.array(v.object({ at: v.pipe(v.number(), v.safeInteger()), forced: v.boolean(), plan: Text, carrier: Text })),
    v.maxLength(MOST_ERAS),
  ),
});

export const plansKey = (book: BookId): string => `plans/${book}`;

/**
 * The plans of a card, the one in use last. Kept as the texts that people wrote: a later program reads them anew. What it
 * cannot read any more, and what comes before it, is left out.
 */
export function readEras(text: string | undefined): readonly PlanEra[] {
  const kept = readKept(text, (value) => v.is(Kept, value));
  return (kept?.eras ?? []).reduce<readonly PlanEra[]>((eras, { at, forced, plan, carrier }) => {
    const written = readWritten(plan, carrier);
    return written === undefined ? [] : [...eras, { written, at: WallMs(at), forced }];
  }, []);
}

export const erasOp = (book: BookId, eras: readonly PlanEra[]): StoreOp => ({
  put: plansKey(book),
  value: JSON.stringify({
    v: 1,
    eras: eras
      .slice(-MOST_ERAS)
      .map(({ written: { text, carrier }, at, forced }) => ({ at, forced, plan: text, carrier })),
  }),
});

function readWritten(text: string, carrier: string): WrittenPlan | undefined {
  const rules = readCarrier(carrier);
  if (rules.kind === "refused") return undefined;
  const reading = readPlan(text, [rules.rules]);
  return reading.kind === "plan" ? { plan: reading.plan, text, carrier } : undefined;
}

/** Whether two plans rate every byte alike: a comment in a file, or the order of its keys, makes no other plan. */
export const isSamePlan = (one: DataPlan, other: DataPlan): boolean => one === other || figures(one) === figures(other);

const figures = (plan: DataPlan): string =>
  JSON.stringify(plan, (_, value: unknown) => (typeof value === "bigint" ? `${value}n` : value));

/** The course of a card that had these plans, and of which a person stated these facts. Undefined without any plan. */
export function courseOf(eras: readonly PlanEra[], stated: readonly PlanFact[]): PlanCourse | undefined {
  const [first, ...later] = eras;
  if (first === undefined) return undefined;
  const changes = later.map(({ written: { plan }, at, forced }): PlanFact => ({
    name: "plan-changed",
    at,
    plan,
    forced,
  }));
  return { plan: first.written.plan, facts: [...changes, ...stated].toSorted((a, b) => a.at - b.at) };
}
