import { Days, Minutes, Seconds } from "../base/duration.ts";
import { elapsed, type MonoMs } from "../base/instant.ts";
import type { CardJudge } from "../modem/card-judge.ts";
import type { Clock } from "../ports/clock.ts";

/** `uneven`: no two readings alike; `unconfirmed`: wait for the next look; `too-many`: more new cards than anybody swaps. */
export interface Doubt {
  readonly kind: "uneven" | "unconfirmed" | "too-many";
  readonly text: string;
}

export interface CardDoubtPorts {
  readonly clock: Clock;
  /** Cards that have a book here. */
  readonly books: () => readonly string[];
}

export interface CardDoubtListener {
  /** Undefined: a card is believed again. */
  onDoubt(doubt: Doubt | undefined): void;
  /** The card is to be asked again soon. */
  onAgain(): void;
}

/** A technician tries some cards in a row; a broken modem or contact reads another number at every look, for ever. */
const MOST_NEW = 8;
const WITHIN = Days(1);
/** Every card costs a book and a witness file for ever. */
const MOST_BOOKS = 1_000;
/** A new card so soon after another new number must be read again later: whoever swaps cards leaves the last one in. */
const SETTLED_AFTER = Minutes(10);
const AGAIN_AFTER = Seconds(3);
const MOST_CHANGES = 3;

const KEPT = "Bytes go on into the book of the card before.";
const RESEAT = "Clean and reseat the SIM; if it stays so, try another SIM, then another modem.";

/** Bounds what a card's number that never reads alike can do to the books; a real swap is believed at once. */
export class CardDoubt implements CardJudge {
  readonly #ports: CardDoubtPorts;
  readonly #listener: CardDoubtListener;
  readonly #believed = new Set<string>();
  #news: readonly MonoMs[] = [];
  #candidate: { readonly iccid: string; readonly at: MonoMs; readonly changes: number } | undefined;
  #doubt: Doubt | undefined;

  constructor(ports: CardDoubtPorts, listener: CardDoubtListener) {
    this.#ports = ports;
    this.#listener = listener;
  }

  get doubt(): Doubt | undefined {
    return this.#doubt;
  }

  believes(iccid: string): boolean {
    const doubt = this.#doubtOf(iccid);
    if (doubt === undefined) this.#candidate = undefined;
    this.#tell(doubt);
    return doubt === undefined;
  }

  uneven(readings: number): void {
    this.#tell({
      kind: "uneven",
      text: `The card's number reads differently each time (${readings} readings, no two alike), so no card is believed. ${KEPT} ${RESEAT}`,
    });
  }

  #doubtOf(iccid: string): Doubt | undefined {
    const { books, clock } = this.#ports;
    const known = books();
    if (this.#believed.has(iccid) || known.includes(iccid)) return undefined;
    const now = clock.monoMs();
    this.#news = this.#news.filter((at) => elapsed(at, now) < WITHIN);
    if (this.#news.length >= MOST_NEW)
      return {
        kind: "too-many",
        text: `${MOST_NEW} cards that were never here were read within a day; further ones are not believed until one of these is a day ago. ${KEPT} ${RESEAT} Where so many cards really were swapped, start the agent again.`,
      };
    if (known.length >= MOST_BOOKS)
      return {
        kind: "too-many",
        text: `There are books of ${known.length} cards here already; new ones are not believed. ${KEPT} Where so many cards really were here, stop the agent, move the state directory (store.directory) away and start it again.`,
      };
    const soon = [this.#news.at(-1), this.#candidate?.at].some(
      (at) => at !== undefined && elapsed(at, now) < SETTLED_AFTER,
    );
    const doubt = soon ? this.#doubtOfSecond(iccid, now) : undefined;
    if (doubt !== undefined) return doubt;
    this.#news = [...this.#news, now];
    this.#believed.add(iccid);
    return undefined;
  }

  /** Undefined when it was read before, at an earlier look. */
  #doubtOfSecond(iccid: string, now: MonoMs): Doubt | undefined {
    const before = this.#candidate;
    const same = before?.iccid === iccid;
    if (same && elapsed(before.at, now) >= AGAIN_AFTER) return undefined;
    if (!same) {
      const changes = before === undefined ? 0 : before.changes + 1;
      this.#candidate = { iccid, at: now, changes };
      // A number that changes for ever is left to the usual looks, or it would be asked without end.
      if (changes < MOST_CHANGES) this.#ports.clock.after(AGAIN_AFTER, () => this.#listener.onAgain());
    }
    if ((this.#candidate?.changes ?? 0) > 0)
      return {
        kind: "uneven",
        text: `The card's number is another one at each look, so no new card is believed. ${KEPT} ${RESEAT}`,
      };
    return {
      kind: "unconfirmed",
      text: `Another card's number was read soon after the last new one; it is believed when it reads the same again. ${KEPT}`,
    };
  }

  #tell(doubt: Doubt | undefined): void {
    if (this.#doubt?.kind === doubt?.kind) return;
    this.#doubt = doubt;
    this.#listener.onDoubt(doubt);
  }
}
