import type { WallMs } from "../base/instant.ts";
import type { Scope } from "./scope.ts";

/** When a bucket is there: opened anew with every cycle, or once, from one instant up to another. */
export type Term = { readonly each: "cycle" } | { readonly each: "once"; readonly from: WallMs; readonly to: WallMs };

/** One amount of data that was bought, as the plan declares it. */
export interface Bucket {
  readonly id: string;
  /** What the carrier calls it: a kind of the plan's carrier rules. */
  readonly kind: string;
  /** IP-layer bytes, both directions; absent: without a limit. */
  readonly quota?: bigint;
  readonly scope: Scope;
  readonly term: Term;
  /** Overrides what the carrier's rules say of the kind. */
  readonly carries?: boolean;
  /** Overrides the step of the carrier's order: 2.5 is drawn between the second step and the third. */
  readonly priority?: number;
  /** Order within one step, the lowest first (套餐的级别). */
  readonly level: number;
}
