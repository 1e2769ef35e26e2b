import type { Cursor } from "./cursor.ts";
import { fieldsOf, type Fields } from "./sealed-record.ts";
import { readCount, readCursor, writeCursor } from "./record-fields.ts";

/** An interface's counters as they stood at a turn of the books. */
export interface TurnedCursor {
  readonly turn: number;
  readonly cursor: Cursor;
}

/** Where the counters of all interfaces stood that a book counted by; `cursor` is of `turn`, the last one. */
export interface LastCursors {
  readonly cursor: Cursor | undefined;
  /** 0: nothing was counted yet. */
  readonly turn: number;
  /** Of other interfaces than that one, ascending by their turns. */
  readonly others: readonly TurnedCursor[];
}

/** With the last one as many as uplinks can be set: a witness holds them all in one page. */
const MOST_OTHERS = 7;

/** After an entry that counted: its cursors are of its turn. An entry that grew while it waited may be of a later one than those after it. */
export function cursorsAfter(
  { cursor, turn, others }: LastCursors,
  counted: { readonly turn: number; readonly cursors: readonly Cursor[] },
): LastCursors {
  const known = [...others, ...(cursor === undefined ? [] : [{ cursor, turn }])];
  const latest = new Map(known.map((one) => [one.cursor.interfaceName, one]));
  for (const one of counted.cursors)
    if ((latest.get(one.interfaceName)?.turn ?? -1) <= counted.turn)
      latest.set(one.interfaceName, { cursor: one, turn: counted.turn });
  const first = counted.cursors[0];
  const leads = counted.turn >= turn ? { turn: counted.turn, cursor: first } : { turn, cursor };
  latest.delete(leads.cursor?.interfaceName ?? "");
  const ordered = [...latest.values()].toSorted((a, b) => a.turn - b.turn);
  return { ...leads, others: ordered.slice(-MOST_OTHERS) };
}

/** Every one of them. */
export const allCursors = ({ cursor, turn, others }: LastCursors): readonly TurnedCursor[] => [
  ...others,
  ...(cursor === undefined ? [] : [{ cursor, turn }]),
];

/** Undefined where there are none, so that books of one interface have the text that they always had. */
export const writeOthers = (others: readonly TurnedCursor[]): readonly Fields[] | undefined =>
  others.length === 0 ? undefined : others.map(({ turn, cursor }) => ({ turn, ...writeCursor(cursor) }));

export function readOthers(value: unknown): readonly TurnedCursor[] | undefined {
  if (value === undefined) return [];
  if (!Array.isArray(value) || value.length > MOST_OTHERS) return undefined;
  const read = value.map((one: unknown) => {
    const fields = fieldsOf(one);
    const [turn, cursor] = [readCount(fields?.["turn"]), readCursor(fields)];
    return turn === undefined || cursor === undefined ? undefined : { turn, cursor };
  });
  const whole = read.filter((one) => one !== undefined);
  return whole.length === read.length ? whole : undefined;
}
