import { maskIccid } from "../base/mask.ts";
import { UNIDENTIFIED } from "../meter/book-id.ts";
import { cardEvidence, swapEvidence } from "./journal-words.ts";
import type { JournalSide } from "./journal-side.ts";
import type { Telling } from "./telling.ts";

export interface CardSideParts {
  readonly telling: Pick<Telling, "event">;
  readonly journal: Pick<JournalSide, "identified">;
  /** Those that go by the card, in the order in which they are told of it. */
  readonly followers: readonly ((iccid: string) => void)[];
}

/** Which card is in, and whether it is another one than last time. */
export class CardSide {
  readonly #parts: CardSideParts;
  #last: string | undefined;

  /** `lastBook`: the one that was written last, also by an earlier run: technicians power off, swap, power on. */
  constructor(parts: CardSideParts, lastBook: string | undefined) {
    this.#parts = parts;
    this.#last = lastBook === UNIDENTIFIED ? undefined : lastBook;
  }

  identified(iccid: string): void {
    const before = this.#last;
    this.#last = iccid;
    const { telling, journal, followers } = this.#parts;
    if (before !== undefined && before !== iccid)
      telling.event("sim-changed", { from: maskIccid(before), to: maskIccid(iccid) }, swapEvidence(before, iccid));
    journal.identified("card-identified", cardEvidence(iccid));
    for (const follow of followers) follow(iccid);
  }
}
