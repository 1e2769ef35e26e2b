import { defined } from "../base/defined.ts";
import { type Duration, Days, Hours } from "../base/duration.ts";
import { wallAfter, WallMs } from "../base/instant.ts";
import { NEVER } from "../plan/cycle.ts";
import { moneyReach } from "../plan/money-reach.ts";
import type { PoolShare } from "../plan/pool-share.ts";
import type { Books } from "../plan/rating/books.ts";
import type { Allowance } from "./allowance.ts";
import { cheapWindow } from "./cheap-window.ts";
import { type ByRank, type DayUse, dayUse, nextDay } from "./day-use.ts";
import { decideBy, type LevelDecision, type PolicyInput } from "./decide.ts";
import type { Decision } from "./decision.ts";
import { dwellEnds, dwelt } from "./dwell.ts";
import { guardRatio } from "./guard.ts";
import { handsNow } from "./hand-use.ts";
import { type BeyondQuota, type Left, leftOf } from "./left.ts";
import type { Moment } from "./moment.ts";
import type { ClassOverride } from "./override.ts";
import { type Outlook, paceReach } from "./pace.ts";
import type { PolicyState } from "./policy-state.ts";
import { type Reserve, reserveOf, type ReserveRules } from "./reserve.ts";
import { guarded, shareOut } from "./share-out.ts";
import { latchShare } from "./share-latch.ts";
import type { ClassNames } from "./traffic-classes.ts";
import { wishesOf } from "./wishes.ts";

/** What the owner ordered. */
export interface PolicyRules {
  readonly classes: ClassNames;
  /** How long a level by pace holds at least. */
  readonly dwell: Duration;
  readonly beyondQuota: BeyondQuota;
  readonly reserve: ReserveRules;
  /** Bytes a day that are management's own, however little is left. */
  readonly trickle: number;
  readonly inFlight: number;
  readonly slowRate: number;
  /** Percentages of the quota, as of the plan's lines. */
  readonly conserve: number;
  readonly essential: number;
}

export interface StepInput extends Omit<PolicyInput, "clockTrusted" | "pace" | "money" | "kept"> {
  readonly now: Moment;
  /** Which card is in: a level by share is its own. */
  readonly card?: string | undefined;
  /** Absent while nothing was metered yet. */
  readonly books?: Books | undefined;
  readonly poolShare?: PoolShare | undefined;
  readonly outlook?: Outlook | undefined;
  /** Bytes of each class since this program's start. */
  readonly spent: ByRank;
  /** Those that are over left out. */
  readonly byHand: readonly ClassOverride[];
  readonly rules: PolicyRules;
}

/** A day at most passes without another look. */
const LONGEST: Duration = Hours(24);
/** Where a plan has no end: what is left is to last for so long. */
const WITHOUT_END = 30;

/** What is known now, and what was entered before, to a level with what it means for each class. Pure. */
export function step(
  state: PolicyState,
  input: StepInput,
): { readonly state: PolicyState; readonly decision: Decision } {
  const { now, standing, books, rules, byHand, spent } = input;
  const zone = books?.plan.cycle.zone ?? "UTC";
  const mark = `${input.card ?? ""}|${books === undefined ? "" : planMark(books)}`;
  const heldOf = `${mark}|${standing?.quota ?? ""}`;
  const before = heldOf === state.heldOf || standing === undefined ? state.held : [];
  const heldPace = before.find(({ wish }) => wish.family === "pace")?.wish.level;
  const pacing = heldPace === "conserve" || heldPace === "essential" ? heldPace : undefined;
  const pace = standing && now.trusted ? paceReach(standing, input.outlook, pacing, now.wall) : undefined;
  const money = books && now.trusted ? moneyReach(books, rules, now.wall) : undefined;
  const reserve = reserveIn(state, input);
  const ratio = guardRatio(state.guard);
  const kept = reserve && standing?.quota !== undefined ? keptOf(reserve.bytes, standing.remaining, ratio) : 0;
  const own = wishesOf({ ...input, pace, money, kept });
  const [share, ...others] = own;
  const latched = share && latchShare(state.latches, share, standing, mark);
  const held = dwelt(before, latched === undefined ? others : [latched.wish, ...others], now, rules.dwell);
  const level = decideBy(held.wishes, { override: input.override, clockTrusted: now.trusted });
  const day = dayUse(state.day, spent, now, zone);
  const hands = handsNow(state, byHand, { classes: rules.classes, spent, trusted: now.trusted }, level);
  const allowances = shareOut({
    classes: rules.classes,
    level: level.level,
    why: level.reasons.map(({ text }) => text).join("; "),
    until: level.until,
    ...atLevel(level, input, reserve?.bytes ?? 0),
    guard: { ratio, inFlight: rules.inFlight },
    trickle: Math.max(0, rules.trickle - day.used[1]),
    usedToday: day.used,
    daysLeft: daysLeft(standing?.cycle.to ?? NEVER, day),
    nextDay: nextDay(day.day, zone),
    window: books && cheapWindow(books, now.wall),
    slowRate: rules.slowRate,
    byHand: hands,
  });
  const last =
    state.last?.level === level.level
      ? state.last
      : defined({ level: level.level, since: now.wall, before: state.last?.level });
  // Before anything was metered the level of before the start is neither known nor over.
  const remembered = standing === undefined ? state.last : last;
  const next: PolicyState = {
    latches: latched?.latches ?? state.latches,
    held: held.held,
    heldOf: standing === undefined ? state.heldOf : heldOf,
    day,
    byHand: hands.map(({ class: name, since, used }) => ({ class: name, since, used })),
    units: state.units,
    guard: state.guard,
    ...(remembered === undefined ? {} : { last: remembered }),
  };
  const ends = [
    dwellEnds(held.held, now, rules.dwell),
    nextDay(day.day, zone),
    books && cheapWindow(books, now.wall)?.turns,
  ];
  const decision: Decision = {
    ...level,
    ...defined({ since: last.since, before: last.before, reserve, ownLimit: ownLimit(input, allowances) }),
    allowances,
    guard: { ratio, inFlight: rules.inFlight },
    byHand: hands,
    reviewAt: WallMs(
      Math.min(wallAfter(now.wall, LONGEST), ...ends.filter((end) => end !== undefined && end > now.wall).map(Number)),
    ),
  };
  return { state: next, decision };
}

/** At the most half of what is left at `plan.essential_at`, so that `essential` comes before the reserve. */
function reserveIn({ units }: PolicyState, { standing, rules }: StepInput): Reserve | undefined {
  if (standing?.quota === undefined) return undefined;
  const part = Math.max(1, (100 - rules.essential) / 2) / 100;
  return reserveOf(units, rules.reserve, Number(standing.quota) * part);
}

/** The reserve, and what the guard takes of so little. */
const keptOf = (reserve: number, remaining: bigint | undefined, ratio: number): number => {
  const left = Number(remaining ?? 0n);
  return reserve + (left - guarded(left, ratio));
};

const leftIn = ({ standing, books, poolShare }: StepInput, beyondQuota: BeyondQuota): Left | undefined =>
  standing === undefined || books === undefined ? undefined : leftOf({ standing, books, pool: poolShare, beyondQuota });

/** A person who opens the reserve with the level lets everything go to the limit: to the carrier's, and beyond the owner's own. */
function atLevel({ override }: LevelDecision, input: StepInput, reserve: number) {
  const opened = override?.aim === "loosen" && override.opensReserve && override.idle === undefined;
  const left = leftIn(input, opened ? "allow" : input.rules.beyondQuota);
  if (!opened || left === undefined) return { left, reserve };
  return { left: defined({ limit: left.limit, beyond: left.beyond }), reserve: 0 };
}

function ownLimit(input: StepInput, [first]: readonly Allowance[]): true | undefined {
  if (input.rules.beyondQuota !== "stop" || first?.kind !== "ceiling" || first.bytes !== 0) return undefined;
  return leftIn(input, "allow")?.limit === 0 ? undefined : true;
}

const daysLeft = (to: WallMs, { day }: DayUse): number =>
  to === NEVER ? WITHOUT_END : Math.max(1, (to - day) / Days(1));

/** Another one is another plan: what was bought beside it, given up or begun anew. */
const planMark = ({ plan, packs, dropped, cancelled }: Books): string =>
  [plan.name, plan.overage.kind, ...packs.map(({ id }) => id), "-", ...dropped, cancelled ? "cancelled" : ""].join("|");
