import { elapsed, type MonoMs } from "../base/instant.ts";
import type { Amount } from "../meter/amount.ts";
import { readBookId, UNIDENTIFIED } from "../meter/book-id.ts";
import { type CrossCheck, crossCheck, crossCheckResult } from "../meter/cross-check.ts";
import type { ModemCount } from "../modem/modem.ts";
import type { ModemCountView } from "../report/picture.ts";

/** What was counted here, looked at anew. */
export type OurCount = () => { readonly iccid: string | undefined; readonly total: Amount };

/** Holds what the modem says that it counted beside what was counted here; only shown, nothing is booked by it. */
export class ModemCountWatch {
  readonly #ours: OurCount;
  #check: CrossCheck | undefined;

  constructor(ours: OurCount) {
    this.#ours = ours;
  }

  /** A reading of the modem's counters; undefined when what was known of the modem is void. */
  take(count: ModemCount | undefined, at: MonoMs): void {
    if (count === undefined) {
      this.#check = undefined;
      return;
    }
    const { iccid, total } = this.#ours();
    const book = (iccid === undefined ? undefined : readBookId(iccid)) ?? UNIDENTIFIED;
    this.#check = crossCheck(this.#check, { command: count.command, said: count.said, counted: total, book, at });
  }

  view(now: MonoMs): ModemCountView | undefined {
    const check = this.#check;
    if (check === undefined) return undefined;
    const { first, last } = check;
    return {
      command: last.command,
      ...crossCheckResult(check),
      comparedFor: elapsed(first.at, now),
      readBefore: elapsed(last.at, now),
    };
  }
}
