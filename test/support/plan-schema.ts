import { toJsonSchema } from "@valibot/to-json-schema";
import * as v from "valibot";
import { PLAN_ENTRIES } from "../../src/plan/file/plan-file.ts";
import { bucketEntries } from "../../src/plan/file/written-bucket.ts";
import { CYCLE_ENTRIES } from "../../src/plan/file/written-cycle.ts";
import {
  OverageKind,
  Speed,
  tariffEntries,
  thresholdEntries,
  tierEntries,
} from "../../src/plan/file/written-overage.ts";
import { READING_OVERRIDES } from "../../src/plan/file/written-readings.ts";
import { VALIDITY_ENTRIES } from "../../src/plan/file/written-validity.ts";
import { Day, Name } from "../../src/plan/file/written-values.ts";

/**
 * The JSON Schema of a plan file, from the readers' own entries. What it cannot say (amounts, dates that exist, a carrier's
 * kinds, rules between keys) `cellward plan check` says.
 */
export function planSchema(): string {
  const base = 1024;
  const plan = v.strictObject({
    ...PLAN_ENTRIES,
    cycle: v.union(Object.values(CYCLE_ENTRIES).map((entries) => v.strictObject(entries))),
    bucket: v.optional(v.array(v.strictObject(bucketEntries({ unitBase: base, rules: undefined })))),
    overage: v.optional(
      v.strictObject({
        ...tariffEntries(base),
        ...thresholdEntries(base),
        kind: OverageKind,
        tier: v.optional(v.array(v.strictObject(tierEntries(base)))),
        speed: v.optional(Speed),
        pool: v.optional(Name),
      }),
    ),
    validity: v.optional(v.strictObject(VALIDITY_ENTRIES)),
    readings: v.optional(v.strictObject(READING_OVERRIDES)),
  });
  const schema = toJsonSchema(plan, {
    typeMode: "input",
    errorMode: "ignore",
    // Editors hand TOML's bare dates to the schema as texts.
    overrideSchema: ({ valibotSchema }) =>
      valibotSchema === Day.pipe[0] ? { type: "string", format: "date" } : undefined,
  });
  return `${JSON.stringify({ ...schema, title: "a plan file of cellward" }, undefined, 2)}\n`;
}
