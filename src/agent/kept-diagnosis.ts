import { causeOf } from "../diagnosis/cause.ts";
import type { Diagnosis } from "../diagnosis/diagnose.ts";
import type { Finding } from "../diagnosis/finding-item.ts";
import { findingOf } from "../diagnosis/findings/finding.ts";
import type { Watch } from "../diagnosis/observe/watch.ts";
import type { HeldConfirmation } from "./confirmed-cause.ts";
import { readKept } from "./kept-json.ts";

/** What of the diagnosis outlives a restart. */
export interface KeptDiagnosis {
  readonly watch: Watch;
  readonly told: readonly Finding[];
  readonly confirmed?: HeldConfirmation;
  readonly last?: Diagnosis;
}

const SCHEMA = 1;

export const keptDiagnosis = (kept: KeptDiagnosis): string => JSON.stringify({ v: SCHEMA, ...kept });

/** Undefined for what is none of ours, or was written of causes and findings that are not known any more. */
export function readKeptDiagnosis(text: string | undefined): KeptDiagnosis | undefined {
  const kept = readKept(text, isKept);
  if (kept === undefined) return undefined;
  const known = ({ kind }: Finding): boolean => findingOf(kind) !== undefined;
  const { confirmed, last } = kept;
  const lastKnown =
    last?.findings.every(known) === true && last.causes.every(({ cause }) => causeOf(cause) !== undefined);
  return {
    watch: kept.watch,
    told: kept.told.filter(known),
    ...(confirmed !== undefined && causeOf(confirmed.cause) !== undefined ? { confirmed } : {}),
    ...(last !== undefined && lastKnown ? { last } : {}),
  };
}

const has = <K extends string>(value: unknown, key: K): value is Record<K, unknown> =>
  typeof value === "object" && value !== null && key in value;

/** Written by this program alone. */
const isKept = (value: unknown): value is KeptDiagnosis =>
  has(value, "v") &&
  value.v === SCHEMA &&
  has(value, "watch") &&
  has(value.watch, "worked") &&
  Array.isArray(value.watch.worked) &&
  has(value, "told") &&
  Array.isArray(value.told);
