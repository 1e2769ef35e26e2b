import { Days, type Duration, Hours, Millis, Minutes } from "../base/duration.ts";
import { wallAfter, type WallMs } from "../base/instant.ts";
import type { ProbeSchedule } from "../diagnosis/rules/resume-rule.ts";
import { asPast } from "./cap.ts";
import { nextRepair, type Repairs, type RepairStanding, type Rung } from "./next-repair.ts";
import { hastenedCycleAllowedAt, cycleAllowedAt, type RadioCycles } from "./radio-cycles.ts";

/** How it stands between the modem and the network, as far as it decides what may be tried. */
export type StopPicture =
  /** Refused for good: the modem takes the card for invalid and does not ask again (24.301 5.5.1.2.5). */
  | "denied"
  /** Let go without a word that forbids it to come back, and the modem does not look by itself. */
  | "detached"
  /** Let in, and no context is given. */
  | "refused"
  /** A context is up; whether anything passes is another question. */
  | "up"
  /** The modem looks by itself, has no card, or cannot be asked. */
  | "none";

/** The one thing that each picture allows. Neither a reset nor a power cycle is among them: no stop is cured by one. */
export type StopAct = "radio-cycle" | "attach" | "activation" | "path-probe";

/** What is done against a stop, or against a fault of the modem. */
export type RecoveryAct = StopAct | Rung;

export const ACT: Readonly<Record<Exclude<StopPicture, "none">, StopAct>> = {
  denied: "radio-cycle",
  detached: "attach",
  refused: "activation",
  up: "path-probe",
};

export interface RecoveryStanding {
  readonly now: WallMs;
  /** When this program was started, by the same clock. */
  readonly bornAt: WallMs;
  readonly picture: StopPicture;
  /** The radio is the agent's to switch, or somebody's who can be asked to. */
  readonly mayCycle: boolean;
  /** The same of attaching. */
  readonly mayAttach: boolean;
  /** Somebody dials on our word, and somebody looks at the path; absent: so it is. */
  readonly mayDial?: boolean;
  readonly mayProbe?: boolean;
  /** Since when there is no data; undefined while there is. */
  readonly lostAt: WallMs | undefined;
  /** Of the leading cause; undefined while nothing is wrong. */
  readonly schedule: ProbeSchedule | undefined;
  /** The newest good news: a message, the platform, a person. */
  readonly favourableAt?: WallMs;
  /** When it should be over by itself; `latest`: where the carrier's systems may lag. */
  readonly earliest?: { readonly at: WallMs; readonly latest?: WallMs };
  /** This device's own place among its fleet's, in [0, 1): the same after every restart. */
  readonly share: number;
  /** Over which the fleet's devices are spread. */
  readonly window: Duration;
  /** The modem itself, or the way to it: then nothing is known of a stop. */
  readonly repair?: Omit<RepairStanding, "now" | "bornAt">;
}

/** What was done so far. Plain data, kept over restarts. */
export interface RecoveryCourse {
  readonly cycles: RadioCycles;
  readonly repairs: Repairs;
  readonly actedAt?: WallMs;
  /** A radio cycle has begun and its end was not seen: the radio may be off by our own doing. */
  readonly open?: true;
}

export const NO_RECOVERY: RecoveryCourse = { cycles: [], repairs: {} };

export type NextRecovery =
  | { readonly kind: "act"; readonly act: RecoveryAct }
  /** `at`: when it is worth looking again at the latest. */
  | {
      readonly kind: "wait";
      readonly why: "nothing-lost" | "rests" | "nothing-to-try" | "not-ours" | "not-yet" | "cap";
      readonly at?: WallMs;
      /** Of what is not ours to do. */
      readonly picture?: "denied" | "detached" | "refused";
    };

/** Good news is given so long to arrive in the network before the modem asks. */
const AFTER_NEWS: Duration = Minutes(15);
/** A radio that goes off and on is seen by the whole cell: never sooner than this without good news, and daily in the long run. */
const CYCLE_FIRST: Duration = Hours(1);
const CYCLE_AFTER: readonly Duration[] = [Hours(1), Hours(6), Days(1)];
/** The modem's own next attempt, where it makes one, comes after T3402: 12 minutes by default (24.301 10.2). */
const ATTACH_AFTER: readonly Duration[] = [Minutes(15), Hours(1), Hours(6), Days(1)];

/**
 * What a device does by itself against a stop: one act that the picture allows, at the cause's own times, spread over the fleet, within
 * the caps. The data call and the probes of the path have their own growing distances; they are only told when there is a reason not
 * to wait them out. Pure.
 */
export function nextRecovery(course: RecoveryCourse, standing: RecoveryStanding): NextRecovery {
  const { now, bornAt, picture, repair } = standing;
  if (repair !== undefined) return nextRepair(course, { ...repair, now, bornAt });
  // A clock that was set back since: it was before this program started, nobody knows when.
  const [lostAt, actedAt] = [standing.lostAt, course.actedAt].map((at) =>
    at === undefined ? undefined : asPast(at, now, bornAt),
  );
  if (lostAt === undefined) return { kind: "wait", why: "nothing-lost" };
  if (picture === "none" || standing.schedule?.by !== "path") return { kind: "wait", why: "nothing-to-try" };
  if (picture === "up" && standing.mayProbe === false) return { kind: "wait", why: "nothing-to-try" };
  if (picture !== "up" && !isOurs(picture, standing)) return { kind: "wait", why: "not-ours", picture };
  const { favourableAt } = standing;
  const news = favourableAt !== undefined && favourableAt > lostAt ? favourableAt : undefined;
  const { schedule } = standing;
  const resumes = resumeTimes(standing);
  const own = picture === "denied" ? cycleTimes(standing, lostAt, schedule, undefined) : [];
  const times = [...ownTimes(standing, lostAt, schedule, news), ...own, ...resumes].filter((at) => at > lostAt);
  const due = latest(times.filter((at) => at <= now));
  const next = earliest(times.filter((at) => at > now));
  const answered = actedAt ?? lostAt;
  // A predicted return within the day has the last cycle; else the times that are counted from the loss have it.
  const last = resumes.some((at) => at > now && at <= wallAfter(now, Days(1))) ? resumes : [...own, ...resumes];
  const allowedFor = (at: WallMs): WallMs => {
    if (picture !== "denied") return now;
    const isSchedules = last.some((time) => (at > now ? time === at : time <= now && time > answered));
    return (isSchedules ? cycleAllowedAt : hastenedCycleAllowedAt)(course.cycles, now, bornAt);
  };
  // What came due before the last act is answered by it.
  if (due === undefined || due <= answered) {
    if (next === undefined) return { kind: "wait", why: "not-yet" };
    const allowed = allowedFor(next);
    return next < allowed ? { kind: "wait", why: "cap", at: allowed } : { kind: "wait", why: "not-yet", at: next };
  }
  const allowed = allowedFor(due);
  if (allowed <= now) return { kind: "act", act: ACT[picture] };
  // A time of the schedule's own may come before whoever asked may again.
  const sooner = earliest(last.filter((at) => at > now && at < allowed && allowedFor(at) <= at));
  return { kind: "wait", why: "cap", at: sooner ?? allowed };
}

const isOurs = (
  picture: "denied" | "detached" | "refused",
  { mayCycle, mayAttach, mayDial }: RecoveryStanding,
): boolean => ({ denied: mayCycle, detached: mayAttach, refused: mayDial !== false })[picture];

/** The data call and the probes have distances of their own: they are only told of good news. */
function ownTimes(
  standing: RecoveryStanding,
  lostAt: WallMs,
  schedule: ProbeSchedule,
  news: WallMs | undefined,
): readonly WallMs[] {
  if (standing.picture === "denied") return cycleTimes(standing, lostAt, schedule, news);
  if (standing.picture === "detached") return seriesNear(standing, news ?? lostAt, ATTACH_AFTER, Days(1));
  return newsTimes(standing, news);
}

/** Of a radio cycle: from the good news, or from the loss. */
function cycleTimes(
  standing: RecoveryStanding,
  lostAt: WallMs,
  schedule: ProbeSchedule,
  news: WallMs | undefined,
): readonly WallMs[] {
  const listed = schedule.every >= Days(1) ? schedule.after : CYCLE_AFTER;
  const after = [...(news === undefined ? [] : [AFTER_NEWS]), ...listed.filter((wait) => wait >= CYCLE_FIRST)];
  const every = Millis(Math.max(schedule.every, Days(1)));
  return seriesNear(standing, news ?? lostAt, after, every);
}

const newsTimes = (standing: RecoveryStanding, news: WallMs | undefined): readonly WallMs[] =>
  news === undefined ? [] : [wallAfter(news, spreadOver(AFTER_NEWS, standing))];

/** Once when it should be over, and once more when the carrier's systems have had their time; each device at its own moment. */
function resumeTimes({ earliest: back, share, window, schedule }: RecoveryStanding): readonly WallMs[] {
  if (back === undefined || schedule?.atEarliest !== true) return [];
  const place = Millis(Math.round(share * window));
  return [back.at, ...(back.latest === undefined ? [] : [back.latest])].map((at) => wallAfter(at, place));
}

/** The listed times, then the one before `now` and the one after it of those that go on for ever. */
function seriesNear(
  standing: RecoveryStanding,
  from: WallMs,
  after: readonly Duration[],
  every: Duration,
): readonly WallMs[] {
  const last = after.at(-1) ?? 0;
  const gone = Math.max(0, Math.floor((standing.now - from - last) / every));
  const later = [gone - 1, gone, gone + 1].filter((n) => n >= 1).map((n) => Millis(last + n * every));
  return [...after, ...later].map((wait) => wallAfter(from, spreadOver(wait, standing)));
}

/** Thousands of cards that a carrier stops in one second do not come back in one second: up to a fifth later, within the window. */
const spreadOver = (wait: Duration, { share, window }: RecoveryStanding): Duration =>
  Millis(wait + Math.round(share * Math.min(window, wait / 5)));

const latest = (times: readonly WallMs[]): WallMs | undefined => times.toSorted((one, other) => other - one)[0];
const earliest = (times: readonly WallMs[]): WallMs | undefined => times.toSorted((one, other) => one - other)[0];
