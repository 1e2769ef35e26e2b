import { defined } from "../base/defined.ts";
import type { WallMs } from "../base/instant.ts";
import { CAUSE_CODES, type CauseCode } from "./cause.ts";
import {
  type Bound,
  BOUNDS,
  boundsOf,
  type Exclusion,
  notExcluded,
  separates,
  type Known,
  withoutNotices,
} from "./certainty.ts";
import { type Finding, liveFindings } from "./finding-item.ts";
import { findingRow } from "./findings/finding.ts";
import { isCalm } from "./symptom.ts";
import { type Leanings, score, type Scores, type Weighed, weighFindings } from "./score.ts";

/** What cannot be seen from here, however long one looks: without an AT port there is no registration to ask. */
export type Unseen = "registration" | "sim" | "signal" | "messages" | "path" | "plan";

/** A cause that somebody who asked the carrier has stated. */
export interface Confirmation {
  readonly cause: CauseCode;
  readonly at: WallMs;
  /** Who told, such as 10086 and the agent's number. */
  readonly by: string;
}

export interface DiagnosisInput {
  readonly findings: readonly Finding[];
  readonly now: WallMs;
  readonly leanings?: Leanings;
  readonly confirmed?: Confirmation;
  readonly unseen?: readonly Unseen[];
}

export interface Supported {
  readonly finding: Finding;
  /** The natural logarithm of a likelihood ratio. */
  readonly weight: number;
}

export interface RankedCause {
  readonly cause: CauseCode;
  /** 0 to 1, two decimals, never 1. */
  readonly confidence: number;
  readonly standing: "confirmed" | "likely" | "suspected" | "possible";
  /** Strongest first. */
  readonly for: readonly Supported[];
  readonly against: readonly Supported[];
  /** What it may be mistaken for by what is known, the likeliest first. */
  readonly notSeparatedFrom: readonly CauseCode[];
  /** What holds the confidence down. */
  readonly bounds: readonly Bound[];
  /** Arrears stop in one direction first, then in both. */
  readonly form?: "one-way" | "two-way";
}

export interface Diagnosis {
  readonly at: WallMs;
  /** `calm`: nothing says that anything is wrong. */
  readonly state: "calm" | "trouble";
  /** The likeliest first; what is next to impossible is left out. */
  readonly causes: readonly RankedCause[];
  readonly findings: readonly Finding[];
  readonly notExcluded: readonly Exclusion[];
  readonly unseen: readonly Unseen[];
  readonly confirmed?: Confirmation & {
    /** What was believed without it. */
    readonly believed?: { readonly cause: CauseCode; readonly confidence: number };
    /** Seen after it was stated, and not compatible with it. */
    readonly contradictedBy: readonly Finding[];
  };
}

const SHOWN = 0.02;
const LIKELY = 0.6;
const SUSPECTED = 0.25;
const CONFIRMED = 0.95;
/** So strong a finding that came after a confirmation takes it away. */
const CONTRADICTS = -3;
const TELLS = 0.3;

/**
 * From evidence to ranked causes. Several may hold at once: the figures are not shares of one whole. The order of the findings makes
 * no difference. Pure.
 */
export function diagnose({ findings, now, leanings = {}, confirmed, unseen = [] }: DiagnosisInput): Diagnosis {
  const live = liveFindings(findings, now);
  const weighed = weighFindings(live, leanings);
  const calm = isCalm(live);
  const scores = score(weighed, leanings, calm);
  const unwritten = withoutNotices(weighed);
  const inferred = CAUSE_CODES.map((cause, at) => ranked(cause, at, { weighed, scores, unwritten }))
    .filter(({ confidence }) => confidence >= SHOWN)
    .toSorted((a, b) => b.confidence - a.confidence || raw(scores, b) - raw(scores, a));
  const stated = confirmed === undefined ? undefined : judged(confirmed, weighed, inferred);
  return {
    at: now,
    state: calm ? "calm" : "trouble",
    causes:
      stated === undefined || stated.contradictedBy.length > 0 ? inferred : withConfirmed(stated, inferred, weighed),
    findings: live,
    notExcluded: notExcluded(weighed),
    unseen,
    ...defined({ confirmed: stated }),
  };
}

const raw = ({ probability }: Scores, { cause }: RankedCause): number => probability[CAUSE_CODES.indexOf(cause)] ?? 0;

function ranked(cause: CauseCode, at: number, known: Known): RankedCause {
  const { weighed, scores } = known;
  const probability = scores.probability[at] ?? 0;
  const all = boundsOf(cause, known);
  const bounds = all.filter((bound) => BOUNDS[bound] < probability);
  const confidence = Math.floor(Math.min(probability, ...all.map((bound) => BOUNDS[bound])) * 100) / 100;
  return {
    cause,
    confidence,
    standing: confidence >= LIKELY ? "likely" : confidence >= SUSPECTED ? "suspected" : "possible",
    ...supports(at, weighed),
    notSeparatedFrom: rivals(cause, weighed, scores),
    bounds,
    ...defined({ form: cause === "arrears" ? formOf(weighed) : undefined }),
  };
}

function supports(at: number, weighed: readonly Weighed[]): Pick<RankedCause, "for" | "against"> {
  const all = weighed.map(({ finding, weights }): Supported => ({ finding, weight: weights[at] ?? 0 }));
  return {
    for: all.filter(({ weight }) => weight >= TELLS).toSorted((a, b) => b.weight - a.weight),
    against: all.filter(({ weight }) => weight <= -TELLS).toSorted((a, b) => a.weight - b.weight),
  };
}

/** Causes that what was found makes about as likely; a few, for people to read. */
function rivals(cause: CauseCode, weighed: readonly Weighed[], scores: Scores): readonly CauseCode[] {
  const chance = (other: CauseCode): number => scores.probability[CAUSE_CODES.indexOf(other)] ?? 0;
  return CAUSE_CODES.filter((other) => other !== cause && chance(other) >= SHOWN)
    .filter((other) => !separates(weighed, scores.evidence, cause, other))
    .toSorted((a, b) => chance(b) - chance(a))
    .slice(0, 5);
}

/** Refused at the door: both ways; let in and only data or sending refused: one way. */
function formOf(weighed: readonly Weighed[]): "one-way" | "two-way" | undefined {
  const kinds = weighed.map(({ finding }) => finding.kind);
  if (kinds.some((kind) => kind.startsWith("denied-") || kind === "detached-then-refused")) return "two-way";
  return kinds.some((kind) => kind === "registered" || kind === "sms-only") ? "one-way" : undefined;
}

function judged(
  confirmed: Confirmation,
  weighed: readonly Weighed[],
  inferred: readonly RankedCause[],
): NonNullable<Diagnosis["confirmed"]> {
  const at = CAUSE_CODES.indexOf(confirmed.cause);
  const [believed] = inferred;
  const contradictedBy = weighed
    .filter(({ finding, weights }) => finding.at > confirmed.at && (weights[at] ?? 0) <= CONTRADICTS)
    .map(({ finding }) => finding);
  return {
    ...confirmed,
    ...(believed === undefined ? {} : { believed: { cause: believed.cause, confidence: believed.confidence } }),
    contradictedBy,
  };
}

function withConfirmed(
  { cause }: Confirmation,
  inferred: readonly RankedCause[],
  weighed: readonly Weighed[],
): readonly RankedCause[] {
  const at = CAUSE_CODES.indexOf(cause);
  const own = inferred.find((row) => row.cause === cause);
  const first: RankedCause = {
    ...(own ?? { cause, ...supports(at, weighed) }),
    confidence: CONFIRMED,
    standing: "confirmed",
    notSeparatedFrom: [],
    bounds: [],
  };
  return [first, ...inferred.filter((row) => row.cause !== cause)];
}

/** A finding in the words of its table, with what was seen. */
export const findingWords = ({ kind, text }: Finding): { readonly en: string; readonly zh: string } => {
  const { says, zh } = findingRow(kind);
  const seen = text === undefined ? "" : ` (${text})`;
  return { en: says + seen, zh: zh + seen };
};
