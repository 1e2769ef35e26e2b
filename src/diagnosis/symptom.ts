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

/** Whether nothing that was found says that something does not work. */
export const isCalm = (findings: readonly Finding[]): boolean =>
  !findings.some(({ kind }) => OF_WORKING.includes(findingRow(kind).family) && !WELL.includes(kind));
