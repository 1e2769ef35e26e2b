import type { MonoMs } from "../base/instant.ts";
import { type Amount, covers, minus, NOTHING, plus } from "./amount.ts";
import type { BookId } from "./book-id.ts";

/** What a modem says it has counted, by context (0 where it does not tell them apart), and what was counted here by then. */
export interface CounterReading {
  /** The command that told it. */
  readonly command: string;
  readonly said: Readonly<Record<number, Amount>>;
  /** All that the book in force holds. */
  readonly counted: Amount;
  readonly book: BookId;
  readonly at: MonoMs;
}

/** Two counts of the same bytes from one moment on. */
export interface CrossCheck {
  readonly first: CounterReading;
  readonly last: CounterReading;
}

/** What came of it; `difference` is the modem's less ours and may be negative. */
export interface CrossCheckResult {
  /** The modem's figures as they stand. */
  readonly stands: Amount;
  readonly modem: Amount;
  readonly counted: Amount;
  readonly difference: Amount;
}

/**
 * Holds the modem's own counter beside ours. It counts other layers than we do, from its own beginning, and no book goes by
 * it: only what both have counted since one moment is compared. That moment is a new one when the modem's figures fell
 * (started anew, reset by somebody, wrapped), when it tells of a context that it did not tell of, and with another card.
 */
export function crossCheck(before: CrossCheck | undefined, reading: CounterReading): CrossCheck {
  return before !== undefined && goesOn(before.last, reading)
    ? { first: before.first, last: reading }
    : { first: reading, last: reading };
}

function goesOn(last: CounterReading, now: CounterReading): boolean {
  if (last.command !== now.command || last.book !== now.book || !covers(now.counted, last.counted)) return false;
  return Object.entries(now.said).every(([cid, amount]) => {
    const earlier = last.said[Number(cid)];
    return earlier !== undefined && covers(amount, earlier);
  });
}

export function crossCheckResult({ first, last }: CrossCheck): CrossCheckResult {
  const modem = minus(sum(last), sum(first));
  const counted = minus(last.counted, first.counted);
  return { stands: sum(last), modem, counted, difference: minus(modem, counted) };
}

const sum = ({ said }: CounterReading): Amount => Object.values(said).reduce(plus, NOTHING);
