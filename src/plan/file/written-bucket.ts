import * as v from "valibot";
import { parseBytes, type UnitBase } from "../../base/bytes.ts";
import { defined } from "../../base/defined.ts";
import { nearest } from "../../base/nearest.ts";
import type { Document } from "../../toml/document.ts";
import type { FileFault } from "../../toml/file-fault.ts";
import { faultAt, readTable } from "../../toml/table.ts";
import type { Bucket } from "../bucket.ts";
import type { Bound, CarrierRules } from "../carrier-rules.ts";
import { daysAfter } from "../cycle.ts";
import { dayText } from "../local-text.ts";
import { DailyWindow, Day, MOST_BYTES, Name, oneOf, whole, YesOrNo } from "./written-values.ts";
import { instantOf, type LocalDate } from "../zone.ts";

type Opened = Extract<Document, { kind: "document" }>;

/** What must be known before a bucket can be read. */
export interface BucketContext {
  readonly zone: string;
  readonly unitBase: UnitBase;
  /** Undefined where the carrier itself is a fault: any kind of some carrier is taken then. */
  readonly rules: CarrierRules | undefined;
  /** The kinds of all carriers. */
  readonly kinds?: readonly string[];
}

export interface BucketReading {
  /** Also of a bucket with a fault. */
  readonly id: string | undefined;
  readonly bucket: Bucket | undefined;
  readonly faults: readonly FileFault[];
}

const UNLIMITED = "unlimited";
const QUOTA = 'an amount of data of more than 0 B to 100 TiB, such as "30 MB", or "unlimited"';
const AREA = 'an area: "province:", "local:" or "cell:" and its name in a-z, 0-9 and -, such as "province:guangxi"';
const RAT = oneOf("gsm", "umts", "lte", "nr", "nb-iot");
const PRIORITY = "a number of more than 0, such as 2.5 for between the second step and the third";
const RATS = "a list of at least one radio technology";

export const Area = v.pipe(v.string(AREA), v.regex(/^(province|local|cell):[a-z0-9-]{1,48}$/, AREA));

/** How what a kind is bound to is given, as can follow "expected". */
export const BOUND_FORMS: Readonly<Record<Bound, string>> = {
  destination: 'a destination, the name of a set of destinations such as "acquirer"',
  window: 'a window, the hours of the day such as "23:00-07:00"',
  area: 'an area such as "province:guangxi", "local:wuzhou" or "cell:4606801"',
};

export const bucketEntries = ({ unitBase, rules, kinds }: Omit<BucketContext, "zone">) => ({
  id: Name,
  kind: kindOf(rules, kinds),
  quota: v.pipe(
    v.string(QUOTA),
    v.transform((text) => (text === UNLIMITED ? text : parseBytes(text, unitBase))),
    v.custom<bigint | typeof UNLIMITED>(
      (quota) => quota === UNLIMITED || (typeof quota === "bigint" && quota > 0n && quota <= MOST_BYTES),
      QUOTA,
    ),
  ),
  destination: v.optional(Name),
  window: v.optional(DailyWindow),
  area: v.optional(Area),
  rat: v.optional(v.pipe(v.array(RAT, RATS), v.minLength(1, RATS))),
  from: v.optional(Day),
  until: v.optional(Day),
  carry_over: v.optional(YesOrNo),
  priority: v.optional(v.pipe(v.number(PRIORITY), v.finite(PRIORITY), v.gtValue(0, PRIORITY))),
  level: v.optional(whole(-1_000, 1_000)),
});

/** Reads one [[bucket]]. */
export function readBucket(document: Opened, index: number, given: unknown, context: BucketContext): BucketReading {
  const path = ["bucket", index];
  const { values, whole: written, faults } = readTable(document, path, given, bucketEntries(context));
  const { from, until } = values;
  const unbound = wrongBound(document, index, values.kind, context.rules);
  const wrong = [...faults, ...wrongTerm(document, index, from, until), ...unbound];
  if (written === undefined || wrong.length > 0) return { id: values.id, bucket: undefined, faults: wrong };
  const scope = defined({
    destination: written.destination,
    window: written.window,
    area: written.area,
    rats: written.rat,
  });
  const bucket: Bucket = defined({
    id: written.id,
    kind: written.kind,
    quota: written.quota === UNLIMITED ? undefined : written.quota,
    scope,
    term: from && until ? onceBetween(from, until, context.zone) : ({ each: "cycle" } as const),
    carries: written.carry_over,
    priority: written.priority,
    level: written.level ?? 0,
  });
  return { id: written.id, bucket, faults: [] };
}

const onceBetween = (from: LocalDate, until: LocalDate, zone: string) =>
  ({ each: "once", from: instantOf(from, zone), to: instantOf(daysAfter(until, 1), zone) }) as const;

function wrongTerm(
  document: Opened,
  index: number,
  from: LocalDate | undefined,
  until: LocalDate | undefined,
): readonly FileFault[] {
  const at = (key: "from" | "until", found: string, expected: string): readonly FileFault[] => [
    faultAt(document, ["bucket", index, key], found, expected),
  ];
  const absent = (key: string): boolean => document.lines.writtenAt(["bucket", index, key]) === undefined;
  if (until && absent("from")) return at("from", "nothing", "the first day, because until is given");
  if (from && absent("until")) return at("until", "nothing", "the last day (included), because from is given");
  if (!from || !until || dayText(from) <= dayText(until)) return [];
  return at("until", dayText(until), `a day that is not before from (${dayText(from)})`);
}

/** Data for some hours that does not say which would be drawn at all of them. */
function wrongBound(
  document: Opened,
  index: number,
  kind: string | undefined,
  rules: CarrierRules | undefined,
): readonly FileFault[] {
  const bound = rules === undefined || kind === undefined ? undefined : boundOf(kind, rules);
  if (bound === undefined || document.lines.writtenAt(["bucket", index, bound]) !== undefined) return [];
  const found = `nothing, beside kind = "${kind}"`;
  return [
    faultAt(document, ["bucket", index, bound], found, `${BOUND_FORMS[bound]}: data of this kind is for nothing else`),
  ];
}

/** Undefined: nothing, or no kind of the carrier's. */
export const boundOf = (kind: string, rules: CarrierRules): Bound | undefined =>
  rules.steps.flatMap(({ kinds }) => kinds).find(({ name }) => name === kind)?.bound;

const namesOf = (rules: CarrierRules): readonly string[] =>
  rules.steps.flatMap(({ kinds }) => kinds.map(({ name }) => name));

function kindOf(rules: CarrierRules | undefined, kinds: readonly string[] = []) {
  if (rules === undefined && kinds.length === 0) return Name;
  const known = rules === undefined ? kinds : namesOf(rules);
  const whose = rules?.carrier ?? "some carrier";
  return v.pipe(
    Name,
    v.check(
      (kind) => known.includes(kind),
      ({ input }) => {
        const near = nearest(input, known);
        return `a kind of ${whose}: ${near === undefined ? "" : `the nearest is ${near}; all are `}${known.join(", ")}`;
      },
    ),
  );
}
