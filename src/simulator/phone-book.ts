/** One line of a phone book. */
export interface PhoneBookEntry {
  readonly number: string;
  readonly type: number;
  readonly name: string;
}

export const BOOK_NAMES = ["SM", "ME", "ON", "LD", "RC", "MC", "FD", "EN"] as const;
export type BookName = (typeof BOOK_NAMES)[number];

const PLACES = 100;

/** The phone books of 27.007 8.11 to 8.14: numbered places, each empty or taken. */
export class PhoneBook {
  readonly places = PLACES;
  readonly #entries = new Map<number, PhoneBookEntry>();

  get used(): number {
    return this.#entries.size;
  }

  between(first: number, last: number): readonly (readonly [index: number, entry: PhoneBookEntry])[] {
    return [...this.#entries].filter(([index]) => index >= first && index <= last).toSorted(([a], [b]) => a - b);
  }

  /** False when there is no such place, or none left. */
  put(index: number | undefined, entry: PhoneBookEntry | undefined): boolean {
    const free = Array.from({ length: PLACES }, (_, at) => at + 1).find((place) => !this.#entries.has(place));
    const place = index ?? free;
    if (place === undefined || place < 1 || place > PLACES) return false;
    if (entry === undefined) this.#entries.delete(place);
    else this.#entries.set(place, entry);
    return true;
  }
}
