import { unreachable } from "../base/unreachable.ts";
import type { CounterSample, DirectionCount, LinkOverhead } from "../ports/counters.ts";
import type { Cursor } from "./cursor.ts";
import { isSameInterface } from "./epoch.ts";
import { type Growth, growth } from "./growth.ts";

/** Why counting began anew; the delta is the new counter's whole value except for `installed`, where it is 0. */
export type ResetReason =
  /** There was never a cursor: whatever the counter holds was used before this program came. */
  | "installed"
  /** There is no cursor, but there was one: nothing tells that the bytes are old. */
  | "cursor-lost"
  | "rebooted"
  /** Another interface under the same name. */
  | "re-created"
  | "other-interface"
  /** A counter fell within its epoch, and not as a 32-bit counter wraps. */
  | "fell"
  /** A counter jumped beyond what the line carries and stayed there: nothing of the jump is booked. */
  | "rebased";

export interface Advance {
  /** IP-layer bytes since the cursor; never negative. */
  readonly up: bigint;
  readonly down: bigint;
  readonly cursor: Cursor;
  readonly reset?: ResetReason;
}

/**
 * From raw counters to IP-layer bytes. Within an epoch the corrected total (bytes less overhead times packets) is a
 * running maximum, because bytes and packets are not read at one instant and the difference was measured to fall by up
 * to 20 kB. It grows by what the raw counters grew since the sample that last raised it, at the overhead that holds now:
 * when a driver changes its overhead within an epoch (veth with GRO: 14 to 0), what was booked stays as it was, and only
 * the packets of the one interval in which it changed are corrected by the wrong figure.
 *
 * A renamed interface keeps its counters (measured) and its index: the epoch goes on, or its bytes would count twice.
 * Each direction is judged by itself: one that fell says nothing of the other, which would be booked a second time.
 */
export function advance(
  cursor: Cursor | undefined,
  sample: CounterSample,
  overhead: LinkOverhead,
  firstInstall: boolean,
): Advance {
  if (cursor === undefined) {
    if (!firstInstall) return begin(sample, overhead, "cursor-lost");
    return install(sample, overhead);
  }
  const { epoch, rx, tx } = sample;
  if (cursor.bootId !== epoch.bootId) return begin(sample, overhead, "rebooted");
  const renamed = cursor.interfaceName !== epoch.interfaceName;
  if (!isSameInterface(cursor, epoch)) return begin(sample, overhead, renamed ? "other-interface" : "re-created");

  const down = growth({ bytes: cursor.rxBytes, packets: cursor.rxPackets }, rx, overhead.rx);
  const up = growth({ bytes: cursor.txBytes, packets: cursor.txPackets }, tx, overhead.tx);
  const fell = down.kind === "fell" || up.kind === "fell";
  if (fell && renamed) return begin(sample, overhead, "other-interface");
  const moved = book(cursor, sample, down, up, overhead);
  return fell ? { ...moved, reset: "fell" } : moved;
}

/** The baseline is what was read, torn or not: at most one link header per packet of that instant is booked too much. */
function install(sample: CounterSample, overhead: LinkOverhead): Advance {
  const { rx, tx } = sample;
  const begun = begin(sample, overhead, "installed");
  const raw = { rxBytes: rx.bytes, rxPackets: rx.packets, txBytes: tx.bytes, txPackets: tx.packets };
  return { ...begun, up: 0n, down: 0n, cursor: { ...begun.cursor, ...raw } };
}

/** A new epoch: everything that the counter holds is new. */
function begin(sample: CounterSample, overhead: LinkOverhead, reset: ResetReason): Advance {
  const nothing = { rxBytes: 0n, rxPackets: 0n, txBytes: 0n, txPackets: 0n, ipRx: 0n, ipTx: 0n };
  const again: Growth = { kind: "fell" };
  return { ...book({ ...sample.epoch, ...nothing }, sample, again, again, overhead), reset };
}

function book(
  cursor: Cursor,
  { epoch, rx, tx, at }: CounterSample,
  down: Growth,
  up: Growth,
  overhead: LinkOverhead,
): Advance {
  const [rxNow, txNow] = [
    follow({ bytes: cursor.rxBytes, packets: cursor.rxPackets }, rx, down, overhead.rx),
    follow({ bytes: cursor.txBytes, packets: cursor.txPackets }, tx, up, overhead.tx),
  ];
  return {
    up: txNow.ip,
    down: rxNow.ip,
    cursor: {
      ...epoch,
      rxBytes: rxNow.raw.bytes,
      rxPackets: rxNow.raw.packets,
      txBytes: txNow.raw.bytes,
      txPackets: txNow.raw.packets,
      ipRx: cursor.ipRx + rxNow.ip,
      ipTx: cursor.ipTx + txNow.ip,
      at,
    },
  };
}

/** The bytes to book, and the raw values that they belong to: a sample that raises nothing moves nothing. */
function follow(
  earlier: DirectionCount,
  later: DirectionCount,
  grown: Growth,
  overhead: number,
): { readonly ip: bigint; readonly raw: DirectionCount } {
  switch (grown.kind) {
    case "held":
      return { ip: 0n, raw: earlier };
    case "grew":
      return { ip: grown.bytes, raw: later };
    case "fell": {
      const zero = { bytes: 0n, packets: 0n };
      return follow(zero, later, growth(zero, later, overhead), overhead);
    }
    default:
      return unreachable(grown);
  }
}
