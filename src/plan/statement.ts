import * as v from "valibot";
import { parseBytes } from "../base/bytes.ts";
import { defined } from "../base/defined.ts";
import type { WallMs } from "../base/instant.ts";
import { unreachable } from "../base/unreachable.ts";
import type { Term } from "./bucket.ts";
import type { CarrierRules } from "./carrier-rules.ts";
import { cycleAt, daysAfter, NEVER } from "./cycle.ts";
import { Area, BOUND_FORMS, boundOf } from "./file/written-bucket.ts";
import { comesTwice, INSTANT_FORM, readInstant } from "./file/written-instant.ts";
import { DailyWindow, Name } from "./file/written-values.ts";
import { parseMoney } from "./money.ts";
import type { PlanFact } from "./plan-fact.ts";
import type { Books } from "./rating/books.ts";
import type { Scope } from "./scope.ts";
import type { Words } from "./words.ts";
import { instantOf, localTime } from "./zone.ts";

/** What a person may say happened to a card's plan. */
export const STATED_FACTS = [
  "fee-charged",
  "suspended",
  "resumed",
  "cancelled",
  "pack-bought",
  "pack-unsubscribed",
  "pool-balance",
  "account-balance",
] as const satisfies readonly PlanFact["name"][];

/** As a person says it, not yet understood. */
export interface Statement {
  readonly name: (typeof STATED_FACTS)[number];
  /** When it happened, in the plan's zone where it has no offset; absent: now. */
  readonly at?: string | undefined;
  /** Of a balance: data, or money. */
  readonly amount?: string | undefined;
  /** Of a pack that is given up. */
  readonly bucket?: string | undefined;
  readonly quota?: string | undefined;
  /** What the carrier calls the pack; may be left out where the carrier sells one kind. */
  readonly kind?: string | undefined;
  /** What the pack is bound to, where it is for some traffic only: as a plan file has them. */
  readonly destination?: string | undefined;
  readonly window?: string | undefined;
  readonly area?: string | undefined;
  /** The pack's last day; absent: it ends with the cycle in which it was bought. */
  readonly until?: string | undefined;
  /** It comes again with every cycle. */
  readonly monthly?: boolean | undefined;
}

export type StatementReading =
  | { readonly kind: "fact"; readonly fact: Exclude<PlanFact, { name: "plan-changed" }>; readonly note?: Words }
  | { readonly kind: "refused"; readonly why: string };

/** Which of these each fact is said with, besides when it happened. */
export const SAID_WITH: Readonly<Record<Statement["name"], readonly (keyof Statement)[]>> = {
  "fee-charged": [],
  suspended: [],
  resumed: [],
  cancelled: [],
  "pack-bought": ["quota", "kind", "destination", "window", "area", "until", "monthly"],
  "pack-unsubscribed": ["bucket"],
  "pool-balance": ["amount"],
  "account-balance": ["amount"],
};

const WORDS = ["amount", "bucket", "quota", "kind", "destination", "window", "area", "until", "monthly"] as const;

const LATEST_AHEAD = 86_400_000;

export interface StatementPlace {
  readonly books: Books;
  readonly now: WallMs;
  /** What a pack is going to be called. */
  readonly packId: string;
  /** That the card's rule names. */
  readonly pool?: string | undefined;
}

export function readStatement(said: Statement, place: StatementPlace): StatementReading {
  const reading = read(said, place);
  if (reading.kind === "refused" || said.at === undefined) return reading;
  return comesTwice(said.at, place.books.plan.cycle.zone) ? { ...reading, note: TWICE } : reading;
}

export const TWICE: Words = {
  en: "That time comes twice, because the clock was set back: the first one is taken. Write it with its offset where the second is meant.",
  zh: "该时间因时钟回拨出现两次，取第一次；如指第二次，请写明时区偏移。",
};

function read(said: Statement, { books, now, packId, pool }: StatementPlace): StatementReading {
  const { zone } = books.plan.cycle;
  const strange = WORDS.find((word) => said[word] !== undefined && !SAID_WITH[said.name].includes(word));
  if (strange !== undefined) return { kind: "refused", why: `${strange} does not belong to ${said.name}` };
  const at = said.at === undefined ? now : readInstant(said.at, zone);
  if (at === undefined) return refused("at", said.at ?? "", INSTANT_FORM);
  if (at > now + LATEST_AHEAD) return refused("at", said.at ?? "", "an instant that is not in the future");
  switch (said.name) {
    case "pack-bought":
      return packBought(said, { books, at, packId });
    case "pack-unsubscribed":
      return packUnsubscribed(said, books, at);
    case "pool-balance": {
      if (pool === undefined && books.plan.overage.kind !== "pool")
        return {
          kind: "refused",
          why: 'the card shares no pool: neither its rule (pool = "NAME") nor its plan ([overage] kind = "pool") names one',
        };
      const bytes = parseBytes(said.amount ?? "", books.plan.unitBase);
      if (bytes === undefined)
        return refused("amount", said.amount ?? "nothing", 'an amount of data, such as "120 GB"');
      return { kind: "fact", fact: { name: said.name, at, bytes } };
    }
    case "account-balance": {
      const { amount = "" } = said;
      const money = parseMoney(amount.replace(/^-/, ""));
      if (money === undefined) return refused("amount", amount || "nothing", 'an amount of money, such as "35.20"');
      return { kind: "fact", fact: { name: said.name, at, money: amount.startsWith("-") ? -money : money } };
    }
    case "fee-charged":
    case "suspended":
    case "resumed":
    case "cancelled":
      return { kind: "fact", fact: { name: said.name, at } };
    default:
      return unreachable(said.name);
  }
}

function packUnsubscribed({ bucket }: Statement, { plan, packs }: Books, at: WallMs): StatementReading {
  const known = [...plan.buckets, ...packs].map(({ id }) => id);
  if (bucket === undefined || !known.includes(bucket)) return refused("bucket", bucket ?? "nothing", known.join(", "));
  return { kind: "fact", fact: { name: "pack-unsubscribed", at, bucket } };
}

function packBought(
  said: Statement,
  { books, at, packId }: { readonly books: Books; readonly at: WallMs; readonly packId: string },
): StatementReading {
  const { plan } = books;
  const quota = parseBytes(said.quota ?? "", plan.unitBase);
  if (quota === undefined || quota <= 0n)
    return refused("quota", said.quota ?? "nothing", 'an amount of data, such as "100 MB"');
  const kinds = plan.rules.steps.flatMap((step) => step.kinds.map(({ name }) => name));
  const kind = said.kind ?? toppedUpWith(kinds);
  if (kind === undefined || !kinds.includes(kind))
    return refused("kind", said.kind ?? "nothing", `what ${plan.rules.carrier} calls the pack: ${kinds.join(", ")}`);
  const scope = scopeOf(said, kind, plan.rules);
  if (typeof scope === "string") return { kind: "refused", why: scope };
  const term = termOf(said, books, at);
  if (typeof term === "string") return { kind: "refused", why: term };
  const bucket = { id: packId, kind, quota, scope, term, level: 0 };
  const withCycle = said.until === undefined && said.monthly !== true ? (true as const) : undefined;
  return { kind: "fact", fact: defined({ name: "pack-bought", at, bucket, withCycle } as const) };
}

/** Who says no kind means what the carrier sells when a plan is used up: its one kind, its one add-on pack. */
function toppedUpWith(kinds: readonly string[]): string | undefined {
  if (kinds.length === 1) return kinds[0];
  const packs = kinds.filter((kind) => kind.endsWith("add-on-pack"));
  return packs.find((kind) => kind === "add-on-pack") ?? (packs.length === 1 ? packs[0] : undefined);
}

/** A text: why there is none. */
function scopeOf({ destination, window, area }: Statement, kind: string, rules: CarrierRules): Scope | string {
  const [named, daily, there] = [
    v.safeParse(v.optional(Name), destination),
    v.safeParse(v.optional(DailyWindow), window),
    v.safeParse(v.optional(Area), area),
  ];
  if (!named.success) return why("destination", destination ?? "", named.issues[0].message);
  if (!daily.success) return why("window", window ?? "", daily.issues[0].message);
  if (!there.success) return why("area", area ?? "", there.issues[0].message);
  const bound = boundOf(kind, rules);
  if (bound !== undefined && { destination, window, area }[bound] === undefined)
    return why(bound, "nothing", `${BOUND_FORMS[bound]}: ${kind} is for nothing else (--${bound})`);
  return defined({ destination: named.output, window: daily.output, area: there.output });
}

/** A text: why there is none. */
function termOf({ until, monthly = false }: Statement, { plan }: Books, at: WallMs): Term | string {
  if (monthly && until !== undefined) return "found monthly and until; expected one of them";
  if (monthly) return { each: "cycle" };
  // Which cycle that is may come out otherwise when another plan is put in the place of this one; then it is found anew.
  if (until === undefined) return { each: "once", from: at, to: cycleAt(at, plan.cycle).to };
  const { zone } = plan.cycle;
  const last = /^\d{4}-\d\d-\d\d$/.test(until) ? readInstant(until, zone) : undefined;
  if (last === undefined) return why("until", until, "the pack's last day, such as 2026-12-31");
  const to = instantOf(daysAfter(localTime(last, zone), 1), zone);
  return to > at && to < NEVER ? { each: "once", from: at, to } : why("until", until, "a day that is not over");
}

const why = (key: string, found: string, expected: string): string =>
  `${key}: found ${JSON.stringify(found.slice(0, 80))}; expected ${expected}`;

const refused = (key: string, found: string, expected: string): StatementReading => ({
  kind: "refused",
  why: why(key, found, expected),
});
