import type { Finding } from "./finding-item.ts";
import { type FindingKind, findingRow } from "./findings/finding.ts";

/** Families that speak of what does or does not work now; the others say what would explain it. */
const OF_WORKING = ["registration", "detach", "bearer", "path", "speed", "device", "sim", "own"];
const WELL: readonly FindingKind[] = [
  "registered",
  "context-up",
  "path-open",
  "addresses-answer",
  "modem-answers",
  "sim-ready",
  "not-held-back-here",
  "other-apn-works",
  "detached-and-back",
];

/** The carrier's messages of a stop, by whatever cause. */
const SAYS_STOPPED = /^notice:(?!resumed$|low$|not-taken$)/;
const PROVES = ["path-open", "worked-before"] as const;

export const saysStopped = ({ kind }: Finding): boolean => SAYS_STOPPED.test(kind);

/**
 * Whether nothing that was found says that something does not work. A closed gate gives no sign by itself; what the carrier wrote of a
 * stop is one, until bytes came down after it.
 */
export function isCalm(findings: readonly Finding[]): boolean {
  if (findings.some(({ kind }) => OF_WORKING.includes(findingRow(kind).family) && !WELL.includes(kind))) return false;
  const passed = Math.max(...findings.filter(({ kind }) => PROVES.some((one) => one === kind)).map(({ at }) => at));
  return !findings.some((one) => saysStopped(one) && one.at >= passed);
}
