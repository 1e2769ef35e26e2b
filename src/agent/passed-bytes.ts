import { type Duration, Seconds } from "../base/duration.ts";
import type { BookView } from "../report/picture.ts";

/** A packet or two may be a late answer of before, or somebody's scan. */
const PASSED_BYTES = 200n;
/** So much went up and nothing came down: keep-alives and handshakes that nobody answers. */
const UNANSWERED_BYTES = 200n;

/** So long after a loss what passed before it may still come out of the counters. */
const STILL_COUNTED = Seconds(30);

/** What the meter's count says of the path: of the business's own packets, never of a probe's. */
export class PassedBytes {
  #counted: { readonly iccid: string | undefined; readonly up: bigint; readonly down: bigint } | undefined;
  #mixed = false;

  /** Among those that are counted next may be a probe's, or of a time that is over: nothing is said of them. */
  mix(): void {
    this.#mixed = true;
  }

  /**
   * `worked`: some time bytes came down, before this run or before service went. `probing`: a probe's bytes may still come; with them
   * the count says nothing, and begins anew with the first one after. `lostFor`: how long service has been away.
   */
  count(
    { iccid, total }: BookView,
    probing: boolean,
    lostFor?: Duration,
  ): "worked" | "answered" | "silent" | undefined {
    if (lostFor !== undefined && lostFor < STILL_COUNTED) this.mix();
    const before = this.#counted;
    const { up, down } = total;
    if (before === undefined || before.iccid !== iccid || this.#mixed) {
      const first = before === undefined || before.iccid !== iccid;
      this.#counted = { iccid, up, down };
      this.#mixed &&= probing;
      // What came down just before a loss proves no path now, and that this card had one.
      const came = first ? down : probing ? 0n : down - before.down;
      return iccid !== undefined && came >= PASSED_BYTES ? "worked" : undefined;
    }
    const answered = down - before.down >= PASSED_BYTES;
    if (!answered && (up - before.up < UNANSWERED_BYTES || down !== before.down)) return undefined;
    this.#counted = { iccid, up, down };
    return answered ? "answered" : "silent";
  }
}
