import type { WallMs } from "../base/instant.ts";
import type { Bucket } from "./bucket.ts";
import type { DataPlan } from "./data-plan.ts";
import type { Money } from "./money.ts";

/** Something that the meter cannot see and that decides how bytes are rated. */
export type PlanFact =
  /** From the next cycle on, or at once where `forced`. */
  | { readonly name: "plan-changed"; readonly at: WallMs; readonly plan: DataPlan; readonly forced: boolean }
  /** `withCycle`: it ends with the cycle in which it was bought, whatever its term says: the plan may be corrected later. */
  | { readonly name: "pack-bought"; readonly at: WallMs; readonly bucket: Bucket; readonly withCycle?: true }
  /** It is there to the end of the cycle and not opened again. */
  | { readonly name: "pack-unsubscribed"; readonly at: WallMs; readonly bucket: string }
  /** The fee of the cycle that holds `at`; told of a cycle that is over, it lies in that cycle all the same. */
  | { readonly name: "fee-charged"; readonly at: WallMs }
  | { readonly name: "suspended"; readonly at: WallMs }
  | { readonly name: "resumed"; readonly at: WallMs }
  | { readonly name: "cancelled"; readonly at: WallMs }
  /** What a page or a hotline showed: it changes no byte's rating. Of a pool (流量池): what is left for all its cards. */
  | { readonly name: "pool-balance"; readonly at: WallMs; readonly bytes: bigint }
  /** On the account, below zero: it owes. */
  | { readonly name: "account-balance"; readonly at: WallMs; readonly money: Money };
