import { expect, it } from "vitest";
import { Hours } from "../../src/base/duration.ts";
import { WallMs } from "../../src/base/instant.ts";
import type { Bucket } from "../../src/plan/bucket.ts";
import { openBooks } from "../../src/plan/rating/books.ts";
import { cheapWindow } from "../../src/policy/cheap-window.ts";
import { BEGIN, MiB, stopPlan } from "../support/policy-bench.ts";

const night: Bucket = {
  id: "night",
  kind: "data",
  quota: BigInt(MiB),
  scope: { window: { from: 23 * 60, to: 7 * 60 } },
  term: { each: "cycle" },
  level: 0,
};
const books = (more: Partial<Bucket> = {}) => {
  const plan = stopPlan();
  return openBooks({ ...plan, buckets: [...plan.buckets, { ...night, ...more }] }, BEGIN);
};
const at = (day: number, hour: number): WallMs => WallMs(BEGIN + Hours((day - 1) * 24 + hour));

it("a night that was bought apart opens in the evening and closes in the morning, by the plan's zone", () => {
  expect(cheapWindow(books(), at(3, 12))).toEqual({ open: false, turns: at(3, 23) });
  expect(cheapWindow(books(), at(3, 23))).toEqual({ open: true, turns: at(4, 7) });
  expect(cheapWindow(books(), at(4, 6.5))).toEqual({ open: true, turns: at(4, 7) });
  expect(cheapWindow(books(), at(4, 7))).toEqual({ open: false, turns: at(4, 23) });
});

it("the last night of a cycle ends with the cycle", () => {
  expect(cheapWindow(books(), at(30, 23.5))).toEqual({ open: true, turns: at(31, 0) });
});

it("a window is none without one, for other destinations, or when it is used up", () => {
  expect(cheapWindow(openBooks(stopPlan(), BEGIN), at(3, 12))).toBeUndefined();
  const destination = { window: { from: 0, to: 60 }, destination: "bank" };
  expect(cheapWindow(books({ scope: destination }), at(3, 12))).toBeUndefined();
  expect(cheapWindow(books({ quota: 0n }), at(3, 12))).toBeUndefined();
});

it("one without a limit is one", () => {
  const { quota: _none, ...unlimited } = night;
  const plan = stopPlan();
  const opened = openBooks({ ...plan, buckets: [...plan.buckets, unlimited] }, BEGIN);
  expect(cheapWindow(opened, at(3, 12))).toEqual({ open: false, turns: at(3, 23) });
});
