import fc from "fast-check";
import { expect, test } from "vitest";
import { type PlanCourse, slotEdges } from "../../src/agent/plan-course.ts";
import { PlanRun } from "../../src/agent/plan-run.ts";
import { WallMs } from "../../src/base/instant.ts";
import type { Amount } from "../../src/meter/amount.ts";
import { HourTable } from "../../src/meter/hour-table.ts";
import { balanceName } from "../../src/plan/rating/balance.ts";
import type { Books } from "../../src/plan/rating/books.ts";
import { replay } from "../../src/plan/rating/replay.ts";
import { slotAt } from "../../src/plan/slot.ts";
import { bucket, dataPlan } from "../support/data-plans.ts";
import { randomCase } from "../support/random-plans.ts";

const NOTHING: Amount = { up: 0n, down: 0n };

/** A book of hours and the run over it, asked as the agent asks. */
class Device {
  readonly hours = new HourTable();
  readonly course: PlanCourse;
  readonly run = new PlanRun();

  constructor(course: PlanCourse) {
    this.course = course;
  }

  use(at: WallMs, bytes: bigint): void {
    this.hours.add(slotAt(at, slotEdges(this.course)).from, { up: 0n, down: bytes });
  }

  books(now: WallMs, besides: Amount = NOTHING, run = this.run): Books {
    return run.books({
      course: this.course,
      slot: slotAt(now, slotEdges(this.course)).from,
      now,
      hours: (from, to) => this.hours.rows(from, to),
      besides: [besides],
    });
  }
}

const figures = ({ balances, beyond, cycle, cancelled }: Books) => ({
  balances: balances.map((balance) => [balanceName(balance), balance.left, balance.expires]),
  beyond: beyond.bytes,
  cycle,
  cancelled,
});

const at = (text: string): WallMs => WallMs(Date.parse(`${text}+08:00`));

test("whatever the plan and the facts, the hours of a book come to what every byte comes to at its own instant", () => {
  fc.assert(
    fc.property(randomCase, ({ plan, usages, facts }) => {
      // A device knows neither destinations nor places, and has no hour of nothing.
      const used = usages.filter(({ bytes }) => bytes > 0n).toSorted((a, b) => a.at - b.at);
      const plain = used.map((usage) => ({ at: usage.at, bytes: usage.bytes }));
      const [first] = plain;
      const last = plain.at(-1);
      if (first === undefined || last === undefined) return;
      const later = facts.filter((fact) => fact.at > first.at && fact.at <= last.at);
      const device = new Device({ plan, facts: later });
      for (const { at: instant, bytes } of plain) {
        device.use(instant, bytes);
        device.books(instant);
      }
      const { from } = slotAt(first.at, slotEdges(device.course));
      const exact = replay(plan, from, { usages: plain, facts: later });
      expect(figures(device.books(last.at))).toEqual(figures(exact));
      // A start that replays the book comes to the same as the run that saw it grow.
      expect(device.books(last.at, NOTHING, new PlanRun())).toEqual(device.books(last.at));
    }),
    { numRuns: 300 },
  );
});

test("an idle-hours pack is drawn from the minute on at which its window opens, within an hour too", () => {
  const plan = dataPlan([
    bucket("night", { quota: 100n, scope: { window: { from: 23 * 60 + 30, to: 7 * 60 } }, priority: 0 }),
    bucket("any", { quota: 100n }),
  ]);
  const device = new Device({ plan, facts: [] });
  device.use(at("2026-11-20T23:29:59"), 10n);
  device.use(at("2026-11-20T23:30:00"), 7n);
  const left = device.books(at("2026-11-20T23:40:00")).balances.map((b) => [b.bucket.id, b.left]);
  expect(left).toEqual([
    ["night", 93n],
    ["any", 90n],
  ]);
});

test("a correction of hours that are over counts once the run was told of it", () => {
  const device = new Device({ plan: dataPlan([bucket("any", { quota: 100n })]), facts: [] });
  const now = at("2026-11-20T12:00:00");
  device.use(at("2026-11-20T10:00:00"), 10n);
  expect(device.books(now).balances[0]?.left).toBe(90n);
  device.use(at("2026-11-20T09:00:00"), 5n);
  expect(device.books(now).balances[0]?.left).toBe(90n);
  device.run.invalidate();
  expect(device.books(now).balances[0]?.left).toBe(85n);
});

test("hours of after a clock that was set back count in their cycle, and not in the ones before", () => {
  const device = new Device({ plan: dataPlan([bucket("any", { quota: 100n })]), facts: [] });
  device.use(at("2026-11-20T15:00:00"), 10n);
  device.use(at("2036-01-01T00:00:00"), 50n);
  expect(device.books(at("2026-11-20T12:00:00"), { up: 1n, down: 2n }).balances[0]?.left).toBe(87n);
});

test("the cycle that the running bytes lie in ends with them: the next one opens whole", () => {
  const device = new Device({ plan: dataPlan([bucket("any", { quota: 100n })]), facts: [] });
  device.use(at("2026-11-30T23:10:00"), 10n);
  expect(device.books(at("2026-11-30T23:59:59")).balances[0]?.left).toBe(90n);
  expect(device.books(at("2026-12-01T00:00:00")).balances[0]?.left).toBe(100n);
});
