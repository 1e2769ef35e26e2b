import { type WallMs, wallAfter } from "../base/instant.ts";
import { type FindingKind, findingRow } from "./findings/finding.ts";

/** One piece of evidence. */
export interface Finding {
  readonly kind: FindingKind;
  /** When it was seen, or since when what it says holds. */
  readonly at: WallMs;
  /** What was seen, with its numbers; identifiers masked. */
  readonly text?: string;
  /** From then on it says nothing any more; without it, as long as its kind lasts. */
  readonly until?: WallMs;
  /** Of a platform's word: which of its states this is. The newest word of the same state is the only one. */
  readonly platform?: string;
}

const ends = ({ kind, at, until }: Finding): WallMs | undefined => {
  const { lasts } = findingRow(kind);
  return until ?? (lasts === undefined ? undefined : wallAfter(at, lasts));
};

/**
 * What still says something at `now`, each kind once with its latest word, in an order that does not depend on the order in
 * which it was heard. What is dated in the future is not known yet.
 */
export function liveFindings(findings: readonly Finding[], now: WallMs): readonly Finding[] {
  const latest = new Map<FindingKind, Finding>();
  for (const finding of findings) {
    const end = ends(finding);
    if (finding.at > now || (end !== undefined && end <= now)) continue;
    const known = latest.get(finding.kind);
    if (known === undefined || isLater(finding, known)) latest.set(finding.kind, finding);
  }
  return [...latest.values()].toSorted((a, b) => (a.kind < b.kind ? -1 : 1));
}

const isLater = (one: Finding, other: Finding): boolean =>
  one.at > other.at || (one.at === other.at && (one.text ?? "") > (other.text ?? ""));
