import { type Duration, Hours, Millis } from "../base/duration.ts";
import { MonoMs } from "../base/instant.ts";
import type { Stamp } from "../base/stamp.ts";
import type { Fields } from "./journal-entry.ts";
import { happening } from "./happenings.ts";

/** Of one thing, with one outcome, so many a day are written; what is above is counted and told with the next. */
const WINDOW: Duration = Hours(24);
const PER_WINDOW = 24;
const MOST_KEYS = 512;

/** What makes two happenings of one name two things: a denial is not lost among a hundred searches. */
const TELLING = [
  "stat",
  "rejectCause",
  "domain",
  "state",
  "to",
  "from",
  "level",
  "why",
  "percent",
  "kind",
  "outcome",
  "iccid",
  "trouble",
];
/** What a person says, and what happens once. */
const NEVER_HELD = ["note", "journal-begun", "journal-pruned", "agent-stopping", "cycle-started"];

export interface Held {
  readonly what: string;
  readonly fields: Fields;
  readonly count: number;
}

interface Seen {
  readonly admitted: readonly MonoMs[];
  readonly held: number;
  readonly fields: Fields;
}

/** A network that comes and goes all day must not push a year of evidence out of the journal. */
export class Flood {
  readonly #seen = new Map<string, Seen>();

  /** Undefined: it is held back. Otherwise how many of the same were held back before it. */
  admit(what: string, fields: Fields, now: MonoMs): number | undefined {
    if (NEVER_HELD.includes(what)) return 0;
    const key = keyOf(what, fields);
    const known = this.#seen.get(key);
    const recent = (known?.admitted ?? []).filter((at) => now - at < WINDOW);
    const held = known?.held ?? 0;
    // Last again: the Map's first is the one that was seen longest ago.
    this.#seen.delete(key);
    if (recent.length >= PER_WINDOW) {
      this.#seen.set(key, { admitted: recent, held: held + 1, fields });
      return undefined;
    }
    this.#seen.set(key, { admitted: [...recent, now], held: 0, fields });
    if (this.#seen.size > MOST_KEYS) this.#forget();
    return held;
  }

  /** An entry of before this start, by its age. */
  remember(what: string, fields: Fields, age: Duration, now: MonoMs): void {
    if (age < WINDOW && happening(what) !== undefined) this.admit(what, fields, MonoMs(now - age));
  }

  /** What was held back and not told yet; it is taken as told. */
  rest(): readonly Held[] {
    const held = [...this.#seen].flatMap(([key, seen]) => (seen.held === 0 ? [] : [{ key, seen }]));
    return held.map(({ key, seen }) => {
      this.#seen.set(key, { ...seen, held: 0 });
      return { what: key.split(" ", 1)[0] ?? key, fields: seen.fields, count: seen.held };
    });
  }

  #forget(): void {
    const idle = [...this.#seen].find(([, { held }]) => held === 0);
    if (idle !== undefined) this.#seen.delete(idle[0]);
  }
}

const keyOf = (what: string, fields: Fields): string =>
  `${what} ${JSON.stringify(TELLING.map((name) => (typeof fields[name] === "object" ? null : (fields[name] ?? null))))}`;

/** How long ago an entry was written; undefined where no clock tells. */
export function ageOf(
  entry: { readonly at: Stamp; readonly trusted: boolean },
  now: { readonly at: Stamp; readonly trusted: boolean },
): Duration | undefined {
  const age = entry.at.bootId === now.at.bootId ? now.at.mono - entry.at.mono : now.at.wall - entry.at.wall;
  const known = entry.at.bootId === now.at.bootId || (entry.trusted && now.trusted);
  return known && age >= 0 ? Millis(age) : undefined;
}
