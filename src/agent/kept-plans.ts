import * as v from "valibot";
import { defined } from "../base/defined.ts";
import { WallMs } from "../base/instant.ts";
import type { BookId } from "../meter/book-id.ts";
import type { Bucket } from "../plan/bucket.ts";
import { readCarrier } from "../plan/file/carrier-file.ts";
import { readPlan } from "../plan/file/plan-file.ts";
import type { PlanFact } from "../plan/plan-fact.ts";
import { isSamePurchase } from "../plan/same-purchase.ts";
import type { StoreOp } from "../ports/store.ts";
import { readKept } from "./kept-json.ts";
import type { PlanCourse } from "./plan-course.ts";
import type { WrittenPlan } from "./plan-files.ts";

/** A plan that a card had, from an instant on. */
export interface PlanEra {
  readonly written: WrittenPlan;
  /** When it was chosen, or changed as a person said; of the first it says nothing, since every byte of before is rated by it too. */
  readonly at: WallMs;
  /** In force at once, not with the next cycle. */
  readonly forced: boolean;
  /** No change: the one before was written wrongly, and this one holds in its place. */
  readonly corrected?: true;
  /** When it was chosen, where a person dated it otherwise: what it goes back to. */
  readonly readAt?: WallMs;
}

/** A card is moved to another plan now and then, not every day; the oldest go first. */
const MOST_ERAS = 24;

/** A fact that a person stated, under the number by which it is taken back. */
export interface StatedFact {
  readonly id: number;
  readonly by: string;
  readonly saidAt: WallMs;
  readonly fact: Exclude<PlanFact, { name: "plan-changed" }>;
}

/** All that is kept of a card's plans beside its bytes. */
export interface KeptCard {
  /** The one in use last. */
  readonly eras: readonly PlanEra[];
  /** By their numbers. */
  readonly stated: readonly StatedFact[];
  /** The highest number that a fact ever had: one that was taken back leaves its number to nobody. */
  readonly lastFact: number;
}

/** A person states some a month. */
export const MOST_STATED = 500;

const Text = v.pipe(v.string(), v.maxLength(400_000));
const Short = v.pipe(v.string(), v.maxLength(200));
const Whole = v.pipe(v.number(), v.safeInteger());
const Pack = v.object({
  id: Short,
  kind: Short,
  quota: v.pipe(v.string(), v.regex(/^\d{1,20}$/)),
  term: v.optional(v.tuple([Whole, Whole])),
  withCycle: v.optional(v.literal(true)),
  destination: v.optional(Short),
  window: v.optional(v.tuple([Whole, Whole])),
  area: v.optional(Short),
});
const Figure = v.pipe(v.string(), v.regex(/^-?\d{1,20}$/));
const Stated = v.object({ id: Whole, by: Short, said: Whole, at: Whole });
const Kept = v.object({
  v: v.literal(1),
  lastFact: v.optional(Whole),
  facts: v.optional(
    v.pipe(
      v.array(
        v.variant("name", [
          v.object({
            ...Stated.entries,
            name: v.picklist(["fee-charged", "suspended", "resumed", "cancelled"]),
          }),
          v.object({ ...Stated.entries, name: v.literal("pack-unsubscribed"), bucket: Short }),
          v.object({ ...Stated.entries, name: v.literal("pack-bought"), pack: Pack }),
          v.object({ ...Stated.entries, name: v.picklist(["pool-balance", "account-balance"]), amount: Figure }),
        ]),
      ),
      v.maxLength(MOST_STATED),
    ),
  ),
  eras: v.pipe(
    v.array(
      v.object({
        at: Whole,
        forced: v.boolean(),
        corrected: v.optional(v.literal(true)),
        read: v.optional(Whole),
        plan: Text,
        carrier: Text,
      }),
    ),
    v.maxLength(MOST_ERAS),
  ),
});

/** Every key of kept plans lies between these: "0" follows "/". */
export const [PLANS_FROM, PLANS_TO] = ["plans/", "plans0"] as const;

export const plansKey = (book: BookId): string => `plans/${book}`;

/** Nothing is kept of it. */
export const NEW_CARD: KeptCard = { eras: [], stated: [], lastFact: 0 };

/**
 * The plans of a card and what was stated of them. Plans are kept as the texts that people wrote: a later program reads them anew. What it
 * cannot read any more, and what comes before it, is left out.
 */
export function readKeptCard(text: string | undefined): KeptCard {
  const kept = readKept(text, (value) => v.is(Kept, value));
  const eras = (kept?.eras ?? []).reduce<readonly PlanEra[]>(
    (before, { at, forced, corrected, read, plan, carrier }) => {
      const written = readWritten(plan, carrier);
      const readAt = read === undefined ? undefined : WallMs(read);
      return written === undefined ? [] : [...before, defined({ written, at: WallMs(at), forced, corrected, readAt })];
    },
    [],
  );
  const stated = (kept?.facts ?? []).map(statedOf);
  return { eras, stated, lastFact: Math.max(kept?.lastFact ?? 0, ...stated.map(({ id }) => id)) };
}

export const keptCardOp = (book: BookId, kept: KeptCard): StoreOp => ({
  put: plansKey(book),
  value: writeKeptCard(kept),
});

/** What `readKeptCard` reads. */
export const writeKeptCard = ({ eras, stated, lastFact }: KeptCard): string =>
  JSON.stringify({
    v: 1,
    lastFact,
    eras: eras
      .slice(-MOST_ERAS)
      .map(({ written: { text, carrier }, at, forced, corrected, readAt }) =>
        defined({ at, forced, corrected, read: readAt, plan: text, carrier }),
      ),
    facts: stated.map(keptFact),
  } satisfies v.InferOutput<typeof Kept>);

type KeptFact = NonNullable<v.InferOutput<typeof Kept>["facts"]>[number];

function statedOf(kept: KeptFact): StatedFact {
  const at = WallMs(kept.at);
  const who = { id: kept.id, by: kept.by, saidAt: WallMs(kept.said) };
  if (kept.name === "pack-unsubscribed") return { ...who, fact: { name: kept.name, at, bucket: kept.bucket } };
  if (kept.name === "pool-balance") return { ...who, fact: { name: kept.name, at, bytes: BigInt(kept.amount) } };
  if (kept.name === "account-balance") return { ...who, fact: { name: kept.name, at, money: BigInt(kept.amount) } };
  if (kept.name !== "pack-bought") return { ...who, fact: { name: kept.name, at } };
  const { id, kind, quota, term, withCycle, destination, window, area } = kept.pack;
  const pack: Bucket = {
    id,
    kind,
    quota: BigInt(quota),
    scope: defined({ destination, window: window && { from: window[0], to: window[1] }, area }),
    term: term === undefined ? { each: "cycle" } : { each: "once", from: WallMs(term[0]), to: WallMs(term[1]) },
    level: 0,
  };
  return { ...who, fact: defined({ name: kept.name, at, bucket: pack, withCycle } as const) };
}

function keptFact({ id, by, saidAt, fact }: StatedFact): KeptFact {
  const stated = { id, by, said: saidAt, at: fact.at };
  if (fact.name === "pack-unsubscribed") return { ...stated, name: fact.name, bucket: fact.bucket };
  if (fact.name === "pool-balance") return { ...stated, name: fact.name, amount: String(fact.bytes) };
  if (fact.name === "account-balance") return { ...stated, name: fact.name, amount: String(fact.money) };
  if (fact.name !== "pack-bought") return { ...stated, name: fact.name };
  const { id: name, kind, quota = 0n, term, scope } = fact.bucket;
  const { destination, window, area } = scope;
  const times: [number, number] | undefined = term.each === "once" ? [term.from, term.to] : undefined;
  const hours: [number, number] | undefined = window && [window.from, window.to];
  const { withCycle } = fact;
  const pack = { id: name, kind, quota: String(quota), term: times, withCycle, destination, window: hours, area };
  return { ...stated, name: fact.name, pack: defined(pack) };
}

function readWritten(text: string, carrier: string): WrittenPlan | undefined {
  const rules = readCarrier(carrier);
  if (rules.kind === "refused") return undefined;
  const reading = readPlan(text, [rules.rules]);
  return reading.kind === "plan" ? { plan: reading.plan, text, carrier } : undefined;
}

/** Without those that only gave the plan before another name, other dates or other words: of them the latest holds, from its start. */
export const withoutRenamed = (eras: readonly PlanEra[]): readonly PlanEra[] =>
  joined(eras, (last, { forced, written }) => !forced && isSamePurchase(last.written.plan, written.plan));

/** The plans that really followed one another. */
export const erasThatCount = (eras: readonly PlanEra[]): readonly PlanEra[] =>
  joined(withoutRenamed(eras), (_, era) => era.corrected === true);

function joined(eras: readonly PlanEra[], isCorrection: (last: PlanEra, era: PlanEra) => boolean): readonly PlanEra[] {
  return eras.reduce<readonly PlanEra[]>((before, era) => {
    const last = before.at(-1);
    if (last === undefined || !isCorrection(last, era)) return [...before, era];
    return [...before.slice(0, -1), { ...last, written: era.written }];
  }, []);
}

/** The course of a card that had these plans, and of which a person stated these facts. Undefined without any plan. */
export function courseOf({ eras, stated }: KeptCard): PlanCourse | undefined {
  const [first, ...later] = erasThatCount(eras);
  if (first === undefined) return undefined;
  const changes = later.map(({ written: { plan }, at, forced }): PlanFact => ({
    name: "plan-changed",
    at,
    plan,
    forced,
  }));
  return { plan: first.written.plan, facts: inTime([...changes, ...factsOf(stated)]) };
}

export const factsOf = (stated: readonly StatedFact[]): readonly PlanFact[] => inTime(stated.map(({ fact }) => fact));

const inTime = (facts: readonly PlanFact[]): readonly PlanFact[] => facts.toSorted((a, b) => a.at - b.at);
