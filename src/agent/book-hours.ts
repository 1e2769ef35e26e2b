import { defined } from "../base/defined.ts";
import { maskIccid } from "../base/mask.ts";
import { isoInstant, WallMs } from "../base/instant.ts";
import { minus, plus } from "../meter/amount.ts";
import { bookId, UNIDENTIFIED } from "../meter/book-id.ts";
import type { Ledger } from "../meter/ledger.ts";
import { NEVER } from "../plan/cycle.ts";
import type { CourseAnswer, HoursAnswer } from "../report/hours-answer.ts";
import type { BookView, Said } from "../report/picture.ts";
import type { Settings } from "../settings/declaration.ts";

/** Every hour of the card's book that is kept, as it is told on the device. */
export function bookHours(view: BookView, ledger: Ledger, now: Said): HoursAnswer {
  const book = view.iccid === undefined ? UNIDENTIFIED : bookId(view.iccid);
  const { plan, cycle } = view.books;
  const besides = plus(view.pending, minus(view.total, ledger.totals(book)));
  return defined({
    ok: true as const,
    at: isoInstant(now.wall),
    iccid: view.iccid === undefined ? undefined : maskIccid(view.iccid),
    zone: plan.cycle.zone,
    unitBase: plan.unitBase,
    cycle: { from: cycle.from, to: cycle.to },
    hours: [...ledger.hours(book, WallMs(0), NEVER)].map(({ hour, up, down, tags }) =>
      defined({
        at: hour,
        up: Number(up),
        down: Number(down),
        class: tags?.class,
        destination: tags?.destination,
        rat: tags?.rat,
        areas: tags?.areas && [...tags.areas],
      }),
    ),
    besides: { up: Number(besides.up), down: Number(besides.down) },
  });
}

export const courseAnswer = (kept: string, { plan }: Settings): CourseAnswer => ({
  ok: true,
  kept,
  simple: defined({
    name: plan.name,
    quota: plan.quota === undefined ? undefined : String(plan.quota),
    cycleDay: plan.cycleDay,
    zone: plan.zone,
    unitBase: plan.unitBase,
  }),
});
