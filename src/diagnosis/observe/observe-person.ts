import type { WallMs } from "../../base/instant.ts";
import { CAUSE_CODES } from "../cause.ts";
import type { Finding } from "../finding-item.ts";

/** What a person may have noticed and no device finds out by itself. */
const NOTICED = [
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
type Noticed = (typeof NOTICED)[number];

/** What a person may say who did not ask the carrier: what they noticed, or which cause they suppose. */
export const PERSON_SAYS = [...NOTICED, ...CAUSE_CODES] as const;
export type PersonSays = (typeof PERSON_SAYS)[number];

/** Undefined for everything else. */
export const personSays = (text: string | undefined): PersonSays | undefined =>
  PERSON_SAYS.find((known) => known === text);

const isNoticed = (says: PersonSays): says is Noticed => NOTICED.some((known) => known === says);

export const observePerson = (says: PersonSays, by: string, at: WallMs): Finding => ({
  kind: isNoticed(says) ? says : `person:${says}`,
  at,
  text: `as ${by} says`,
});
