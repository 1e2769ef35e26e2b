import { type Duration, Hours, Millis, Minutes, Seconds } from "../base/duration.ts";
import { type MonoMs, WallMs, elapsed, wallAfter } from "../base/instant.ts";
import { unreachable } from "../base/unreachable.ts";
import { type RefusedTime, judgeNetworkTime, judgeSync } from "./evidence.ts";

/**
 * From whom the time is known. A clock synchronisation of the system outranks network time (NITZ, `+CCLK`), which
 * outranks the word of an operator and the setting that vouches for the system's clock.
 */
export type TimeSource = "clock-sync" | "network" | "operator" | "setting";

const RANK: Readonly<Record<TimeSource, number>> = { "clock-sync": 2, network: 1, operator: 0, setting: 0 };

/** Both clocks, read together. */
export interface Moment {
  readonly wall: WallMs;
  readonly mono: MonoMs;
}

export interface TrustRules {
  /** When this program was built: no source may say an earlier time. */
  readonly built: WallMs;
  /**
   * The trusted instant of the latest ledger entry. It can only distrust, and only what a clock synchronisation does not
   * vouch for: a book that was once stamped in the future must not lock the truth out for good.
   */
  readonly lastBooked?: WallMs;
  /**
   * Setting `clock.trust_system`: the system's clock is believed once, as soon as it is not before the floor and no
   * source has spoken. A jump after that is a jump: it wants a proof as any other.
   */
  readonly trustSystem: boolean;
}

/** The trusted time: `wall` was the time at `mono`. Held against the monotonic clock, no jump of the system's can move it. */
export interface HeldTime extends Moment {
  readonly source: TimeSource;
  /** When this boot's time first became known. */
  readonly since: MonoMs;
}

/** Of one boot: the monotonic clock begins anew with the next. */
export interface TrustState {
  readonly rules: TrustRules;
  readonly held?: HeldTime;
  /** Both clocks at the last input. */
  readonly seen?: Moment;
  /** When it was last asked for a clock synchronisation. */
  readonly lookedAt?: MonoMs;
  /** The mark of the time service that was judged last. */
  readonly lastSync?: WallMs;
  /** Network time before the floor, as it was first heard and has been repeated since. */
  readonly insisted?: Moment;
  /** The system's clock has jumped and no source has proved it right since. */
  readonly jumped: boolean;
}

export type TrustInput =
  /** A regular look (once a minute is enough), with the Host port's answer. */
  | { readonly kind: "look"; readonly now: Moment; readonly lastClockSync?: WallMs }
  /** NITZ or `+CCLK` as an instant. */
  | { readonly kind: "network-time"; readonly now: Moment; readonly instant: WallMs }
  /** A person says what time it is; for "the system's clock is right" pass its reading. */
  | { readonly kind: "operator-word"; readonly now: Moment; readonly instant: WallMs };

export type TrustEffect =
  /** Becomes known, or known from another source, or is corrected. `movedBy` is 0 when it becomes known. */
  | { readonly kind: "trusted"; readonly source: TimeSource; readonly instant: WallMs; readonly movedBy: Duration }
  /** Said at the first look that proves nothing. */
  | { readonly kind: "distrusted"; readonly why: "before-floor" | "unproved" }
  /** The system's clock moved by this much against the monotonic one; trusted time did not. */
  | { readonly kind: "jumped"; readonly by: Duration }
  | { readonly kind: "refused"; readonly source: TimeSource; readonly instant: WallMs; readonly why: RefusedTime };

export interface TrustStep {
  readonly state: TrustState;
  readonly effects: readonly TrustEffect[];
}

/** Less than this between the two clocks is slewing and rounding. */
export const JUMP: Duration = Seconds(2);
/** Network time has seconds at best and may be late; two sources that differ by less say the same. */
export const AGREEMENT: Duration = Minutes(2);

/** How long network time must say the same before it outweighs the last entry's hour. */
export const INSISTENCE: Duration = Hours(24);

/** How long the network must repeat a time that contradicts what it said before. */
export const CORRECTION: Duration = Minutes(10);

export const initialTrust = (rules: TrustRules): TrustState => ({ rules, jumped: false });

/** The time, undefined while no source is trusted. Works for every moment of this boot, past ones too. */
export function trustedWall(state: TrustState, mono: MonoMs): WallMs | undefined {
  return state.held === undefined ? undefined : wallAfter(state.held.wall, elapsed(state.held.mono, mono));
}

/** Whether the system's clock shows the trusted time: certificates are checked against it, file times come from it. */
export function systemAgrees(state: TrustState, now: Moment): boolean {
  const trusted = trustedWall(state, now.mono);
  return trusted !== undefined && Math.abs(now.wall - trusted) <= AGREEMENT;
}

export function step(state: TrustState, input: TrustInput): TrustStep {
  const { seen } = state;
  const by = seen === undefined ? Millis(0) : Millis(input.now.wall - seen.wall - (input.now.mono - seen.mono));
  const jumped = Math.abs(by) > JUMP;
  const looked: TrustState = { ...state, seen: input.now, jumped: jumpStands(state, jumped, input.now) };
  const { state: next, effects } = weigh(looked, input);
  return { state: next, effects: jumped ? [{ kind: "jumped", by }, ...effects] : effects };
}

/** A clock that is back at the trusted time needs no proof any more. */
function jumpStands(state: TrustState, jumpedNow: boolean, now: Moment): boolean {
  return (state.jumped || jumpedNow) && !systemAgrees(state, now);
}

function weigh(state: TrustState, input: TrustInput): TrustStep {
  switch (input.kind) {
    case "look":
      return look(state, input.now, input.lastClockSync);
    case "network-time":
      return networkTime(state, input.now, input.instant);
    case "operator-word":
      if (!(input.instant >= state.rules.built)) return refuse(state, "operator", input.instant, "before-floor");
      return offer(state, "operator", input.instant, input.now);
    default:
      return unreachable(input);
  }
}

function look(before: TrustState, now: Moment, sync: WallMs | undefined): TrustStep {
  const state: TrustState = { ...before, lookedAt: now.mono };
  // Another mark than before, not a later one: a clock that was set back leaves an earlier one.
  if (sync === undefined || sync === before.lastSync) return withoutProof(state, now, before.lookedAt);
  const judged: TrustState = { ...state, lastSync: sync };
  const why = judgeSync(sync, now, before.lookedAt, state.rules.built);
  // The service set the clock and left its mark: what the clock shows now is its word.
  if (why === undefined) return take({ ...judged, jumped: false }, "clock-sync", now.wall, now);
  const rest = withoutProof(judged, now, before.lookedAt);
  return { ...rest, effects: [{ kind: "refused", source: "clock-sync", instant: sync, why }, ...rest.effects] };
}

function withoutProof(state: TrustState, now: Moment, lookedAt: MonoMs | undefined): TrustStep {
  if (state.held !== undefined) return { state, effects: [] };
  const tooEarly = now.wall < floorOf(state.rules);
  if (state.rules.trustSystem && !tooEarly) return take(state, "setting", now.wall, now);
  const why = tooEarly ? "before-floor" : "unproved";
  return { state, effects: lookedAt === undefined ? [{ kind: "distrusted", why }] : [] };
}

function networkTime(state: TrustState, now: Moment, instant: WallMs): TrustStep {
  const refused = judgeNetworkTime(instant, floorOf(state.rules));
  if (refused === "before-floor" && instant >= state.rules.built)
    return insist(state, now, instant, refused, INSISTENCE);
  if (refused !== undefined) return refuse(state, "network", instant, refused);
  // Two witnesses against one memory: the jump was a correction, whoever was believed before.
  if (state.jumped && Math.abs(instant - now.wall) <= AGREEMENT) {
    return take({ ...state, jumped: false }, "network", now.wall, now);
  }
  const trusted = trustedWall(state, now.mono);
  const other = trusted !== undefined && Math.abs(instant - trusted) > AGREEMENT;
  if (other && state.held?.source === "network") return insist(state, now, instant, "contradicts", CORRECTION);
  const { insisted: _heard, ...rest } = state;
  return offer(rest, "network", instant, now);
}

/**
 * Network time that is believed only when it has been repeated, clock running: against its own earlier word for some
 * minutes, because one stray line must not move the bill; against the last entry's hour for a whole day, because a
 * network that was wrong once may have left an entry in the future, which would lock the truth out for good.
 */
function insist(state: TrustState, now: Moment, instant: WallMs, why: RefusedTime, patience: Duration): TrustStep {
  const { insisted } = state;
  const steady = insisted !== undefined && Math.abs(instant - insisted.wall - (now.mono - insisted.mono)) <= AGREEMENT;
  const since: Moment = steady ? insisted : { wall: instant, mono: now.mono };
  if (elapsed(since.mono, now.mono) < patience) return refuse({ ...state, insisted: since }, "network", instant, why);
  const { insisted: _heard, ...rest } = state;
  return offer(rest, "network", instant, now);
}

function offer(state: TrustState, source: TimeSource, instant: WallMs, now: Moment): TrustStep {
  const trusted = trustedWall(state, now.mono);
  if (state.held === undefined || trusted === undefined) return take(state, source, instant, now);
  const rank = RANK[source] - RANK[state.held.source];
  const agrees = Math.abs(instant - trusted) <= AGREEMENT;
  // A source of the same rank that says the same must not make the time tremble.
  if (agrees && rank <= 0) return { state, effects: [] };
  return rank < 0 ? refuse(state, source, instant, "outranked") : take(state, source, instant, now);
}

function take(state: TrustState, source: TimeSource, wall: WallMs, now: Moment): TrustStep {
  const trusted = trustedWall(state, now.mono);
  const movedBy = Millis(trusted === undefined ? 0 : wall - trusted);
  const held: HeldTime = { wall, mono: now.mono, source, since: state.held?.since ?? now.mono };
  const silent = state.held?.source === source && Math.abs(movedBy) <= JUMP;
  const next: TrustState = { ...state, held };
  return {
    state: { ...next, jumped: state.jumped && !systemAgrees(next, now) },
    effects: silent ? [] : [{ kind: "trusted", source, instant: wall, movedBy }],
  };
}

function refuse(state: TrustState, source: TimeSource, instant: WallMs, why: RefusedTime): TrustStep {
  return { state, effects: [{ kind: "refused", source, instant, why }] };
}

/** The ledger's stamps are trusted time, which may be ahead of a system clock that agrees with it. */
function floorOf({ built, lastBooked }: TrustRules): WallMs {
  return WallMs(Math.max(built, (lastBooked ?? 0) - AGREEMENT));
}
