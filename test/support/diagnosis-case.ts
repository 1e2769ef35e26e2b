import type { CauseCode } from "../../src/diagnosis/cause.ts";
import type { FindingKind } from "../../src/diagnosis/findings/finding.ts";

/** What a device has found out when somebody asks, and what was really the matter. */
export interface DiagnosisCase {
  readonly name: string;
  /** All that hold. */
  readonly truth: readonly CauseCode[];
  readonly found: readonly FindingKind[];
  /** What was found separates the truth from everything that looks like it. */
  readonly clear: boolean;
}

export const MODEM: readonly FindingKind[] = ["modem-answers", "sim-ready"];
const HERE: readonly FindingKind[] = [
  "own-network",
  "same-area",
  "device-same",
  "worked-before",
  "apn-worked",
  "signal-good",
  "clock-trusted",
  "not-held-back-here",
];
const PLAN: readonly FindingKind[] = ["quota-left", "not-in-pool", "within-term", "no-fee-due", "limit-stops"];

/** An ordinary device in an ordinary month, less what a case says otherwise. */
export const usual = (...less: readonly FindingKind[]): readonly FindingKind[] =>
  [...MODEM, ...HERE, ...PLAN].filter((kind) => !less.includes(kind));

export const at = (
  name: string,
  truth: CauseCode | readonly CauseCode[],
  clear: boolean,
  found: readonly FindingKind[],
): DiagnosisCase => ({
  name,
  truth: typeof truth === "string" ? [truth] : truth,
  clear,
  found,
});

/** Three ways in which a carrier keeps a card's data back. */
export const GATE: readonly FindingKind[] = ["registered", "context-up", "path-silent"];
export const refused = (kind: FindingKind): readonly FindingKind[] => ["registered", kind];
export const denied = (kind: FindingKind): readonly FindingKind[] => ["detached-then-refused", kind];
