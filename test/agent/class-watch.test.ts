import { expect, test } from "vitest";
import { Minutes, Seconds } from "../../src/base/duration.ts";
import { FakeFilter } from "../support/fake-filter.ts";
import { MeterBench } from "../support/meter-bench.ts";

async function begun() {
  const [bench, filter] = [new MeterBench(), new FakeFilter()];
  const counters = bench.interfaces.plugIn("wwan0");
  for (const name of ["payment_down", "payment__acquirer_down", "bulk_down"]) filter.count(name, 9_000);
  await bench.start({ uplinks: ["wwan0"], classCounters: filter });
  const pass = (bytes: number, of?: string): void => {
    counters.carry("rx", 1, bytes);
    if (of !== undefined) filter.count(`${of}_down`, bytes);
  };
  return { bench, filter, pass };
}

test("bytes are written with their classes, and the rest is of none", async () => {
  const { bench, pass } = await begun();
  pass(1_000, "payment");
  pass(5_000, "bulk");
  pass(300);
  await bench.clock.advance(Minutes(11));
  expect(bench.ofClass("payment")).toEqual([0, 1_000]);
  expect(bench.ofClass("bulk")).toEqual([0, 5_000]);
  expect(bench.ofClass(undefined)).toEqual([0, 300]);
});

test("counters of a table that was made later began at zero: all that they hold is divided", async () => {
  const [bench, filter] = [new MeterBench(), new FakeFilter()];
  const counters = bench.interfaces.plugIn("wwan0");
  filter.absent = true;
  await bench.start({ uplinks: ["wwan0"], classCounters: filter });
  filter.absent = false;
  counters.carry("rx", 1, 5_000);
  filter.count("bulk_down", 5_000);
  await bench.clock.advance(Minutes(11));
  expect(bench.ofClass("bulk")).toEqual([0, 5_000]);
});

test("what a program reports of a class is the same that the filter told of it, wherever it went", async () => {
  const { bench, pass } = await begun();
  pass(1_000, "payment__acquirer");
  pass(400, "payment");
  bench.reports.take({
    grant: 1,
    class: "payment",
    total: { up: 0, down: 1_400 },
    last: false,
    up: 0,
    down: 1_400,
    beyond: 0,
    from: "tcp",
  });
  await bench.clock.advance(Minutes(11));
  expect(bench.ofClass("payment")).toEqual([0, 1_400]);
  expect(bench.reports.view).toMatchObject({ confirmed: { down: 1_400n }, explained: { down: 0n } });
});

test("a line that is crossed in a burst is written with the classes of the burst", async () => {
  const [bench, filter] = [new MeterBench(), new FakeFilter()];
  const counters = bench.interfaces.plugIn("wwan0");
  filter.count("payment_down", 9_000);
  await bench.start({ uplinks: ["wwan0"], classCounters: filter, quota: 4_000_000n, thresholds: [50] });
  for (let second = 0; second < 40; second += 1) {
    counters.carry("rx", 100, 1_000);
    filter.count("payment_down", 100_000);
    await bench.clock.advance(Seconds(1));
  }
  await bench.clock.advance(Minutes(11));
  expect([bench.ofClass("payment"), bench.ofClass(undefined)]).toEqual([
    [0, 4_000_000],
    [0, 0],
  ]);
});

test("the filter is asked when bytes are to be written, and never while none moved", async () => {
  const { bench, filter, pass } = await begun();
  expect(filter.reads).toBe(1);
  await bench.clock.advance(Minutes(180));
  expect(filter.reads).toBe(1);
  pass(1_000, "payment");
  await bench.clock.advance(Minutes(11));
  expect(filter.reads).toBe(2);
  await bench.clock.advance(Minutes(180));
  expect(filter.reads).toBe(2);
});

test("what passed while the agent was dead has its classes, and no byte of a class is booked twice over a kill", async () => {
  const { bench, pass } = await begun();
  pass(1_000, "payment");
  await bench.clock.advance(Minutes(11));
  pass(700, "payment");
  await bench.clock.advance(Seconds(20));
  await bench.killed();
  pass(50, "bulk");
  await bench.clock.advance(Minutes(11));
  expect(bench.ofClass("payment")).toEqual([0, 1_700]);
  expect(bench.ofClass("bulk")).toEqual([0, 50]);
  expect(bench.total).toBe(1_750);
});

test("a filter that cannot be read, or hangs, keeps no byte from the disk", async () => {
  const { bench, filter, pass } = await begun();
  filter.refuses = "there is no table";
  pass(1_000, "payment");
  await bench.clock.advance(Minutes(11));
  expect(bench.ofClass(undefined)).toEqual([0, 1_000]);
  expect(bench.bench.log.said("classes-unread")).toHaveLength(1);
  filter.refuses = undefined;
  pass(20, "payment");
  await bench.clock.advance(Minutes(11));
  expect(bench.ofClass("payment")).toEqual([0, 20]);
  pass(5_000);
  await bench.clock.advance(Minutes(11));
  expect(bench.ofClass("payment")).toEqual([0, 1_020]);
  filter.hangs = true;
  pass(1_000);
  await bench.clock.advance(Minutes(11));
  expect(bench.ofClass(undefined)).toEqual([0, 6_000]);
});

test("bytes of a class that the modem counts are divided like those of the interface", async () => {
  const [bench, filter] = [new MeterBench(), new FakeFilter()];
  const counters = bench.interfaces.plugIn("wwan0");
  filter.count("payment_down", 1);
  await bench.start({ uplinks: ["wwan0"], classCounters: filter, source: "modem" });
  const tell = async (down: number): Promise<void> => {
    bench.meter.modemCounted({ command: "+QGDCNT", said: { 0: { up: 0n, down: BigInt(down) } } }, "m");
    await bench.clock.advance(Seconds(1));
  };
  await tell(70_000);
  counters.carry("rx", 1, 1_000);
  filter.count("payment_down", 400);
  await bench.clock.advance(Seconds(5));
  await tell(71_010);
  expect(bench.ofClass("payment")).toEqual([0, 400]);
  expect(bench.ofClass(undefined)).toEqual([0, 610]);
});
