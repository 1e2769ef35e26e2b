import type { WallMs } from "../base/instant.ts";

/** Bytes to be rated: an hour of the ledger, a line of a usage file. What is not known of them is absent. */
export interface Usage {
  readonly at: WallMs;
  /** First instant after it; absent or equal to `at`: it has no length. */
  readonly until?: WallMs;
  /** Both directions together. */
  readonly bytes: bigint;
  /** Which set of destinations it went to (定向); absent: anywhere. */
  readonly destination?: string;
  /** Where it was: `province:guangxi`, `local:wuzhou`, `cell:4606801`. */
  readonly areas?: readonly string[];
  /** Radio access technology, as 27.007 7.3 groups them: `gsm`, `umts`, `lte`, `nr`, `nb-iot`. */
  readonly rat?: string;
  /** Which session it was of; usage of one session is rounded together. Absent: a session of its own. */
  readonly session?: string;
  /** Of which usage it is a part. */
  readonly whole?: { readonly from: WallMs; readonly bytes: bigint };
}
