import { WallMs } from "../base/instant.ts";
import { type Level, LEVELS } from "./level.ts";
import type { Idle, Override, OverrideNow } from "./override.ts";
import type { Reason, ReasonCode, Wish } from "./reason.ts";
import { type Findings, wishesOf } from "./wishes.ts";

/** The level that holds, without what it means for each class. */
/** Whether it is only said, said to those who keep to it (`advised`), or kept by the kernel. */
export type Enforced = "no" | "advised" | "kernel";

export interface LevelDecision {
  readonly level: Level;
  /** Every reason that asks for this level; never empty. */
  readonly reasons: readonly Reason[];
  /** When it ends by itself: the next cycle, where only the plan is the reason. */
  readonly until?: WallMs;
  /** The policy itself holds nothing back. */
  readonly enforced: Enforced;
  /** What a person set, whether or not it decides at present. */
  readonly override?: OverrideNow;
}

export interface PolicyInput extends Findings {
  /** One that is over is none. */
  readonly override?: Override | undefined;
  /** Whether the present is known; `true` when left out. */
  readonly clockTrusted?: boolean;
}

/** The strictest wish wins; all that ask for it are named. Pure, and without a memory. */
export const decide = (input: PolicyInput): LevelDecision => decideBy(wishesOf(input), input);

/** Of what is asked for, and of what a person set. */
export function decideBy(
  own: readonly Wish[],
  { override, clockTrusted }: Pick<PolicyInput, "override" | "clockTrusted">,
): LevelDecision {
  if (override === undefined) return strictest(own);
  // A limit that is lifted for years costs money; a device that is held back for too long costs none.
  const idle = override.aim === "loosen" && clockTrusted === false ? "clock" : undefined;
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
const USED_UP: ReadonlySet<ReasonCode> = new Set(["over-limit", "pool-used-up", "reserve-reached"]);
const NOTHING_PASSES: ReadonlySet<ReasonCode> = new Set(["denied", "no-sim"]);

const wishOf = ({ level, until, by, reason }: Override): Wish => ({
  family: "person",
  level,
  code: "override",
  text: `${by} has set it by hand: ${reason}`,
  until,
});

function idleBy({ level, reasons }: LevelDecision, override: Override): Idle | undefined {
  if (LEVELS.indexOf(level) <= LEVELS.indexOf(override.level) || override.aim === "tighten") return undefined;
  return reasons.some(({ code }) => NOTHING_PASSES.has(code)) ? "service" : "reserve";
}

function strictest(wishes: readonly Wish[]): LevelDecision {
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
