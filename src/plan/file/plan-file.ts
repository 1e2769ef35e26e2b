import * as v from "valibot";
import { defined } from "../../base/defined.ts";
import { describeFound } from "../../base/found.ts";
import { nearest } from "../../base/nearest.ts";
import { readBoundedToml } from "../../toml/bounded-document.ts";
import { type Document, isTable } from "../../toml/document.ts";
import { type FileFault, inLineOrder } from "../../toml/file-fault.ts";
import { faultAt, readTable } from "../../toml/table.ts";
import type { CarrierRules } from "../carrier-rules.ts";
import type { DataPlan } from "../data-plan.ts";
import { overlappingPacks } from "./overlap.ts";
import { type BucketContext, type BucketReading, readBucket } from "./written-bucket.ts";
import { readCycle } from "./written-cycle.ts";
import { readOverage, TARIFF_DEFAULTS } from "./written-overage.ts";
import { overriddenBy, READING_OVERRIDES } from "./written-readings.ts";
import { readValidity } from "./written-validity.ts";
import { Line, Name, YesOrNo, Zone } from "./written-values.ts";

export type PlanReading =
  /** `assumed`: what the file leaves out, at its default. */
  | { readonly kind: "plan"; readonly plan: DataPlan; readonly assumed: readonly Assumed[] }
  | { readonly kind: "refused"; readonly faults: readonly FileFault[] };

/** A key that a file leaves out, and the value that holds instead, as a file would have it. */
export interface Assumed {
  readonly key: string;
  readonly value: string;
}

type Opened = Extract<Document, { kind: "document" }>;

/** In characters; hundreds of packs fit in. */
export const LARGEST_PLAN = 262_144;
const MOST_BUCKETS = 200;
const DEFAULTS = { zone: "Asia/Shanghai", unit_base: 1024 } as const;
const UNIT_BASES = "1024 or 1000";

export const PLAN_ENTRIES = {
  name: Line,
  carrier: Name,
  zone: v.optional(Zone),
  unit_base: v.optional(v.picklist([1024, 1000], UNIT_BASES)),
  mid_cycle_topup: v.optional(YesOrNo),
};
const TABLES = ["cycle", "bucket", "overage", "validity", "readings"] as const;

/** Reads a plan (TOML) of one of these carriers, or tells every fault of the text; then nothing of it is in force. */
export function readPlan(text: string, carriers: readonly CarrierRules[]): PlanReading {
  const document = readBoundedToml(text, LARGEST_PLAN);
  if (document.kind === "refused") return document;
  const { table } = document;
  const top = readTable(document, [], table, PLAN_ENTRIES, TABLES);
  const rules = carriers.find(({ carrier }) => carrier === top.values.carrier);
  const zone = top.values.zone ?? DEFAULTS.zone;
  const unitBase = top.values.unit_base ?? DEFAULTS.unit_base;
  const kinds = [
    ...new Set(carriers.flatMap(({ steps }) => steps.flatMap((step) => step.kinds.map(({ name }) => name)))),
  ];
  const cycle = readCycle(document, table["cycle"], zone);
  const overage = readOverage(document, table["overage"], unitBase);
  const priced = overage.overage === undefined || ["tariff", "pool"].includes(overage.overage.kind);
  const buckets = readBuckets(document, table["bucket"], { zone, unitBase, rules, kinds }, priced ? 0 : 1);
  const validity = readValidity(document, table["validity"]);
  const readings = readTable(document, ["readings"], table["readings"] ?? {}, READING_OVERRIDES);
  const faults = [
    ...top.faults,
    ...unknownCarrier(document, top.values.carrier, carriers),
    ...cycle.faults,
    ...buckets.faults,
    ...overage.faults,
    ...validity.faults,
    ...readings.faults,
  ];
  if (faults.length > 0 || !top.whole || !rules || !cycle.rule || !overage.overage)
    return { kind: "refused", faults: inLineOrder(faults) };
  const plan: DataPlan = defined({
    name: top.whole.name,
    rules,
    readings: { ...rules.readings, ...overriddenBy(readings.values) },
    cycle: cycle.rule,
    unitBase,
    buckets: buckets.all.flatMap(({ bucket }) => bucket ?? []),
    overage: overage.overage,
    midCycleTopUp: top.whole.mid_cycle_topup,
    validity: validity.validity,
  });
  return { kind: "plan", plan, assumed: assumedIn(document) };
}

function unknownCarrier(
  document: Opened,
  given: string | undefined,
  carriers: readonly CarrierRules[],
): readonly FileFault[] {
  const known = carriers.map(({ carrier }) => carrier);
  if (given === undefined || known.includes(given)) return [];
  const near = nearest(given, known);
  const hint = near === undefined ? "" : `the nearest is ${near}; all are `;
  return [faultAt(document, ["carrier"], describeFound(given), `a carrier: ${hint}${known.join(", ")}`)];
}

interface Buckets {
  readonly all: readonly BucketReading[];
  readonly faults: readonly FileFault[];
}

function readBuckets(document: Opened, given: unknown, context: BucketContext, least: number): Buckets {
  if (given === undefined && least === 0) return { all: [], faults: [] };
  if (!Array.isArray(given) || given.length < least || given.length > MOST_BUCKETS) {
    const found = Array.isArray(given) ? `${given.length} of them` : describeFound(given);
    const expected = `${least} to ${MOST_BUCKETS} tables [[bucket]]`;
    return { all: [], faults: [faultAt(document, ["bucket"], found, expected)] };
  }
  const all = given.map((bucket: unknown, index) => readBucket(document, index, bucket, context));
  const ids = all.map(({ id }) => id);
  const twice = ids.flatMap((id, index) =>
    id === undefined || ids.indexOf(id) === index
      ? []
      : [faultAt(document, ["bucket", index, "id"], describeFound(id), "an id that no other bucket has")],
  );
  const nameOf = (index: number): string => ids[index] ?? "another";
  const overlapping = overlappingPacks(all.map(({ bucket }) => bucket)).map(([later, earlier]) =>
    faultAt(
      document,
      ["bucket", later],
      `a pack of the kind, the scope and the time of "${nameOf(earlier)}"`,
      "packs that do not overlap, or a `level` of its own for each, so that it is known which is drawn first",
    ),
  );
  return { all, faults: [...all.flatMap(({ faults }) => faults), ...twice, ...overlapping] };
}

function assumedIn({ table }: Opened): readonly Assumed[] {
  const overage = table["overage"];
  const absent = (from: object, defaults: object, under = ""): readonly Assumed[] =>
    Object.entries(defaults)
      .filter(([key]) => !(key in from))
      .map(([key, value]) => ({ key: under + key, value: String(value) }));
  const tariff = isTable(overage) && overage["kind"] === "tariff" ? absent(overage, TARIFF_DEFAULTS, "overage.") : [];
  return [...absent(table, DEFAULTS), ...tariff];
}
