import { expect, test } from "vitest";
import { BridgeSource } from "../../src/agent/bridge-source.ts";
import { Minutes, Seconds } from "../../src/base/duration.ts";
import type { ClassesNow } from "../../src/agent/class-budgets.ts";
import type { ClassWord } from "../../src/bridge/wire-codes.ts";
import type { Allowance } from "../../src/policy/allowance.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { FakeFilter } from "../support/fake-filter.ts";
import { MeterBench } from "../support/meter-bench.ts";
import { SilentLog } from "../support/silent-log.ts";

const report = (grant: number, of: ClassWord, down: number, beyond = 0, last = true) => {
  const total = { up: 0, down };
  return { grant, class: of, ...total, total, last, beyond, from: "socket" };
};

async function metered(filter?: FakeFilter) {
  const bench = new MeterBench();
  const counters = bench.interfaces.plugIn("wwan0");
  if (filter !== undefined) for (const name of ["payment_down", "bulk_down"]) filter.count(name, 9_000);
  await bench.start({ uplinks: ["wwan0"], ...(filter === undefined ? {} : { classCounters: filter }) });
  const pass = async (bytes: number, of?: string): Promise<void> => {
    counters.carry("rx", 1, bytes);
    if (of !== undefined) filter?.count(`${of}_down`, bytes);
    await bench.clock.advance(Seconds(2));
  };
  return { bench, pass };
}

test("what a class used is never more than passed, and a true report counts before the bytes are written", async () => {
  const { bench, pass } = await metered();
  bench.reports.take(report(1, "bulk", 90_000_000));
  expect(bench.spent).toEqual([0, 0, 0, 0]);
  await pass(700);
  expect(bench.spent).toEqual([0, 0, 0, 700]);
  await bench.clock.advance(Minutes(11));
  expect(bench.spent).toEqual([0, 0, 0, 700]);
  await pass(5_000);
  await bench.clock.advance(Minutes(25));
  bench.reports.take(report(2, "telemetry", 900));
  await pass(1_000);
  const [payment = 0, , telemetry = 0, bulk = 0] = bench.spent ?? [];
  expect(payment + telemetry + bulk).toBeLessThanOrEqual(6_700);
  expect(telemetry).toBe(900);
});

test("what is reported beyond a grant is dropped and shown, however much passed", async () => {
  const { bench, pass } = await metered();
  await pass(10_000);
  bench.reports.take(report(1, "bulk", 5_000, 4_000, false));
  bench.reports.take(report(1, "bulk", 6_000, 5_000));
  expect(bench.spent).toEqual([0, 0, 0, 1_000]);
  expect(bench.reports.view).toMatchObject({ claimed: { down: 6_000n }, dropped: { down: 5_000n } });
});

test("where the filter tells the classes, a report makes none of them larger for longer than until the next reading", async () => {
  const { bench, pass } = await metered(new FakeFilter());
  await pass(4_000, "payment");
  bench.reports.take(report(1, "bulk", 3_000));
  await bench.clock.advance(Minutes(11));
  expect(bench.spent).toEqual([4_000, 0, 0, 0]);
  await pass(2_000);
  await bench.clock.advance(Minutes(11));
  bench.reports.take(report(2, "bulk", 1_500));
  await pass(500, "bulk");
  await bench.clock.advance(Minutes(11));
  expect(bench.spent).toEqual([4_000, 0, 0, 500]);
});

test("the filter's word of payments is told apart from what programs say of them, and not at all where it tells nothing", async () => {
  const { bench, pass } = await metered(new FakeFilter());
  bench.reports.take(report(1, "payment", 30_000));
  await pass(40_000);
  await pass(4_000, "payment");
  await bench.clock.advance(Minutes(11));
  expect(bench.counted).toBe(4_000);
  const { bench: alone, pass: passes } = await metered();
  alone.reports.take(report(1, "payment", 3_000));
  await passes(4_000);
  await alone.clock.advance(Minutes(11));
  expect(alone.counted).toBeUndefined();
});

test("what waits for its bytes over a start is not used a second time", async () => {
  const { bench, pass } = await metered();
  await pass(1_000);
  await bench.clock.advance(Minutes(11));
  bench.reports.take(report(1, "bulk", 800));
  await pass(10);
  await bench.clock.advance(Minutes(11));
  expect(bench.spent).toEqual([0, 0, 0, 800]);
  await bench.killed();
  await pass(5_000);
  await bench.clock.advance(Minutes(11));
  expect(bench.spent).toEqual([0, 0, 0, 0]);
});

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** The bridge's source on allowances in a test's hands. */
function source() {
  const clock = new FakeClock();
  const units: number[] = [];
  const now: Pick<Mutable<ClassesNow>, "metered" | "first"> = { metered: 0n };
  const reason = { code: "left", text: "" } as const;
  const allowances: readonly Allowance[] = (["payment", "management", "telemetry", "bulk"] as const).map(
    (word, at) => ({
      class: word,
      rank: ([1, 2, 3, 4] as const)[at] ?? 1,
      kind: "ceiling",
      bytes: 100_000,
      reason,
    }),
  );
  const made = new BridgeSource(
    {
      clock,
      log: new SilentLog(),
      diagnosis: () => undefined,
      classes: () => ({ allowances, ...now }),
      unit: (bytes) => void units.push(bytes),
    },
    { zone: "Asia/Shanghai" },
  );
  const ask = (grant: number, of: ClassWord, bytes: number) =>
    made.ask({ grant, class: of, bytes, within: Seconds(0), from: "socket" });
  return { clock, made, ask, units, now, left: (of: ClassWord) => made.budget(of).bytesLeft };
}

test("a report takes no more off a class than its grant did, and not for long where nothing was metered", async () => {
  const { clock, made, ask, left } = source();
  await ask(1, "management", 1_000);
  made.used(report(1, "management", 4_000_000_000, 3_999_999_000));
  expect([left("payment"), left("management"), left("bulk")]).toEqual([99_000n, 99_000n, 100_000n]);
  await clock.advance(Minutes(1));
  expect([left("payment"), left("management")]).toEqual([100_000n, 100_000n]);
});

test("no unit is learned of bytes that did not pass, and none twice of the same", async () => {
  const { clock, made, ask, units, now, left } = source();
  for (const grant of [1, 2, 3]) await ask(grant, "payment", 1_000);
  made.used(report(1, "payment", 900));
  made.used(report(2, "payment", 900));
  left("payment");
  expect(units).toEqual([]);
  now.metered = 1_000n;
  left("payment");
  expect(units).toEqual([900]);
  await clock.advance(Minutes(1));
  left("payment");
  now.metered = 9_000n;
  left("payment");
  expect(units).toEqual([900]);
  made.used(report(3, "payment", 5_000, 4_000));
  left("payment");
  expect(units).toEqual([900, 1_000]);
});

test("where the class has counters of its own, other traffic proves no unit, and its own bytes may come later", async () => {
  const { clock, made, ask, units, now, left } = source();
  now.first = { by: "filter", bytes: 50_000n };
  left("payment");
  for (const grant of [1, 2, 3]) await ask(grant, "payment", 24_000);
  for (const grant of [1, 2]) made.used(report(grant, "payment", 24_000));
  now.metered = 90_000_000n;
  left("payment");
  expect(units).toEqual([]);
  await clock.advance(Minutes(12));
  now.first = { by: "filter", bytes: 75_000n };
  left("payment");
  expect(units).toEqual([24_000]);
  // Other counters, with other figures: what was granted before is no measure of them.
  now.first = { by: "kernel", bytes: 900_000n };
  made.used(report(3, "payment", 20_000));
  left("payment");
  await ask(4, "payment", 3_000);
  now.first = { by: "kernel", bytes: 903_000n };
  made.used(report(4, "payment", 2_500));
  left("payment");
  expect(units).toEqual([24_000, 2_500]);
});
