import { Days, type Duration, Hours, Millis, Minutes, Seconds } from "../base/duration.ts";
import { type MonoMs, WallMs, elapsed, wallAfter } from "../base/instant.ts";
import { unreachable } from "../base/unreachable.ts";
import { type RefusedTime, judgeNetworkTime, judgeSync } from "./evidence.ts";
import { AGREEMENT, isSteady, joined, type Moment, outweighs } from "./insistence.ts";
import {
  type Contest,
  type HeldTime,
  systemAgrees,
  type TimeSource,
  trustedWall,
  type TrustEffect,
  type TrustInput,
  type TrustRules,
  type TrustState,
  type TrustStep,
} from "./trust-state.ts";

const RANK: Readonly<Record<TimeSource, number>> = { "clock-sync": 2, network: 1, operator: 0, setting: 0 };

/** Less than this between the two clocks is slewing and rounding. */
export const JUMP: Duration = Seconds(2);
/** How long the network must repeat a time that contradicts what it said before. */
export const CORRECTION: Duration = Minutes(10);

/** A plausible clock and the network that are further apart than this: one line of a modem may be garbled. */
const FAR_APART: Duration = Days(1);
/** Two readings that are so far apart are two answers of the modem, by the usual poll of 30 s. */
export const CONFIRMATION: Duration = Seconds(20);

/** The insistence goes to the flash so often while it lasts. */
const KEEP_EVERY: Duration = Hours(1);

export function step(state: TrustState, input: TrustInput): TrustStep {
  const { seen } = state;
  const { now } = input;
  const by = seen === undefined ? Millis(0) : Millis(now.wall - seen.wall - (now.mono - seen.mono));
  const jumped = Math.abs(by) > JUMP;
  const at = jumped ? { jumpedAt: now.mono } : {};
  const looked: TrustState = { ...state, ...at, seen: now, jumped: jumpStands(state, jumped, now) };
  const followed = followSystem(looked, now);
  const told: readonly TrustEffect[] = followed?.effects ?? (jumped ? [{ kind: "jumped", by }] : []);
  const { state: next, effects } = weigh(followed?.state ?? looked, input);
  return { state: next, effects: [...told, ...effects] };
}

/**
 * A vouched clock that was stepped is right about the step too. Where a better source was believed, it is asked first:
 * only when the network keeps silent is there nobody else who could say.
 */
function followSystem(state: TrustState, now: Moment): TrustStep | undefined {
  const { held, rules, jumpedAt, heardAt } = state;
  const trusted = trustedWall(state, now.mono);
  if (!rules.trustSystem || held === undefined || trusted === undefined || now.wall < rules.built) return undefined;
  if (Math.abs(now.wall - trusted) <= JUMP) return undefined;
  const silent =
    state.jumped &&
    jumpedAt !== undefined &&
    elapsed(jumpedAt, now.mono) >= CORRECTION &&
    (heardAt === undefined || heardAt < jumpedAt);
  // A step is newer than what a person said before it.
  const newer = held.source === "operator" && state.jumped && jumpedAt === now.mono;
  return held.source === "setting" || newer || silent
    ? take({ ...state, jumped: false }, "setting", now.wall, now)
    : undefined;
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
    case "clock-right":
      return clockRight(state, input.now);
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
  // While the network insists on its own time, the clock that it contradicts does not.
  if (state.rules.trustSystem && now.wall >= state.rules.built && state.contested?.source !== "network")
    return insist(state, "setting", now.wall, now);
  const why = tooEarly ? "before-floor" : "unproved";
  return { state, effects: lookedAt === undefined ? [{ kind: "distrusted", why }] : [] };
}

function networkTime(before: TrustState, now: Moment, instant: WallMs): TrustStep {
  const { rules } = before;
  const refused = judgeNetworkTime(instant, floorOf(rules));
  const againstBooks = refused === "before-floor" && instant >= rules.built;
  // The books' entries of after a clock synchronisation are as right as that.
  if (againstBooks && before.held?.source !== "clock-sync") return insist(before, "network", instant, now);
  if (refused !== undefined) return refuse(before, "network", instant, refused);
  const state: TrustState = { ...before, heardAt: now.mono };
  // Two witnesses against one memory: the jump was a correction, whoever was believed before.
  if (state.jumped && Math.abs(instant - now.wall) <= AGREEMENT) {
    return take({ ...state, jumped: false }, "network", now.wall, now);
  }
  const trusted = trustedWall(state, now.mono);
  const other = trusted !== undefined && Math.abs(instant - trusted) > AGREEMENT;
  if (other && state.held?.source === "network") return repeated(state, now, instant, "contradicts", CORRECTION);
  const plausible = trusted ?? (now.wall >= rules.built ? now.wall : instant);
  if (Math.abs(instant - plausible) > FAR_APART && state.held?.source !== "clock-sync")
    return repeated(state, now, instant, "unconfirmed", CONFIRMATION);
  return offer(quiet(state), "network", instant, now);
}

/** Network time that is believed only when it has been repeated, clock running: one stray line must not move the bill. */
function repeated(state: TrustState, now: Moment, instant: WallMs, why: RefusedTime, patience: Duration): TrustStep {
  const since = sinceOf(state, { wall: instant, mono: now.mono });
  if (elapsed(since.mono, now.mono) >= patience) return offer(quiet(state), "network", instant, now);
  const effect: TrustEffect = { kind: "refused", source: "network", instant, why, again: true };
  return { state: { ...state, claimed: since }, effects: [effect] };
}

/**
 * A time of before the books' last hour, steadily said for a day or on three: a clock that was wrong once has left an
 * entry in the future, which would lock the truth out for good.
 */
function insist(state: TrustState, source: "network" | "setting", instant: WallMs, now: Moment): TrustStep {
  const { rules, insistedAt } = state;
  const claim: Moment = { wall: instant, mono: now.mono };
  const since = sinceOf(state, claim);
  // A clock of one's own is not garbled on its way, but it may be in the middle of being set.
  const confirmed = elapsed(since.mono, now.mono) >= CONFIRMATION;
  const insistence = joined(rules.insistence, since, claim);
  if (confirmed && outweighs(insistence))
    return source === "setting" ? take(state, source, instant, now) : offer(quiet(state), source, instant, now);
  const effects: TrustEffect[] = [];
  if (source === "network") effects.push({ kind: "refused", source, instant, why: "before-floor", again: !confirmed });
  const { lastBooked } = rules;
  const loud = confirmed || source === "setting";
  const contest: Contest | undefined =
    loud && lastBooked !== undefined ? { ...claim, source, lastBooked } : state.contested;
  if (contest !== undefined && state.contested?.source !== contest.source) effects.push({ kind: "contested", contest });
  const keep = confirmed && (insistedAt === undefined || elapsed(insistedAt, now.mono) >= KEEP_EVERY);
  if (keep) effects.push({ kind: "insisting", insistence });
  return {
    state: {
      ...state,
      claimed: since,
      ...(contest === undefined ? {} : { contested: contest }),
      ...(keep ? { insistedAt: now.mono } : {}),
    },
    effects,
  };
}

function sinceOf({ claimed }: TrustState, claim: Moment): Moment {
  return claimed !== undefined && isSteady(claimed, claim) ? claimed : claim;
}

/** Nothing is claimed or contested any more. */
function quiet({ claimed: _claimed, contested: _contested, ...rest }: TrustState): TrustState {
  return rest;
}

function clockRight(state: TrustState, now: Moment): TrustStep {
  const { contested } = state;
  const instant = contested === undefined ? now.wall : wallAfter(contested.wall, elapsed(contested.mono, now.mono));
  if (!(instant >= state.rules.built)) return refuse(state, "operator", instant, "before-floor");
  const trusted = trustedWall(state, now.mono);
  if (trusted !== undefined && Math.abs(instant - trusted) <= AGREEMENT) return { state, effects: [] };
  return take({ ...state, jumped: false }, "operator", instant, now);
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

function take(before: TrustState, source: TimeSource, said: WallMs, now: Moment): TrustStep {
  const state = quiet(before);
  // The network says whole seconds: a system's clock that agrees is finer, and stamps that it made do not go back.
  const wall = source === "network" && Math.abs(now.wall - said) <= JUMP ? now.wall : said;
  const trusted = trustedWall(state, now.mono);
  const movedBy = Millis(trusted === undefined ? 0 : wall - trusted);
  const held: HeldTime = { wall, mono: now.mono, source, since: state.held?.since ?? now.mono };
  const silent = state.held?.source === source && Math.abs(movedBy) <= JUMP;
  // What is believed against the last entry's hour has outweighed it.
  const rules = wall < floorOf(state.rules) ? outweighed(state.rules) : state.rules;
  const next: TrustState = { ...state, rules, held };
  return {
    state: { ...next, jumped: state.jumped && !systemAgrees(next, now) },
    effects: silent ? [] : [{ kind: "trusted", source, instant: wall, movedBy }],
  };
}

function refuse(state: TrustState, source: TimeSource, instant: WallMs, why: RefusedTime): TrustStep {
  return { state, effects: [{ kind: "refused", source, instant, why }] };
}

const outweighed = ({ built, trustSystem }: TrustRules): TrustRules => ({ built, trustSystem });

/** The ledger's stamps are trusted time, which may be ahead of a system clock that agrees with it. */
function floorOf({ built, lastBooked }: TrustRules): WallMs {
  return WallMs(Math.max(built, (lastBooked ?? 0) - AGREEMENT));
}
