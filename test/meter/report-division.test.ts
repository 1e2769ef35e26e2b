import fc from "fast-check";
import { expect, test } from "vitest";
import { MonoMs } from "../../src/base/instant.ts";
import { type Amount, covers, minus, NOTHING, plus } from "../../src/meter/amount.ts";
import {
  afterBoot,
  divideByReports,
  reported,
  type ReportDivision,
  reportsFrom,
} from "../../src/meter/report-division.ts";
import { readReports, writeReports } from "../../src/meter/report-division-record.ts";
import { sumOf } from "../../src/meter/waiting-shares.ts";

const CLASSES = ["payment", "bulk"];
const MINUTE = 60_000;

const begun = (): ReportDivision => reportsFrom("boot-1", CLASSES, MonoMs(0));
const down = (bytes: number): Amount => ({ up: 0n, down: BigInt(bytes) });
const share = (name: string, bytes: number) => ({ name, ...down(bytes) });
const said = (division: ReportDivision, name: string, bytes: number, at = 0): ReportDivision =>
  reported(division, share(name, bytes), MonoMs(at));

/** Down of each class, and what is left to go on with. */
function divided(division: ReportDivision, bytes: number, filtered: readonly [string, number][] = [], at = 0) {
  const shares = filtered.map(([name, some]) => share(name, some));
  const out = divideByReports(division, down(bytes), shares, MonoMs(at));
  return { by: out.shares.map(({ name, down: some }) => [name, Number(some)]), next: out.division };
}

test("a report names the class of counted bytes, and the rest has none", () => {
  expect(divided(said(begun(), "payment", 300), 1_000).by).toEqual([["payment", 300]]);
});

test("a report never books more than was counted: what is beyond is dropped and told", () => {
  const first = divided(said(begun(), "payment", 5_000), 1_000);
  expect(first.by).toEqual([["payment", 1_000]]);
  const { by, next } = divided(first.next, 100);
  expect(by).toEqual([["payment", 100]]);
  expect(next.dropped.down).toBe(3_900n);
  expect(divided(next, 1_000).by).toEqual([]);
});

test("a report of bytes that were booked without a class gives the class to as many of the next ones", () => {
  const { next } = divided(begun(), 700);
  const first = divided(said(next, "bulk", 500), 0);
  const second = divided(first.next, 0);
  expect(divided(second.next, 600).by).toEqual([["bulk", 500]]);
});

test("bytes that were booked half an hour ago are no report's of today", () => {
  const { next } = divided(begun(), 700);
  const late = said(next, "bulk", 500, 30 * MINUTE);
  const quiet = divided(divided(late, 0, [], 30 * MINUTE).next, 0, [], 30 * MINUTE);
  expect(quiet.next.dropped.down).toBe(500n);
  expect(divided(quiet.next, 600, [], 31 * MINUTE).by).toEqual([]);
});

test.each(["before", "after"])(
  "a report that comes %s the filter's word for the same bytes explains no others",
  (when) => {
    const one = when === "before" ? divided(said(begun(), "payment", 400), 400, [["payment", 400]]).next : begun();
    const next = when === "before" ? one : said(divided(one, 400, [["payment", 400]]).next, "payment", 400);
    expect(next.confirmed.down).toBe(400n);
    expect(divided(next, 1_000).by).toEqual([]);
  },
);

test("what the filter counts of a class less than the program reports is explained by the report", () => {
  expect(divided(said(begun(), "payment", 400), 1_000, [["payment", 150]]).by).toEqual([["payment", 250]]);
});

test("what waited before a boot waits for nothing after it", () => {
  const after = afterBoot(said(begun(), "payment", 400), "boot-2", MonoMs(0));
  expect(divided(after, 1_000).by).toEqual([]);
  expect(after.dropped.down).toBe(400n);
});

const amount = fc.record({ up: fc.bigInt(0n, 2_000n), down: fc.bigInt(0n, 2_000n) });
const of = fc.constantFrom(...CLASSES);
const step = fc.record({
  pass: fc.nat({ max: 9 * MINUTE }),
  act: fc.oneof(
    fc.record({ do: fc.constant("report" as const), of, amount }),
    fc.record({ do: fc.constant("bytes" as const), of, amount, filtered: amount }),
    fc.record({ do: fc.constant("boot" as const) }),
    fc.record({ do: fc.constant("kill" as const) }),
  ),
});

test("whatever is reported, no byte has two classes, none is invented, and every reported byte is accounted for", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      let division = begun();
      let at = 0;
      let boots = 1;
      let within = true;
      const booked = new Map<string, Amount>();
      const claims = new Map<string, Amount>();
      let [counted, told] = [NOTHING, NOTHING];
      for (const { pass, act } of steps) {
        at += pass;
        if (act.do === "kill") division = readReports(writeReports("k", division), "k") ?? begun();
        if (act.do === "boot") division = afterBoot(division, `boot-${(boots += 1)}`, MonoMs(at));
        if (act.do === "report") {
          division = reported(division, { name: act.of, ...act.amount }, MonoMs(at));
          claims.set(act.of, plus(claims.get(act.of) ?? NOTHING, act.amount));
        }
        if (act.do === "bytes") {
          const bytes = plus(act.amount, act.filtered);
          const out = divideByReports(division, bytes, [{ name: act.of, ...act.filtered }], MonoMs(at));
          ({ division } = out);
          [counted, told] = [plus(counted, bytes), plus(told, act.filtered)];
          within = covers(act.amount, sumOf(out.shares));
          for (const one of out.shares) booked.set(one.name, plus(booked.get(one.name) ?? NOTHING, one));
        }
        // Of bytes that the filter told the class of, none is given away again.
        expect(within).toBe(true);
        for (const [name, some] of booked) expect(covers(claims.get(name) ?? NOTHING, some)).toBe(true);
        const { claimed, explained, confirmed, dropped, waiting } = division;
        expect(sumOf([explained, confirmed, dropped, ...waiting])).toEqual(claimed);
        expect(sumOf([...booked.values()])).toEqual(explained);
        expect(covers(minus(counted, told), explained)).toBe(true);
        expect(covers(told, confirmed)).toBe(true);
        expect([...waiting, dropped, confirmed].every((one) => covers(one, NOTHING))).toBe(true);
      }
    }),
    { numRuns: 500 },
  );
});
