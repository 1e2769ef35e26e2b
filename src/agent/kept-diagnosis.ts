import { causeOf } from "../diagnosis/cause.ts";
import type { Diagnosis } from "../diagnosis/diagnose.ts";
import type { Finding } from "../diagnosis/finding-item.ts";
import { findingOf } from "../diagnosis/findings/finding.ts";
import type { Watch } from "../diagnosis/observe/watch.ts";
import type { CardFile, KeptCardFiles, OtherCardFile } from "./card-files.ts";
import { readKept } from "./kept-json.ts";

/** What of the diagnosis outlives a restart. */
export interface KeptDiagnosis extends KeptCardFiles {
  readonly watch: Watch;
  readonly last?: Diagnosis;
}

const SCHEMA = 1;

export const keptDiagnosis = (kept: KeptDiagnosis): string => JSON.stringify({ v: SCHEMA, ...kept });

/** Undefined for what is none of ours, or was written of causes and findings that are not known any more. */
export function readKeptDiagnosis(text: string | undefined): KeptDiagnosis | undefined {
  const kept = readKept(text, isKept);
  if (kept === undefined) return undefined;
  const { last, others = [] } = kept;
  const lastKnown =
    last?.findings.every(isKnown) === true && last.causes.every(({ cause }) => causeOf(cause) !== undefined);
  return {
    watch: kept.watch,
    ...knownOf(kept),
    ...(others.length === 0
      ? {}
      : { others: others.map((one): OtherCardFile => ({ iccid: one.iccid, ...knownOf(one) })) }),
    ...(last !== undefined && lastKnown ? { last } : {}),
  };
}

const isKnown = ({ kind }: Finding): boolean => findingOf(kind) !== undefined;

function knownOf({ told, confirmed, stood, carrier }: CardFile): CardFile {
  const cause = stood?.cause;
  const stands =
    cause === undefined ||
    (causeOf(cause.cause) !== undefined && [...cause.for, ...cause.against].every(({ finding }) => isKnown(finding)));
  return {
    told: told.filter(isKnown),
    ...(confirmed !== undefined && causeOf(confirmed.cause) !== undefined ? { confirmed } : {}),
    ...(stood !== undefined && stands ? { stood } : {}),
    ...(carrier === undefined ? {} : { carrier }),
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
