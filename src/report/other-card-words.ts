import { causeOf } from "../diagnosis/cause.ts";
import type { Words } from "../plan/words.ts";
import type { DiagnosisAnswer } from "./diagnosis-answer.ts";
import { actsOf, backOf, remedyOf } from "./diagnosis-words.ts";
import { headlineOf, isNamed } from "./headline.ts";
import { SLOT_WHY } from "./slot-words.ts";

export interface OtherCardWords {
  /** `the home card`. */
  readonly which: Words;
  readonly slot: number;
  readonly iccid: string;
  /** What stands about it. */
  readonly what: Words;
  readonly acts?: Words;
  readonly back?: Words;
  readonly steps: readonly Words[];
  readonly hotline?: string;
  /** When the device looks at it again. */
  readonly next?: string;
}

/** Of two cards the one that is not in use, where it was no good: what brings it back, and who acts. The one in use works, and nobody would look. */
export function otherCardWords({ diagnosis, otherCard, zone }: DiagnosisAnswer): OtherCardWords | undefined {
  const other = diagnosis?.other;
  if (other === undefined || otherCard === undefined) return undefined;
  const { iccid, next, contact } = otherCard;
  const { cause: told, why, slot, home } = other;
  const which: Words = home ? { en: "the home card", zh: "主卡" } : { en: "the second card", zh: "副卡" };
  const known = {
    which,
    slot,
    iccid,
    ...(contact.hotline === undefined ? {} : { hotline: contact.hotline }),
    ...(home && next !== undefined ? { next } : {}),
  };
  if (told === undefined) return { ...known, what: SLOT_WHY[why ?? "stop"], steps: [] };
  const code = causeOf(told.cause);
  if (code === undefined || !isNamed(told)) return { ...known, what: headlineOf(told), steps: [] };
  const { steps } = remedyOf(code, told, { contact, zone });
  return { ...known, what: headlineOf(told), acts: actsOf(told), back: backOf(told, zone), steps };
}
