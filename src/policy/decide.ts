import { Hours } from "../base/duration.ts";
import { isoInstant, WallMs } from "../base/instant.ts";
import { unreachable } from "../base/unreachable.ts";
import type { Suspicion } from "../diagnosis/suspicion.ts";
import type { Service } from "../modem/modem.ts";
import { NEVER } from "../plan/cycle.ts";
import type { PoolReach } from "../plan/pool-reach.ts";
import type { Standing } from "../plan/standing.ts";
import { type Level, LEVELS } from "./level.ts";
import type { Idle, Override, OverrideNow } from "./override.ts";

export type ReasonCode =
  | "plan-ok"
  | "starting"
  | "no-plan"
  | "conserve-share"
  | "essential-share"
  | "over-limit"
  | "pool-conserve-share"
  | "pool-essential-share"
  | "pool-used-up"
  | "suspected-suspension"
  | "possible-suspension"
  | "denied"
  | "no-sim"
  | "override";

export interface Reason {
  readonly code: ReasonCode;
  /** What was found, with its numbers. */
  readonly text: string;
}

export interface Decision {
  readonly level: Level;
  /** Every reason that asks for this level; never empty. */
  readonly reasons: readonly Reason[];
  /** When it ends by itself: the next cycle, where only the plan is the reason. */
  readonly until?: WallMs;
  readonly enforced: "no";
  /** What a person set, whether or not it decides at present. */
  readonly override?: OverrideNow;
}

export interface PolicyInput {
  /** Undefined while nothing was metered yet, or no card is known. */
  readonly standing: Standing | undefined;
  /** Of a card that shares a pool; undefined while nothing that is known of the pool asks for saving. */
  readonly pool?: PoolReach | undefined;
  readonly suspicion: Suspicion;
  readonly service: Service;
  /** One that is over is none. */
  readonly override?: Override | undefined;
  /** Whether the present is known; `true` when left out. */
  readonly clockTrusted?: boolean;
}

interface Wish extends Reason {
  readonly level: Level;
  readonly until?: WallMs;
}

/** From this confidence on only rank 1 should send; below it, what is not essential waits. */
const SUSPECTED_AT = 0.4;

/** The strictest wish wins; all that ask for it are named. Pure. */
export function decide(input: PolicyInput): Decision {
  const own = [
    ...planWishes(input.standing),
    ...poolWishes(input.pool),
    ...suspicionWishes(input.suspicion),
    ...serviceWishes(input.service),
  ];
  const { override } = input;
  if (override === undefined) return strictest(own);
  // A limit that is lifted for years costs money; a device that is held back for too long costs none.
  const idle = override.aim === "loosen" && input.clockTrusted === false ? "clock" : undefined;
  const decision = strictest(idle === undefined ? under(override, own) : own);
  const why = idle ?? idleBy(decision, override);
  return { ...decision, override: why === undefined ? override : { ...override, idle: why } };
}

/**
 * A tightening is one wish more. A loosening stands for what is stricter than it, except for what it cannot lift: where
 * nothing can pass no word helps, and the reserve is rank 1's unless it is named.
 */
function under(override: Override, own: readonly Wish[]): readonly Wish[] {
  if (override.aim === "tighten") return [...own, wishOf(override)];
  const allowed = LEVELS.indexOf(override.level);
  const left = own.filter(
    ({ code, level }) =>
      LEVELS.indexOf(level) <= allowed || NOTHING_PASSES.has(code) || (USED_UP.has(code) && !override.opensReserve),
  );
  return left.length === own.length ? own : [...left, wishOf(override)];
}

/** From there on what is left is the reserve. */
const USED_UP: ReadonlySet<ReasonCode> = new Set(["over-limit", "pool-used-up"]);
const NOTHING_PASSES: ReadonlySet<ReasonCode> = new Set(["denied", "no-sim"]);

const wishOf = ({ level, until, by, reason }: Override): Wish => ({
  level,
  code: "override",
  text: `${by} has set it by hand: ${reason}`,
  until,
});

function idleBy({ level, reasons }: Decision, override: Override): Idle | undefined {
  if (LEVELS.indexOf(level) <= LEVELS.indexOf(override.level) || override.aim === "tighten") return undefined;
  return reasons.some(({ code }) => NOTHING_PASSES.has(code)) ? "service" : "reserve";
}

function strictest(wishes: readonly Wish[]): Decision {
  const level = LEVELS.findLast((candidate) => wishes.some((wish) => wish.level === candidate)) ?? "normal";
  const chosen = wishes.filter((wish) => wish.level === level);
  const ends = chosen.map((wish) => wish.until);
  const until = ends.every((end) => end !== undefined) ? WallMs(Math.max(...ends)) : undefined;
  return {
    level,
    reasons: chosen.map(({ code, text }) => ({ code, text })),
    ...(until === undefined ? {} : { until }),
    enforced: "no",
  };
}

function planWishes(standing: Standing | undefined): readonly Wish[] {
  if (standing === undefined) return [{ level: "normal", code: "starting", text: "nothing was metered yet" }];
  if (standing.share === undefined)
    return [
      {
        level: "normal",
        code: "no-plan",
        text: "no quota is known for this card: bytes are counted, nothing is held back",
      },
    ];
  const share = `${(standing.share * 100).toFixed(2)} % of the quota is used`;
  if (standing.cancelled === true)
    return [{ level: "reserve-only", code: "over-limit", text: "a person stated that this card is cancelled" }];
  if (standing.pooled === true)
    return [
      {
        level: "normal",
        code: "plan-ok",
        text: `${share}, and the pool, which goes on after it, is known to hold more`,
      },
    ];
  const { to } = standing.cycle;
  const until = to === NEVER ? {} : { until: to };
  if (standing.overLimit)
    return [{ level: "reserve-only", code: "over-limit", text: `${share}: the limit is reached`, ...until }];
  if (standing.essentialReached)
    return [{ level: "essential", code: "essential-share", text: `${share}: only what is essential`, ...until }];
  if (standing.conserveReached)
    return [{ level: "conserve", code: "conserve-share", text: `${share}: bulk data should wait`, ...until }];
  return [{ level: "normal", code: "plan-ok", text: share }];
}

/** A card goes on out of its pool, and stops with it, whatever is left of its own share: the others may have used it up. */
function poolWishes(pool: PoolReach | undefined): readonly Wish[] {
  if (pool === undefined) return [];
  const { line, name = "", told, used, at, age, until } = pool;
  const hours = Math.floor(age / Hours(1));
  const when = hours === 0 ? "less than an hour ago" : `${hours} h ago`;
  const held = `${["the pool", name].join(" ").trim()} was told to hold ${told} bytes for all its cards`;
  const known = `${held} as of ${isoInstant(at)} (${when}), and this card has used ${used} since`;
  switch (line) {
    case "limit":
      return [{ level: "reserve-only", code: "pool-used-up", text: `${known}: it is used up`, until }];
    case "essential":
      return [{ level: "essential", code: "pool-essential-share", text: `${known}: only what is essential`, until }];
    case "conserve":
      return [{ level: "conserve", code: "pool-conserve-share", text: `${known}: bulk data should wait`, until }];
    default:
      return unreachable(line);
  }
}

function suspicionWishes(suspicion: Suspicion): readonly Wish[] {
  if (!suspicion.held) return [];
  const text = `${suspicion.evidence.map((piece) => piece.text).join("; ")} (confidence ${suspicion.confidence})`;
  return suspicion.confidence >= SUSPECTED_AT
    ? [{ level: "reserve-only", code: "suspected-suspension", text }]
    : [{ level: "essential", code: "possible-suspension", text }];
}

/** Where nothing can pass at all, everything waits: the network's refusal and a missing SIM. Poor coverage is neither. */
function serviceWishes(service: Service): readonly Wish[] {
  if (service.data !== "down") return [];
  if (service.why === "denied") return [{ level: "offline", code: "denied", text: service.text }];
  if (service.why === "sim") return [{ level: "offline", code: "no-sim", text: service.text }];
  return [];
}
