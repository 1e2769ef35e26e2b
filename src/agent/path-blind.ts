import type { Diagnosis } from "../diagnosis/diagnose.ts";
import { findingRow } from "../diagnosis/findings/finding.ts";
import type { Probes } from "../report/probe-contract.ts";

/** A context is up, nothing has passed for a while, and nobody has ordered a probe: that it is closed behind would not be seen. */
export function pathBlind({ findings }: Pick<Diagnosis, "findings">, probes: Probes | undefined): boolean {
  const looked = findings.some(({ kind }) => findingRow(kind).family === "path");
  return probes === undefined && !looked && findings.some(({ kind }) => kind === "context-up");
}
