import type { ReasonWord } from "./wire-codes.ts";

/** What a program that follows the bridge is told: that something of the state changed, or that a grant holds no more. */
export type BridgeNews =
  | { readonly kind: "state"; readonly sequence: number }
  | {
      readonly kind: "withdrawn";
      readonly sequence: number;
      readonly grant: number;
      readonly reason: ReasonWord;
    };
