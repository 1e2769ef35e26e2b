import { defined } from "../base/defined.ts";
import { Seconds } from "../base/duration.ts";
import { elapsed } from "../base/instant.ts";
import type { CounterSample, DirectionCount, LinkOverhead } from "../ports/counters.ts";
import type { Cursor } from "./cursor.ts";
import { type Advance, advance } from "./delta.ts";
import { type Direction, isSameEpoch, type Jump, judge, rawOf } from "./plausibility.ts";

/** Samples that were not booked, because they cannot follow what was; the books stand where they stood before. */
export interface Doubt {
  /** Empty: a counter fell. */
  readonly jumps: readonly Jump[];
  readonly first: CounterSample;
  readonly last: CounterSample;
  readonly samples: number;
}

export type Belief =
  /** `cleared`: what the counters read in between was wrong, and they go on from the last good sample. */
  | { readonly kind: "counted"; readonly moved: Advance; readonly cleared: boolean }
  /** Nothing is booked. `news`: another reading than before is doubted. */
  | { readonly kind: "doubted"; readonly doubt: Doubt; readonly news: boolean }
  /** They stayed where they had jumped to: `base` is where counting goes on, `moved` what was carried since. */
  | { readonly kind: "rebased"; readonly base: Cursor; readonly jumps: readonly Jump[]; readonly moved: Advance };

/** A misreading of a moment must be over by then; three samples also where they are a minute apart. */
const CONFIRMING_SAMPLES = 3;
const CONFIRMING_TIME = Seconds(10);

export interface Known {
  readonly cursor: Cursor | undefined;
  readonly doubt: Doubt | undefined;
  readonly firstInstall: boolean;
}

/**
 * One sample against what is known. A counter that reads what the line cannot carry, or less than before, is not believed
 * at once: when it is back the next time, its bytes go on from the last good sample, and none is lost or counted twice.
 * When it stays there, a fall is a counter that began again or wrapped, and a jump a counter that goes on elsewhere: of that nobody
 * knows what was carried, so nothing is booked but what follows.
 */
export function believe(known: Known, sample: CounterSample, overhead: LinkOverhead): Belief {
  const { cursor, doubt, firstInstall } = known;
  const stays = doubt !== undefined && confirms(doubt, sample);
  if (doubt !== undefined && stays && doubt.jumps.length > 0) {
    const samples = doubt.samples + 1;
    const sure = samples >= CONFIRMING_SAMPLES && elapsed(doubt.first.at, sample.at) >= CONFIRMING_TIME;
    if (!sure) return { kind: "doubted", doubt: { ...doubt, last: sample, samples }, news: false };
    const base = firstInstall ? installedAt(doubt.first) : baseOf(cursor, doubt);
    const moved = advance(base, sample, overhead, false);
    return { kind: "rebased", base, jumps: doubt.jumps, moved: { ...moved, reset: "rebased" } };
  }
  const verdict = judge(cursor, sample);
  const fallen = verdict.kind === "fell" && stays;
  if (verdict.kind === "plausible" || fallen) {
    const moved = fallen
      ? through(doubt.last, known, sample, overhead)
      : advance(cursor, sample, overhead, firstInstall);
    return { kind: "counted", moved, cleared: doubt !== undefined && !fallen };
  }
  const jumps = verdict.kind === "jumped" ? verdict.jumps : [];
  return { kind: "doubted", doubt: { jumps, first: sample, last: sample, samples: 1 }, news: true };
}

/** By way of the sample that was doubted: two steps of a 32-bit counter together may be more than tells a wrap from a fall. */
function through(
  doubted: CounterSample,
  { cursor, firstInstall }: Known,
  sample: CounterSample,
  overhead: LinkOverhead,
): Advance {
  const whole = advance(cursor, sample, overhead, firstInstall);
  if (whole.reset !== "fell") return whole;
  const first = advance(cursor, doubted, overhead, firstInstall);
  const then = advance(first.cursor, sample, overhead, false);
  const reset = first.reset ?? then.reset;
  return defined({ ...then, up: first.up + then.up, down: first.down + then.down, reset });
}

/** Whether the sample goes on from the doubted ones, and none of its doubted counters has gone back. */
function confirms({ jumps, first, last }: Doubt, sample: CounterSample): boolean {
  const before = { ...last.epoch, ...rawFields(last.rx, last.tx), ipRx: 0n, ipTx: 0n, at: last.at };
  if (!isSameEpoch(before, sample) || judge(before, sample).kind !== "plausible") return false;
  return jumps.every(
    ({ direction }) =>
      sample[direction].bytes >= first[direction].bytes && sample[direction].packets >= first[direction].packets,
  );
}

/** Nothing from before the installation is booked, in neither direction. */
const installedAt = ({ epoch, rx, tx, at }: CounterSample): Cursor => ({
  ...epoch,
  ...rawFields(rx, tx),
  ipRx: 0n,
  ipTx: 0n,
  at,
});

/** What jumped stands where it was first seen; the other direction where it was last booked. */
function baseOf(cursor: Cursor | undefined, { jumps, first }: Doubt): Cursor {
  const from = isSameEpoch(cursor, first) ? cursor : { ...first.epoch, ...rawFields(ZERO, ZERO), ipRx: 0n, ipTx: 0n };
  const stands = (direction: Direction): DirectionCount =>
    jumps.some((jump) => jump.direction === direction) ? first[direction] : rawOf(from, direction);
  return { ...from, ...rawFields(stands("rx"), stands("tx")), at: first.at };
}

const ZERO: DirectionCount = { bytes: 0n, packets: 0n };
const rawFields = (rx: DirectionCount, tx: DirectionCount) => ({
  rxBytes: rx.bytes,
  rxPackets: rx.packets,
  txBytes: tx.bytes,
  txPackets: tx.packets,
});
