import { type Duration, Millis } from "../base/duration.ts";
import { wallAfter, WallMs } from "../base/instant.ts";
import { isStricter } from "./level.ts";
import { keptMoment, type KeptMoment, type Moment, since } from "./moment.ts";
import type { Wish, WishFamily } from "./reason.ts";

/** A wish that was entered, and when. Plain JSON but for the branded numbers. */
export interface HeldWish {
  readonly wish: Wish;
  readonly since: KeptMoment;
}

/**
 * What is stricter holds at once; what was entered holds for the dwell at least. Only for what is reckoned from figures that move to and
 * fro: the share has its latch; what was told of a pool or an account is only used up until somebody tells more, and his word holds at once; a
 * network that lets data pass again is evidence of its own, of which every minute counts.
 */
const DWELLING: readonly WishFamily[] = ["pace"];

export function dwelt(
  held: readonly HeldWish[],
  wishes: readonly Wish[],
  now: Moment,
  dwell: Duration,
): { readonly wishes: readonly Wish[]; readonly held: readonly HeldWish[] } {
  const families = DWELLING.flatMap((family): readonly HeldWish[] => {
    const before = held.find(({ wish }) => wish.family === family);
    const wish = wishes.find((one) => one.family === family);
    if (before === undefined) return wish === undefined ? [] : [{ wish, since: keptMoment(now) }];
    if (wish?.level === before.wish.level) return [{ wish, since: before.since }];
    const looser = wish === undefined || isStricter(before.wish.level, wish.level);
    if (looser && since(before.since, now) < dwell) return [before];
    return wish === undefined ? [] : [{ wish, since: keptMoment(now) }];
  });
  const shown = families.map((one) => (wishes.includes(one.wish) ? one.wish : staying(one, now, dwell)));
  return { wishes: [...wishes.filter(({ family }) => !DWELLING.includes(family)), ...shown], held: families };
}

/** When the first of them may be left, for those that are held beyond their reason. */
export function dwellEnds(held: readonly HeldWish[], now: Moment, dwell: Duration): WallMs | undefined {
  const lefts = held.map((one) => dwell - since(one.since, now)).filter((left) => left > 0);
  return lefts.length === 0 ? undefined : wallAfter(now.wall, Millis(Math.min(...lefts)));
}

const staying = ({ wish, since: from }: HeldWish, now: Moment, dwell: Duration): Wish => ({
  ...wish,
  text: `${wish.text} (no longer so; held for a while so that it does not go to and fro)`,
  until: wholeMinute(wallAfter(now.wall, Millis(Math.max(0, dwell - since(from, now))))),
});

/** Two clocks that are not quite of one pace would name another instant every time. */
const wholeMinute = (at: WallMs): WallMs => WallMs(Math.ceil(at / 60_000) * 60_000);
