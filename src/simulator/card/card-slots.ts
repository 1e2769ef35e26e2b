import type { SimCard } from "./sim-card.ts";

/** Two slots of which one is in use: the card of the other, and which one was asked for. */
export class CardSlots {
  #other: SimCard | undefined;
  #used: 0 | 1 = 0;
  #chosen: 0 | 1 = 0;

  constructor(other: SimCard | undefined) {
    this.#other = other;
  }

  /** What the modem shows: the one that was asked for, also where that waits for a restart. */
  get chosen(): 0 | 1 {
    return this.#chosen;
  }

  /** The other slot was asked for and is not in use yet. */
  get waiting(): boolean {
    return this.#chosen !== this.#used;
  }

  choose(slot: 0 | 1): void {
    this.#chosen = slot;
  }

  /** The one that was in use is kept in its slot; what is in the other slot is handed out. */
  change(inUse: SimCard | undefined): SimCard | undefined {
    const next = this.#other;
    this.#other = inUse;
    this.#used = this.#chosen;
    return next;
  }
}
