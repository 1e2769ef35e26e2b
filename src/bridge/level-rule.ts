import { type Duration, Minutes, Seconds } from "../base/duration.ts";
import { unreachable } from "../base/unreachable.ts";
import type { AskOutcome } from "./decision-source.ts";
import { CLASS_CODES, type ClassWord, type LevelWord, type ReasonWord } from "./wire-codes.ts";

/** The lowest rank that a level lets send. */
const RANKS: Readonly<Record<LevelWord, number>> = {
  normal: 4,
  conserve: 3,
  essential: 2,
  "reserve-only": 1,
  offline: 0,
};

/** How long a grant lasts where the level alone decides: long enough for a transaction, short enough to be asked again. */
const LASTS: Duration = Minutes(5);
/** When a class that the level holds back is to ask again; a change of the level is told before. */
const RETRY: Duration = Minutes(10);
/** A payment does not wait ten minutes for a radio that may be back in one. */
const PAYMENT_RETRY: Duration = Seconds(30);

export const mayAtLevel = (level: LevelWord, of: ClassWord): boolean => CLASS_CODES[of].code <= RANKS[level];

/** Granted or refused by nothing but the level: knows no allowance and no reserve. */
export function askByLevel(
  level: LevelWord,
  request: { readonly class: ClassWord; readonly bytes: number; readonly within: Duration },
  suspected: boolean,
): AskOutcome {
  if (mayAtLevel(level, request.class)) {
    return { kind: "granted", bytes: request.bytes, lasts: grantLasts(request.within) };
  }
  return { kind: "refused", reason: reasonAtLevel(level, suspected), retry: retryAtLevel(request.class) };
}

/** Zero: not told. */
export const grantLasts = (within: Duration): Duration => (within > 0 && within < LASTS ? within : LASTS);

export const retryAtLevel = (of: ClassWord): Duration => (of === "payment" ? PAYMENT_RETRY : RETRY);

export function reasonAtLevel(level: LevelWord, suspected: boolean): ReasonWord {
  switch (level) {
    case "offline":
      return suspected ? "suspended" : "no-service";
    case "normal":
    case "conserve":
    case "essential":
    case "reserve-only":
      return suspected ? "suspended" : "level";
    default:
      return unreachable(level);
  }
}
