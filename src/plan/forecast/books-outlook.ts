import { defined } from "../../base/defined.ts";
import type { WallMs } from "../../base/instant.ts";
import { type Balance, balanceName } from "../rating/balance.ts";
import type { Books } from "../rating/books.ts";
import { NEVER } from "../cycle.ts";
import type { Closing, Why } from "../rating/cycle-end.ts";
import type { ByteRange, Forecast } from "./forecast.ts";
import type { Course } from "./course.ts";
import type { Part } from "./mix.ts";
import { hourEnd, type RunOut } from "./run-out.ts";
import { rate } from "../rating/rate.ts";
import { advance } from "../rating/advance.ts";
import type { Scope } from "../scope.ts";

/** What becomes of one balance. */
export interface BalanceOutlook {
  readonly name: string;
  readonly carried: boolean;
  readonly scope: Scope;
  readonly left?: bigint;
  /** Absent for a balance without a limit. */
  readonly runOut?: RunOut;
  readonly ends?: BalanceEnd;
}

/** What a balance still holds when it ends, as far as that is before the cycle's end or on it. */
export interface BalanceEnd {
  readonly at: WallMs;
  readonly rest: ByteRange;
  readonly fate: Closing["fate"];
  readonly why: Why;
}

export interface BooksOutlook {
  readonly balances: readonly BalanceOutlook[];
  /** The first byte that nothing covers. */
  readonly beyond: RunOut;
  /** What changes if not one byte more is used because the card is stopped now. */
  readonly ifStopped: IfStopped;
}

export interface IfStopped {
  /** Not used to the cycle's end; absent where it has none. */
  readonly saved?: ByteRange;
  /** Handed on to the next cycle as things are; where the card is stopped and the fee charged; and where it is not. */
  readonly handedOn: bigint;
  readonly handedOnPaid: bigint;
  readonly handedOnUnpaid: bigint;
  /** What dies at the cycle's end where it is stopped and the fee charged. */
  readonly dies: bigint;
}

/** One course played through the books. */
interface Played {
  readonly empty: ReadonlyMap<string, WallMs>;
  readonly beyond?: WallMs;
  readonly closings: readonly Closing[];
}

/** Plays the forecast's hours through the carrier's rules, three times: as likely, as low and as high as it may be. */
export function booksOutlook(books: Books, forecast: Forecast, course: Course, mix: readonly Part[]): BooksOutlook {
  const start = advance(books, forecast.asOf);
  const ends = Array.from(course.likely, (_, hour) => hourEnd(course.history.now + hour, forecast));
  const [low, likely, high] = [course.low, course.likely, course.high].map((curve) =>
    play(start, forecast, curve, ends, mix),
  );
  const none: Played = { empty: new Map(), closings: [] };
  const runs = { low: low ?? none, likely: likely ?? none, high: high ?? none };
  return {
    balances: start.balances.map((balance) => outlookOf(balance, runs)),
    beyond: defined({ earliest: runs.high.beyond, likely: runs.likely.beyond, latest: runs.low.beyond }),
    ifStopped: stopped(start, forecast, runs.likely),
  };
}

type Runs = Readonly<Record<"low" | "likely" | "high", Played>>;

function outlookOf(balance: Balance, { low, likely, high }: Runs): BalanceOutlook {
  const key = keyOf(balance);
  const end = likely.closings.find((closing) => keyOf(closing.balance) === key);
  const rest = (played: Played): bigint =>
    played.closings.find((closing) => keyOf(closing.balance) === key)?.balance.left ?? 0n;
  return defined({
    name: balanceName(balance),
    carried: balance.carried,
    scope: balance.bucket.scope,
    left: balance.left,
    runOut:
      balance.left === undefined
        ? undefined
        : defined({ earliest: high.empty.get(key), likely: likely.empty.get(key), latest: low.empty.get(key) }),
    ends:
      end === undefined || balance.left === undefined
        ? undefined
        : { at: end.at, rest: ordered([rest(high), rest(likely), rest(low)]), fate: end.fate, why: end.why },
  });
}

/** Less use leaves more, but what one bucket spares another may have to give: sorted, so that a range is a range. */
function ordered(bytes: readonly bigint[]): ByteRange {
  const [low = 0n, likely = 0n, high = 0n] = bytes.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  return { low, likely, high };
}

const keyOf = ({ bucket, carried, opened }: Balance): string => `${bucket.id} ${carried} ${opened}`;

function play(
  start: Books,
  { asOf, cycle }: Forecast,
  curve: Float64Array,
  ends: readonly WallMs[],
  mix: readonly Part[],
): Played {
  const empty = new Map<string, WallMs>();
  for (const balance of start.balances) if (balance.left === 0n) empty.set(keyOf(balance), asOf);
  const closings: Closing[] = [];
  const listener = { onClosings: (more: readonly Closing[]) => void closings.push(...more) };
  const spent = { bytes: 0, parts: mix.map(() => 0n) };
  let beyond: WallMs | undefined = start.beyond.bytes > 0n ? asOf : undefined;
  let books = start;
  let at = asOf;
  for (const [hour, sum] of curve.entries()) {
    const end = ends[hour] ?? cycle.to;
    if (at >= cycle.to) break;
    books = advance(books, at, listener);
    for (const [index, part] of mix.entries()) {
      // Sums are rounded, not hours: nothing is lost or made by rounding.
      const upTo = BigInt(Math.round(sum * part.share));
      const bytes = upTo - (spent.parts[index] ?? 0n);
      if (bytes <= 0n) continue;
      spent.parts[index] = upTo;
      const rated = rate({ ...part, at, bytes }, books);
      for (const [nth, after] of rated.books.balances.entries())
        if (after.left === 0n && books.balances[nth]?.left !== 0n) empty.set(keyOf(after), end);
      books = rated.books;
      if (beyond === undefined && books.beyond.bytes > 0n) beyond = end;
    }
    at = end;
  }
  // What has no end hands nothing on.
  if (cycle.to !== NEVER) advance(books, cycle.to, listener);
  return defined({ empty, closings, beyond });
}

function stopped(start: Books, forecast: Forecast, going: Played): IfStopped {
  const { asOf, cycle, used, total } = forecast;
  const closed = (feeCharged: boolean): readonly Closing[] => {
    const closings: Closing[] = [];
    const conduct = { ...start.conduct, feeCharged: feeCharged || start.conduct.feeCharged };
    const suspendedSince = start.suspendedSince ?? asOf;
    if (cycle.to === NEVER) return closings;
    advance({ ...start, suspendedSince, conduct }, cycle.to, { onClosings: (more) => void closings.push(...more) });
    return closings;
  };
  const sum = (closings: readonly Closing[], fate: Closing["fate"]): bigint =>
    closings.reduce((bytes, closing) => (closing.fate === fate ? bytes + (closing.balance.left ?? 0n) : bytes), 0n);
  const [paid, unpaid] = [closed(true), closed(false)];
  return defined({
    saved:
      total === undefined ? undefined : { low: total.low - used, likely: total.likely - used, high: total.high - used },
    handedOn: sum(going.closings, "carried-over"),
    handedOnPaid: sum(paid, "carried-over"),
    handedOnUnpaid: sum(unpaid, "carried-over"),
    dies: sum(paid, "lapsed"),
  });
}
