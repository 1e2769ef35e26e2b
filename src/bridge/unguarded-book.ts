import type { Store } from "../ports/store.ts";
import type { DecisionSource } from "./decision-source.ts";

const KEY = "bridge/unguarded";
/** Spells of silence that are remembered; a repeat of an older one would be counted again. */
const MOST = 32;

interface Spell {
  readonly from: string;
  /** Chosen by the client, another one for each time that the agent was silent; zero when it tells none. */
  readonly number: number;
  readonly up: number;
  readonly down: number;
  readonly over: boolean;
}

export interface SpellReport {
  readonly from: string;
  readonly number: number;
  readonly up: number;
  readonly down: number;
  readonly last: boolean;
}

/** Bytes that clients sent while the agent was silent. Each spell's totals count once, however often the line comes. */
export class UnguardedBook {
  readonly #store: Store;
  readonly #source: Pick<DecisionSource, "used">;
  #spells: readonly Spell[];

  private constructor(store: Store, source: Pick<DecisionSource, "used">, spells: readonly Spell[]) {
    this.#store = store;
    this.#source = source;
    this.#spells = spells;
  }

  /** Throws what the store throws. */
  static async open(store: Store, source: Pick<DecisionSource, "used">): Promise<UnguardedBook> {
    return new UnguardedBook(store, source, readSpells((await store.get(KEY)) ?? "[]"));
  }

  async report({ from, number, up, down, last }: SpellReport): Promise<void> {
    const known = this.#spells.find((spell) => spell.from === from && spell.number === number);
    if (known?.up === up && known.down === down) return;
    // Without a number, other totals behind the last ones are a new spell.
    const anew = known === undefined || (known.over && number === 0);
    if (!anew && (up < known.up || down < known.down)) return;
    const base = anew ? { up: 0, down: 0 } : known;
    this.#spells = [...this.#spells.filter((spell) => spell !== known), { from, number, up, down, over: last }].slice(
      -MOST,
    );
    const total = { up, down };
    const report = { grant: 0, up: up - base.up, down: down - base.down, total, last, beyond: 0, from };
    this.#source.used(report);
    await this.#store
      .write([{ put: KEY, value: JSON.stringify(this.#spells.map((spell) => Object.values(spell))) }])
      .catch(() => "refused");
  }
}

const whole = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;

/** What was written; whatever else lies there is dropped, at the price of counting a repeat twice. */
function readSpells(text: string): readonly Spell[] {
  let rows: unknown;
  try {
    rows = JSON.parse(text);
  } catch {
    return [];
  }
  if (!Array.isArray(rows)) return [];
  return rows.flatMap((row: unknown) => {
    if (!Array.isArray(row)) return [];
    const [from, number, up, down, over]: readonly unknown[] = row;
    const sound = typeof from === "string" && whole(number) && whole(up) && whole(down) && typeof over === "boolean";
    return sound ? [{ from, number, up, down, over }] : [];
  });
}
