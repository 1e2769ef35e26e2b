import { CAUSE_CODES, type CauseCode } from "./cause.ts";
import type { Finding } from "./finding-item.ts";
import { FAMILIES, type Family } from "./findings/finding-row.ts";
import { type FindingKind, findingRow } from "./findings/finding.ts";
import { PRIORS } from "./priors.ts";

/** What a carrier's file says otherwise than the tables. */
export interface Leanings {
  readonly priors?: Readonly<Partial<Record<CauseCode, number>>>;
  readonly weights?: readonly { readonly finding: FindingKind; readonly cause: CauseCode; readonly weight: number }[];
}

export interface Weighed {
  readonly finding: Finding;
  readonly family: Family;
  /** By the cause's place in `CAUSE_CODES`. */
  readonly weights: readonly number[];
}

/** Each further finding of one family counts so much of what it would count alone. */
const AGAIN = 0.4;
/** Two causes at once are rarer than their rarities together. */
const TWICE = -1.5;
/** What is e^9 times less likely than another alone is not looked at in company. */
const FAR = 9;

const RESTARTS = "modem-restarting";
const HUNG = CAUSE_CODES.indexOf("modem-hung");

export function weighFindings(findings: readonly Finding[], leanings: Leanings): readonly Weighed[] {
  // A modem that restarts again and again works in between: that it does says nothing against it.
  const restarts = findings.some(({ kind }) => kind === RESTARTS);
  return findings.map((finding) => {
    const { family, weights } = findingRow(finding.kind);
    const own = leanings.weights?.filter((row) => row.finding === finding.kind) ?? [];
    const all = CAUSE_CODES.map((cause) => own.findLast((row) => row.cause === cause)?.weight ?? weights[cause] ?? 0);
    return {
      finding,
      family,
      weights: restarts ? all.map((weight, place) => (place === HUNG ? Math.max(0, weight) : weight)) : all,
    };
  });
}

/** The strongest whole, the others less and less: never less than without one of them. */
function together(sizes: number[]): number {
  sizes.sort((a, b) => b - a);
  let [total, part] = [0, 1];
  for (const size of sizes) {
    total += size * part;
    part *= AGAIN;
  }
  return total;
}

const NOBODY = -1;

/**
 * How well one cause, or two that hold at the same time, fit: what either explains is explained, what contradicts one of
 * them contradicts it whatever else holds.
 */
function fit(byFamily: readonly (readonly Weighed[])[], one: number, other: number): number {
  let sum = 0;
  for (const items of byFamily) {
    const [fors, againstOne, againstOther]: [number[], number[], number[]] = [[], [], []];
    for (const { weights } of items) {
      const [a, b] = [weights[one] ?? 0, weights[other] ?? 0];
      const best = Math.max(a, b, 0);
      if (best > 0) fors.push(best);
      if (a < 0) againstOne.push(-a);
      if (b < 0) againstOther.push(-b);
    }
    sum += together(fors) - together(againstOne) - together(againstOther);
  }
  return sum;
}

const inFamilies = (weighed: readonly Weighed[]): readonly (readonly Weighed[])[] =>
  FAMILIES.map((family) => weighed.filter((item) => item.family === family)).filter((items) => items.length > 0);

/** What the findings alone say of each cause, in the order of `CAUSE_CODES`. */
export function evidenceOf(weighed: readonly Weighed[]): readonly number[] {
  const byFamily = inFamilies(weighed);
  return CAUSE_CODES.map((_, at) => fit(byFamily, at, NOBODY));
}

export interface Scores {
  /** Of each cause, in the order of `CAUSE_CODES`: the probability that it holds, alone or with another one. */
  readonly probability: readonly number[];
  readonly evidence: readonly number[];
  /** That something else is wrong, or nothing. */
  readonly other: number;
}

/**
 * The posterior over "none of these", each cause alone and each two together. `calm`: nothing says that anything is wrong, so that
 * "none of these" is the likely answer. Pure; at most some 600 sums of a few dozen numbers.
 */
export function score(weighed: readonly Weighed[], leanings: Leanings, calm: boolean): Scores {
  const byFamily = inFamilies(weighed);
  const priors = CAUSE_CODES.map((cause) => leanings.priors?.[cause] ?? PRIORS[cause]);
  const evidence = evidenceOf(weighed);
  const other = calm ? 3 : 0;
  const alone = evidence.map((sum, at) => sum + (priors[at] ?? 0));
  const likeliest = Math.max(other, ...alone);
  const thinkable = CAUSE_CODES.flatMap((_, at) => ((alone[at] ?? 0) > likeliest - FAR ? [at] : []));
  const pairs: { readonly one: number; readonly two: number; readonly log: number }[] = [];
  for (const one of thinkable)
    for (const two of thinkable.filter((at) => at > one))
      pairs.push({ one, two, log: fit(byFamily, one, two) + (priors[one] ?? 0) + (priors[two] ?? 0) + TWICE });
  const most = Math.max(other, ...alone, ...pairs.map(({ log }) => log));
  const weight = (log: number): number => Math.exp(log - most);
  const sums = alone.map(weight);
  let whole = sums.reduce((total, part) => total + part, weight(other));
  for (const { one, two, log } of pairs) {
    const part = weight(log);
    whole += part;
    sums[one] = (sums[one] ?? 0) + part;
    sums[two] = (sums[two] ?? 0) + part;
  }
  return { probability: sums.map((sum) => sum / whole), evidence, other: weight(other) / whole };
}
