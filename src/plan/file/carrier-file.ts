import * as v from "valibot";
import { defined } from "../../base/defined.ts";
import { describeFound } from "../../base/found.ts";
import { readBoundedToml } from "../../toml/bounded-document.ts";
import { isTable, type OpenDocument } from "../../toml/document.ts";
import { type FileFault, inLineOrder } from "../../toml/file-fault.ts";
import { faultAt, readTable } from "../../toml/table.ts";
import type { Billing, BucketKind, CarrierRules, ListedPrice, Step, Voiding } from "../carrier-rules.ts";
import { Line, Name, oneOf, YesOrNo } from "./written-values.ts";
import { readQuery } from "./written-query.ts";
import { READING_ENTRIES, readingsOf } from "./written-readings.ts";

export type CarrierReading =
  | { readonly kind: "carrier"; readonly rules: CarrierRules }
  | { readonly kind: "refused"; readonly faults: readonly FileFault[] };

const TOP = { carrier: Name, sources: v.array(Line, "a list of texts"), order_source: v.optional(Line) };
const WORDS = { en: Line, zh: Line };
const KIND = {
  name: Name,
  ...WORDS,
  carries: YesOrNo,
  bound: v.optional(oneOf("destination", "window", "area")),
  source: v.optional(Line),
};
const PRICE = { ...WORDS, source: v.optional(Line) };
const VOIDING: readonly Voiding[] = ["plan-changed", "cancelled", "pack-unsubscribed"];
const CARRY_OVER = {
  voided_by: v.array(oneOf(...VOIDING), "a list of what voids a carry-over"),
  suspension: oneOf("fee-charged", "ignored"),
};

const BILLING = {
  day: v.pipe(
    v.number("a day, 1 to 31"),
    v.integer("a day, 1 to 31"),
    v.minValue(1, "a day, 1 to 31"),
    v.maxValue(31, "a day, 1 to 31"),
  ),
  ...WORDS,
  source: v.optional(Line),
};

/** What is said about stops and calls, and whom to turn to, is read by diagnosis/. */
const OTHER_TABLES = [
  "title",
  "step",
  "billing",
  "carry_over",
  "readings",
  "query",
  "contact",
  "card",
  "apn",
  "diagnosis",
];

/** In characters. */
export const LARGEST_CARRIER = 65_536;
const MOST_STEPS = 50;
const MOST_KINDS = 50;

/** Reads a carrier's rules (TOML), or tells every fault of the text. Sources that are named beside a kind are of its `carries`. */
export function readCarrier(text: string | OpenDocument): CarrierReading {
  const document = readBoundedToml(text, LARGEST_CARRIER);
  if (document.kind === "refused") return document;
  const { table } = document;
  const top = readTable(document, [], table, TOP, OTHER_TABLES);
  const title = readTable(document, ["title"], table["title"], WORDS);
  const steps = readSteps(document, table["step"]);
  const carryOver = readTable(document, ["carry_over"], table["carry_over"], CARRY_OVER);
  const readings = readTable(document, ["readings"], table["readings"], READING_ENTRIES);
  const query = readQuery(document, table["query"]);
  const billed = table["billing"];
  const billing = billed === undefined ? undefined : readTable(document, ["billing"], billed, BILLING);
  const lower = [...(billing?.faults ?? []), ...steps.faults, ...carryOver.faults, ...readings.faults, ...query.faults];
  const faults = [...top.faults, ...title.faults, ...lower];
  const [head, words, rule, read] = [top.whole, title.whole, carryOver.whole, readings.whole];
  if (faults.length > 0 || !head || !words || !rule || !read) return { kind: "refused", faults: inLineOrder(faults) };
  const rules: CarrierRules = {
    carrier: head.carrier,
    title: words,
    sources: head.sources,
    steps: steps.steps,
    ...(head.order_source === undefined ? {} : { orderSource: head.order_source }),
    carryOver: { voidedBy: rule.voided_by, suspension: rule.suspension },
    readings: readingsOf(read),
    ...(billing?.whole === undefined ? {} : { billing: billingOf(billing.whole) }),
    ...(query.query === undefined ? {} : { query: query.query }),
  };
  return { kind: "carrier", rules };
}

interface Steps {
  readonly steps: readonly Step[];
  readonly faults: readonly FileFault[];
}

function readSteps(document: OpenDocument, given: unknown): Steps {
  if (!Array.isArray(given) || given.length === 0 || given.length > MOST_STEPS) {
    const found = Array.isArray(given) ? `${given.length} of them` : describeFound(given);
    return { steps: [], faults: [faultAt(document, ["step"], found, `1 to ${MOST_STEPS} tables [[step]]`)] };
  }
  const read = given.map((step: unknown, index) => readStep(document, index, step));
  const steps = read.map(({ step }) => step);
  const names = read.map((step) => step.names);
  return { steps, faults: [...read.flatMap(({ faults }) => faults), ...twice(document, names)] };
}

interface StepReading {
  readonly step: Step;
  /** Of all its kinds, also of those with a fault. */
  readonly names: readonly (string | undefined)[];
  readonly faults: readonly FileFault[];
}

function readStep(document: OpenDocument, index: number, given: unknown): StepReading {
  const path = ["step", index];
  const { values, faults } = readTable(document, path, given, { type: Name }, ["kinds", "price"]);
  const inner: { kinds?: unknown; price?: unknown } = isTable(given) ? given : {};
  const price = inner.price === undefined ? undefined : readTable(document, [...path, "price"], inner.price, PRICE);
  const listed: readonly unknown[] = Array.isArray(inner.kinds) ? inner.kinds.slice(0, MOST_KINDS) : [];
  const kinds = listed.map((kind, at) => readTable(document, [...path, "kinds", at], kind, KIND));
  // A step says what is drawn, or which price applies: one of the two.
  const expected = `kinds, 1 to ${MOST_KINDS} of them in a list, or a price`;
  const many = Array.isArray(inner.kinds) ? inner.kinds.length : 0;
  const both = (inner.kinds === undefined) === (inner.price === undefined);
  const odd = both || (inner.kinds !== undefined && (many === 0 || many > MOST_KINDS));
  const found = both ? (inner.price === undefined ? "neither" : "both") : describeFound(inner.kinds);
  return {
    step: {
      type: values.type ?? "",
      kinds: kinds.flatMap(({ whole }) => (whole === undefined ? [] : [kindOf(whole)])),
      ...(price?.whole === undefined ? {} : { price: priceOf(price.whole) }),
    },
    names: kinds.map((kind) => kind.values.name),
    faults: [
      ...faults,
      ...(odd ? [faultAt(document, path, found, expected)] : []),
      ...(price?.faults ?? []),
      ...kinds.flatMap((kind) => kind.faults),
    ],
  };
}

const kindOf = ({
  name,
  en,
  zh,
  carries,
  bound,
  source,
}: v.InferOutput<v.ObjectSchema<typeof KIND, undefined>>): BucketKind =>
  defined({ name, term: { en, zh }, carries, bound, source });

const billingOf = ({ day, en, zh, source }: v.InferOutput<v.ObjectSchema<typeof BILLING, undefined>>): Billing =>
  defined({ day, note: { en, zh }, source });

const priceOf = ({ en, zh, source }: v.InferOutput<v.ObjectSchema<typeof PRICE, undefined>>): ListedPrice =>
  defined({ term: { en, zh }, source });

/** A kind has one place in the order. */
function twice(document: OpenDocument, steps: readonly (readonly (string | undefined)[])[]): readonly FileFault[] {
  const seen = new Set<string | undefined>([undefined]);
  return steps.flatMap((names, step) =>
    names.flatMap((name, at) => {
      const again = name !== undefined && seen.has(name);
      seen.add(name);
      const place = ["step", step, "kinds", at, "name"];
      return again ? [faultAt(document, place, describeFound(name), "a name that no other kind has")] : [];
    }),
  );
}
