import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type PlanCourse, slotEdges } from "../../src/agent/plan-course.ts";
import { PlanRun } from "../../src/agent/plan-run.ts";
import { type RatedCycle, readRated, writeRated } from "../../src/agent/rated-cycle.ts";
import { WallMs } from "../../src/base/instant.ts";
import type { Amount } from "../../src/meter/amount.ts";
import { bookId } from "../../src/meter/book-id.ts";
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

  books(now: WallMs, besides: Amount = NOTHING, run = this.run, kept?: RatedCycle): Books {
    return run.books({
      kept,
      course: this.course,
      slot: slotAt(now, slotEdges(this.course)).from,
      now,
      hours: (from, to) => this.hours.rows(from, to),
      columns: (to) => this.hours.columns(0, to),
      besides: [besides],
    });
  }
}

const BOOK = bookId("89860012345678901234");
const written = (rated: RatedCycle | undefined): RatedCycle | undefined =>
  rated && readRated(BOOK, writeRated(BOOK, rated));

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

describe("the end of a cycle that is kept", () => {
  const plan = dataPlan([bucket("any", { quota: 1_000n, carries: true })]);
  const course: PlanCourse = { plan, facts: [] };
  const grown = (): { device: Device; kept: RatedCycle | undefined } => {
    const device = new Device(course);
    for (let day = 1; day <= 28; day += 1)
      for (const month of ["09", "10", "11"])
        device.use(at(`2026-${month}-${String(day).padStart(2, "0")}T10:00:00`), 7n);
    device.books(at("2026-11-28T12:00:00"));
    return { device, kept: written(device.run.ended((to) => device.hours.columns(0, to), 1)) };
  };
  const now = at("2026-11-28T12:00:00");
  /** What is told in place of what was kept shows whether it was gone on from. */
  const marked = (kept: RatedCycle | undefined): RatedCycle | undefined =>
    kept && { ...kept, state: { ...kept.state, books: { ...kept.state.books, cancelled: true } } };
  const goesOn = (device: Device, kept: RatedCycle | undefined): boolean =>
    device.books(now, NOTHING, new PlanRun(), marked(kept)).cancelled;

  test("brings a start to the same books as a run from the first byte on, whatever the plan and the facts", () => {
    let keptCycles = 0;
    fc.assert(
      fc.property(randomCase, ({ plan: drawn, usages, facts }) => {
        const plain = usages.filter(({ bytes }) => bytes > 0n).toSorted((a, b) => a.at - b.at);
        const last = plain.at(-1);
        if (last === undefined) return;
        const device = new Device({ plan: drawn, facts });
        for (const { at: instant, bytes } of plain) device.use(instant, bytes);
        const whole = device.books(last.at);
        const kept = written(device.run.ended((to) => device.hours.columns(0, to), 1));
        if (kept !== undefined && kept.hours.first >= 0) keptCycles += 1;
        expect(device.books(last.at, NOTHING, new PlanRun(), kept)).toEqual(whole);
      }),
      { numRuns: 300 },
    );
    expect(keptCycles).toBeGreaterThan(50);
  });

  test("is gone on from", () => {
    const { device, kept } = grown();
    expect(kept?.at).toBe(at("2026-11-01T00:00:00"));
    expect(goesOn(device, kept)).toBe(true);
  });

  test("is nothing once an hour before it holds something else", () => {
    const { device, kept } = grown();
    device.use(at("2026-09-03T10:00:00"), 1n);
    expect(goesOn(device, kept)).toBe(false);
  });

  test("holds after an hour of later was changed", () => {
    const { device, kept } = grown();
    device.use(at("2026-11-03T10:00:00"), 1n);
    expect(goesOn(device, kept)).toBe(true);
  });

  test("is nothing under another plan, and after a fact that is dated before it", () => {
    const { device, kept } = grown();
    const other = new Device({ plan: dataPlan([bucket("any", { quota: 999n, carries: true })]), facts: [] });
    const fact = { name: "fee-charged", at: at("2026-10-05T00:00:00") } as const;
    for (const { hour, up, down } of device.hours.rows(0, Infinity)) other.use(hour, up + down);
    expect(goesOn(other, kept)).toBe(false);
    const before = new Device({ plan, facts: [fact] });
    const after = new Device({ plan, facts: [{ ...fact, at: at("2026-11-05T00:00:00") }] });
    for (const each of [before, after])
      for (const { hour, up, down } of device.hours.rows(0, Infinity)) each.use(hour, up + down);
    expect([goesOn(before, kept), goesOn(after, kept)]).toEqual([false, true]);
  });

  test("holds when its oldest hours are closed, and is nothing when all are gone", () => {
    const { device, kept } = grown();
    device.hours.close(at("2026-09-20T00:00:00"));
    expect(goesOn(device, kept)).toBe(true);
    device.hours.close(at("2026-11-01T00:00:00"));
    expect(goesOn(device, kept)).toBe(false);
  });

  test("is not read from a damaged record, nor from another card's", () => {
    const { kept } = grown();
    const record = kept === undefined ? "" : writeRated(BOOK, kept);
    expect(readRated(BOOK, record)).toEqual(kept);
    expect(readRated(BOOK, record.replace("1000", "1001"))).toBeUndefined();
    expect(readRated(bookId("89860012345678901235"), record)).toBeUndefined();
  });
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
