import type { MonoMs, WallMs } from "../base/instant.ts";

/**
 * What speaks for a suspended card. Weights are priors until carrier packs bring their own: no source says which cause
 * a Chinese carrier sends for which stop, so nothing here is near certainty.
 */
export const EVIDENCE = {
  "network-detach": { weight: 0.5, sentence: "the network detached the device" },
  "registration-denied": { weight: 0.5, sentence: "the network denied registration" },
  "denied-permanently": {
    weight: 0.7,
    sentence: "the network denied registration with a cause that holds until switch-off",
  },
  "context-lost": { weight: 0.4, sentence: "the network took the PDP context away" },
  "service-lost": { weight: 0.3, sentence: "packet data service went without the network saying so" },
  "registration-lost": { weight: 0.2, sentence: "registration was lost; this may be coverage" },
  "over-limit": { weight: 0.35, sentence: "the plan's quota is used up by this device's own meter" },
} as const satisfies Record<string, { readonly weight: number; readonly sentence: string }>;

export type EvidenceKind = keyof typeof EVIDENCE;

export interface Evidence {
  readonly kind: EvidenceKind;
  readonly at: WallMs;
  readonly mono: MonoMs;
  readonly weight: number;
  /** What was seen, with its numbers. */
  readonly text: string;
}

/** Independent pieces add up without ever reaching certainty: 1 - product of (1 - weight). */
export function confidenceOf(evidence: readonly Evidence[]): number {
  const against = evidence.reduce((product, piece) => product * (1 - piece.weight), 1);
  return Math.round((1 - against) * 100) / 100;
}
