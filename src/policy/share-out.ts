import { defined } from "../base/defined.ts";
import type { WallMs } from "../base/instant.ts";
import type { Allowance } from "./allowance.ts";
import { classWants, type Want, type WantQuestion } from "./class-wants.ts";
import type { Left } from "./left.ts";

export interface ShareQuestion extends WantQuestion {
  /** Undefined: nothing was metered yet. */
  readonly left: Left | undefined;
  /** What the kernel may miss, in parts of what is left; and what may be under way when a lease ends. */
  readonly guard: { readonly ratio: number; readonly inFlight: number };
  /** Bytes kept for rank 1. */
  readonly reserve: number;
  readonly nextDay: WallMs;
  /** Bytes per second up for what is slowed down rather than held. */
  readonly slowRate: number;
}

/** What is left without what the kernel may miss of it. */
export const guarded = (bytes: number, ratio: number): number => Math.max(0, Math.floor(bytes - bytes * ratio));

/**
 * Shares out what is left, the strictest need first: the guard, the reserve, management's trickle; of the rest telemetry and bulk lease their part
 * of a day, and all that remains is management's and rank 1's, without slices. Always: either nothing is leased, or leases + what may be under way
 * with them + reserve + trickle + guard <= what is left of the plan; rank 1's ceiling + leases + guard <= what is left to the limit;
 * management's ceiling <= rank 1's. Only a person who names the reserve has leases taken out of it, and what is left to the
 * limit is the bound even then. Pure.
 */
export function shareOut(question: ShareQuestion): readonly Allowance[] {
  const { left, guard, reserve, trickle, classes } = question;
  const limit = left?.limit;
  const paid = left?.paid ?? limit;
  const rest = limit === undefined ? Infinity : guarded(limit, guard.ratio);
  const spare = paid === undefined ? Infinity : Math.max(0, guarded(paid, guard.ratio) - reserve - trickle);
  const free = Math.max(0, spare - guard.inFlight);
  const wants = classWants(question, free);
  const leaseOf = (want: Want, given: number): number => {
    const there = want.opensReserve === true ? Math.max(0, rest - guard.inFlight) : free;
    return want.held ? 0 : Math.max(0, Math.floor(Math.min(want.most, there - given)));
  };
  // What has no end takes nothing off anything.
  const finite = (bytes: number): number => (Number.isFinite(bytes) ? bytes : 0);
  const telemetry = leaseOf(wants[2], 0);
  const bulk = leaseOf(wants[3], finite(telemetry));
  const leased = finite(telemetry) + finite(bulk);
  const taken = leased > 0 ? leased + guard.inFlight : 0;
  const first = Math.max(0, rest - taken);
  const second = Math.min(first, wants[1].opensReserve === true ? first : Math.max(0, spare - taken) + trickle);
  return [
    { class: classes[0], rank: 1, ...ceilingShare(wants[0], first, question) },
    { class: classes[1], rank: 2, ...ceilingShare(wants[1], second, question) },
    { class: classes[2], rank: 3, ...leaseShare(wants[2], telemetry, question) },
    { class: classes[3], rank: 4, ...leaseShare(wants[3], bulk, question) },
  ];
}

type Share = Omit<Allowance, "class" | "rank">;

function ceilingShare(want: Want, there: number, { left, slowRate }: ShareQuestion): Share {
  if (want.held) return heldShare(want);
  const bytes = Math.min(want.most, there);
  const rate = want.slow === true ? slowRate : undefined;
  if (Number.isFinite(bytes)) return defined({ kind: "ceiling" as const, bytes, rate, reason: want.reason });
  const over = left?.paid === 0;
  const text = over
    ? `what was bought is used up; beyond it (${left.beyond}) it is counted and not held`
    : "nothing limits it";
  const reason =
    want.reason.code === "override" ? want.reason : ({ code: over ? "beyond-quota" : "no-limit", text } as const);
  return { kind: "open", reason };
}

function leaseShare(want: Want, bytes: number, { slowRate, nextDay, classes }: ShareQuestion): Share {
  if (want.held) return heldShare(want);
  const rate = want.slow === true ? slowRate : undefined;
  // A person is not the reason where less is left than the person gave.
  const short =
    want.reason.code === "override" && (bytes === 0 || (Number.isFinite(want.most) && bytes < Math.floor(want.most)));
  const text = `${want.reason.text}; no more is left beside what is kept for ${classes[1]} and ${classes[0]}`;
  const reason = short ? ({ code: "reserve", text } as const) : want.reason;
  if (!Number.isFinite(bytes)) return defined({ kind: "open" as const, rate, reason });
  const deferUntil = bytes === 0 && reason.code === "budget" ? nextDay : undefined;
  return defined({ kind: "lease" as const, bytes, rate, deferUntil, reason });
}

const heldShare = ({ reason, deferUntil }: Want): Share => defined({ kind: "held" as const, reason, deferUntil });
