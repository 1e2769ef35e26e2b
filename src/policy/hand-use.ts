import type { ByRank } from "./day-use.ts";
import type { LevelDecision } from "./decide.ts";
import type { ClassOverride, ClassOverrideNow } from "./override.ts";
import type { PolicyState } from "./policy-state.ts";
import type { ClassNames } from "./traffic-classes.ts";

/** What each class used since a person set something for it, and whether that has an effect now. */
export function handsNow(
  { byHand: before, day }: PolicyState,
  byHand: readonly ClassOverride[],
  { classes, spent, trusted }: { readonly classes: ClassNames; readonly spent: ByRank; readonly trusted: boolean },
  { level }: LevelDecision,
): readonly ClassOverrideNow[] {
  return byHand.map((hand): ClassOverrideNow => {
    const rank = classes.indexOf(hand.class);
    const [now = 0, seen = 0] = [spent[rank], day?.seen[rank]];
    const known = before.find((one) => one.class === hand.class && one.since === hand.since);
    // What was used before the word was given is not of it.
    const used = known === undefined ? 0 : Math.max(0, known.used + now - seen);
    if (hand.aim === "loosen" && !trusted) return { ...hand, used, idle: "clock" };
    return level === "offline" ? { ...hand, used, idle: "service" } : { ...hand, used };
  });
}
