import { MonoMs } from "../../src/base/instant.ts";
import type { CounterSample, LinkOverhead } from "../../src/ports/counters.ts";

export interface RawCounters {
  readonly bootId?: string;
  readonly interfaceName?: string;
  readonly ifindex?: number;
  readonly instance?: number;
  readonly rx?: readonly [bytes: bigint, packets: bigint];
  readonly tx?: readonly [bytes: bigint, packets: bigint];
}

/** A sample of `wwan0`, index 3, of one boot, unless said otherwise. */
export function counterSample(raw: RawCounters): CounterSample {
  const { bootId = "boot-1", interfaceName = "wwan0", ifindex = 3, instance, rx = [0n, 0n], tx = [0n, 0n] } = raw;
  return {
    kind: "sample",
    epoch: { bootId, interfaceName, ifindex, ...(instance === undefined ? {} : { instance }) },
    rx: { bytes: rx[0], packets: rx[1] },
    tx: { bytes: tx[0], packets: tx[1] },
    at: MonoMs(0),
  };
}

export const linkOf = (rx: number, tx: number): LinkOverhead => ({ rx, tx, because: "as the test says" });
