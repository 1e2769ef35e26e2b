import { expect, it } from "vitest";
import { OutlookWatch } from "../../src/agent/outlook-watch.ts";
import { Days, Hours } from "../../src/base/duration.ts";
import { WallMs } from "../../src/base/instant.ts";
import { NOTHING } from "../../src/meter/amount.ts";
import type { HourRow } from "../../src/meter/hour-table.ts";
import { paceReach } from "../../src/policy/pace.ts";
import { rate } from "../../src/plan/rating/rate.ts";
import { openBooks } from "../../src/plan/rating/books.ts";
import { booksStanding } from "../../src/plan/rating/books-standing.ts";
import type { BookView } from "../../src/report/picture.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { BEGIN, LINES, MiB, stopPlan } from "../support/policy-bench.ts";

const ICCID = "89860012345678901234";

/** A card of 20 MiB that used so much in every hour of so many days. */
function card(days: number, hourly: number, quota = 20 * MiB) {
  const now = WallMs(BEGIN + Days(days));
  const used = BigInt(days * 24 * hourly);
  const { books } = rate({ at: WallMs(now - 1), bytes: used }, openBooks(stopPlan(quota), now));
  const standing = booksStanding(books, LINES, used, now);
  const view: BookView = {
    iccid: ICCID,
    total: NOTHING,
    inCycle: NOTHING,
    pending: NOTHING,
    plan: { known: true },
    books,
    standing,
  };
  return { now, view };
}
function bench(hourly: number) {
  const clock = new FakeClock();
  let asked = 0;
  const hours = function* (_: string, from: WallMs, to: WallMs): Iterable<HourRow> {
    asked += 1;
    for (let at = Math.max(from, BEGIN); at < to; at += Hours(1))
      yield { hour: WallMs(at), up: BigInt(hourly), down: 0n, tags: undefined };
  };
  return { clock, watch: new OutlookWatch({ ledger: { hours }, clock }), asked: () => asked };
}

it("a card that uses too much is seen long before a line of its quota, with the range", () => {
  const { watch } = bench(60_000);
  const { now, view } = card(9, 60_000);
  const outlook = watch.of(view, now);
  expect(outlook?.forecast).toMatchObject({ ground: "week" });
  expect(view.standing.share).toBeLessThan(0.65);
  expect(paceReach(view.standing, outlook, undefined, now)).toMatchObject({
    line: "essential",
    text: expect.stringMatching(/61\.\d\d % of the quota is used after 30\.00 % .* used up about 2026-11-1\dT/),
  });
});

it("is made again after hours, sooner where much was used, and at once for another plan or cycle", async () => {
  const { watch, clock, asked } = bench(1_000);
  const { now, view } = card(9, 1_000);
  watch.of(view, now);
  watch.of(view, now);
  expect(asked()).toBe(1);
  await clock.advance(Hours(5));
  watch.of(view, now);
  expect(asked()).toBe(1);
  watch.of(card(9, 4_000).view, now);
  expect(asked()).toBe(2);
  await clock.advance(Hours(6));
  watch.of(view, now);
  expect(asked()).toBe(3);
  watch.of(card(9, 1_000, 40 * MiB).view, now);
  expect(asked()).toBe(4);
});

it("there is none while the time is not known, and none without a quota", () => {
  const { watch, asked } = bench(1_000);
  const { view, now } = card(9, 1_000);
  expect(watch.of(view, undefined)).toBeUndefined();
  const { quota: _quota, remaining: _remaining, ...counted } = view.standing;
  expect(watch.of({ ...view, standing: counted }, now)).toBeUndefined();
  expect(asked()).toBe(0);
});
