import type { Duration } from "../base/duration.ts";
import { maxBytes } from "../base/bytes.ts";
import { elapsed, MonoMs } from "../base/instant.ts";
import type { CounterSample, DirectionCount } from "../ports/counters.ts";
import type { Cursor } from "./cursor.ts";
import { isSameInterface } from "./epoch.ts";
import { growth, SMALLEST_PACKET } from "./growth.ts";

export type Direction = "rx" | "tx";

/** One direction's counter moved by more than the line can have carried. */
export interface Jump {
  readonly direction: Direction;
  /** By so much, in bytes; where the packets jumped, what so many packets hold at least. */
  readonly moved: bigint;
  /** What the line can have carried. */
  readonly most: bigint;
  readonly within: Duration;
}

/** For people, with every figure. */
export const jumpText = ({ direction, moved, most, within }: Jump): string =>
  `${direction} moved by ${moved} bytes within ${(within / 1_000).toFixed(1)} s, the line carries at most ${most}`;

export type Verdict =
  | { readonly kind: "plausible" }
  | { readonly kind: "jumped"; readonly jumps: readonly Jump[] }
  /** Within its epoch: begun again, wrapped at 32 bits, or misread this once. */
  | { readonly kind: "fell" };

/**
 * 10 Gbit/s in each direction, the highest peak that 5G modems are sold with. Not the interface's own `speed`: it cannot be
 * read of a link that is down (EINVAL, measured) nor of ppp, and drivers state what they like: TUN said 10 Mbit/s, whatever
 * it carried, until Linux 6.2.
 */
const LINE_BYTES_PER_SECOND = 1_250_000_000n;
/** A reading and its instant are not one: what the fastest modem carries while this process is held up between them for a second. */
const SLACK = 256n << 20n;

export const mostWithin = (time: Duration): bigint =>
  (LINE_BYTES_PER_SECOND * BigInt(Math.max(0, Math.ceil(time)))) / 1_000n + SLACK;

/**
 * Whether a sample can follow the cursor. Counters of an epoch that is new began at zero; of one that nothing is known of
 * they began at the boot. A counter that fell is judged by what it holds, since that is what would be booked.
 */
export function judge(cursor: Cursor | undefined, sample: CounterSample): Verdict {
  const within = sinceCursor(cursor, sample);
  const most = mostWithin(within);
  let fell = false;
  const jumps: Jump[] = [];
  for (const direction of ["rx", "tx"] as const) {
    const now = sample[direction];
    const before = isSameEpoch(cursor, sample) ? rawOf(cursor, direction) : NOTHING;
    const grown = growth(before, now, 0);
    if (grown.kind === "fell" || (grown.kind === "grew" && grown.wrapped === true)) fell = true;
    const packets = grown.kind === "fell" ? now.packets : now.packets - before.packets;
    const bytes = grown.kind === "fell" ? now.bytes : grown.kind === "grew" ? grown.bytes : 0n;
    const moved = maxBytes(bytes, packets * SMALLEST_PACKET);
    if (moved > most) jumps.push({ direction, moved, most, within });
  }
  return jumps.length > 0 ? { kind: "jumped", jumps } : fell ? { kind: "fell" } : { kind: "plausible" };
}

export const isSameEpoch = (cursor: Cursor | undefined, { epoch }: Pick<CounterSample, "epoch">): cursor is Cursor =>
  cursor?.bootId === epoch.bootId && isSameInterface(cursor, epoch);

export const rawOf = (cursor: Cursor, direction: Direction): DirectionCount =>
  direction === "rx"
    ? { bytes: cursor.rxBytes, packets: cursor.rxPackets }
    : { bytes: cursor.txBytes, packets: cursor.txPackets };

const NOTHING: DirectionCount = { bytes: 0n, packets: 0n };
const BOOT = MonoMs(0);

function sinceCursor(cursor: Cursor | undefined, { epoch, at }: CounterSample): Duration {
  const known = cursor?.bootId === epoch.bootId ? cursor.at : undefined;
  return elapsed(known ?? BOOT, at);
}
