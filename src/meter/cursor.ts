import type { MonoMs } from "../base/instant.ts";
import type { CounterEpoch } from "../ports/counters.ts";

/**
 * How far one interface's counters have been taken into the books; kept beside the books, in one batch with them.
 * The raw values and the corrected totals belong together, per direction: `ipRx` is what `rxBytes` and `rxPackets`
 * came to. A sample that would lower a corrected total moves neither, so the totals are running maxima.
 * Downlink is `rx`, uplink is `tx`.
 */
export interface Cursor extends CounterEpoch {
  readonly rxBytes: bigint;
  readonly rxPackets: bigint;
  readonly txBytes: bigint;
  readonly txPackets: bigint;
  /** IP-layer bytes of this epoch so far. */
  readonly ipRx: bigint;
  readonly ipTx: bigint;
  /** When that was read, on the clock of the epoch's boot; absent in records that an earlier version wrote. */
  readonly at?: MonoMs;
}
