import type { WallMs } from "../../base/instant.ts";
import type { Finding } from "../finding-item.ts";

/** What a person may have noticed and no device finds out by itself. */
export const NOTICED = [
  "others-too",
  "others-fine",
  "card-works-elsewhere",
  "other-card-works",
  "other-apn-works",
  "directed",
  "messages-refused",
  "slow-always",
  "slow-now",
  "slow-in-busy-hours",
  "certificate-out-of-date",
] as const;
export type Noticed = (typeof NOTICED)[number];

export const observePerson = (noticed: Noticed, by: string, at: WallMs): Finding => ({
  kind: noticed,
  at,
  text: `as ${by} says`,
});
