import { Days, type Duration, Hours } from "../base/duration.ts";
import { elapsed, type MonoMs, wallAfter, type WallMs } from "../base/instant.ts";
import { both } from "../meter/amount.ts";
import { readBookId, UNIDENTIFIED } from "../meter/book-id.ts";
import type { Ledger } from "../meter/ledger.ts";
import { NEVER } from "../plan/cycle.ts";
import { forecast } from "../plan/forecast/forecast.ts";
import type { Outlook } from "../policy/pace.ts";
import type { Clock } from "../ports/clock.ts";
import type { BookView } from "../report/picture.ts";

/** A forecast takes 5 ms (x64): it is made again when much was used since, else a few times a day. */
const EVERY: Duration = Hours(6);
const LEAST: Duration = Hours(1);
/** Parts of the quota. */
const MOVED = 50n;
/** More past would make it dearer and tell what is no longer so. */
const PAST: Duration = Days(-120);

/** Keeps a forecast of the card's book that is young enough to go by. */
export class OutlookWatch {
  readonly #ports: { readonly ledger: Pick<Ledger, "hours">; readonly clock: Clock };
  #made: { readonly at: MonoMs; readonly mark: string; readonly outlook: Outlook | undefined } | undefined;

  constructor(ports: { readonly ledger: Pick<Ledger, "hours">; readonly clock: Clock }) {
    this.#ports = ports;
  }

  /** Undefined without a quota, or while the time is not known. */
  of({ iccid, standing, books }: BookView, now: WallMs | undefined): Outlook | undefined {
    const { quota, remaining, cycle } = standing;
    if (now === undefined || quota === undefined || quota <= 0n || remaining === undefined || cycle.to === NEVER)
      return undefined;
    const at = this.#ports.clock.monoMs();
    const mark = [iccid, books.plan.name, quota, cycle.from].join(" ");
    const made = this.#made;
    const age = made === undefined || made.mark !== mark ? EVERY : elapsed(made.at, at);
    const moved = made?.outlook !== undefined && (made.outlook.left - remaining) * MOVED >= quota;
    if (made !== undefined && age < EVERY && !(moved && age >= LEAST)) return made.outlook;
    this.#made = { at, mark, outlook: this.#foresee(iccid, books.plan.cycle, remaining, now) };
    return this.#made.outlook;
  }

  #foresee(
    iccid: string | undefined,
    cycle: BookView["books"]["plan"]["cycle"],
    left: bigint,
    now: WallMs,
  ): Outlook | undefined {
    const book = iccid === undefined ? UNIDENTIFIED : readBookId(iccid);
    if (book === undefined) return undefined;
    const hours = this.#ports.ledger.hours(book, wallAfter(now, PAST), now);
    const used = Array.from(hours, ({ hour, ...bytes }) => [hour, both(bytes)] as const);
    return { forecast: forecast({ used, asOf: now, cycle, quotaLeft: left }), left };
  }
}
