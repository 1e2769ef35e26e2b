import { expect, test } from "vitest";
import { JournalSide } from "../../src/agent/journal-side.ts";
import { Days, Millis, Minutes, Seconds } from "../../src/base/duration.ts";
import { Flood } from "../../src/journal/flood.ts";
import { FakeClock, settle } from "../support/fake-clock.ts";
import { JournalBench } from "../support/journal-bench.ts";

const NOON = Date.UTC(2026, 10, 22, 4);

async function sideOf(bench = new JournalBench()) {
  const clock = new FakeClock(NOON);
  const journal = await bench.open();
  const side = new JournalSide(
    { journal, store: bench.store, clock, log: bench.log, bootId: "boot-1" },
    {
      said: () => ({ wall: clock.wallMs(), trusted: true, source: "test" }),
      meter: () => ({ used: 1_000 }),
      pruned: () => undefined,
    },
    new Flood(),
  );
  const pass = async (time: Parameters<FakeClock["advance"]>[0]): Promise<void> => {
    await clock.advance(time);
    for (let n = 0; n < 20; n += 1) await settle();
  };
  return { bench, side, journal, pass };
}

test("what matters is written at once, what does not within a minute, and all of it with whatever is written before", async () => {
  const { bench, side, pass } = await sideOf();
  side.note("port-open", { fields: {} });
  side.note("modem-ready", { fields: {} });
  await pass(Seconds(59));
  expect(bench.store.batches).toEqual([]);
  await pass(Seconds(1));
  expect(bench.store.batches).toHaveLength(1);
  side.note("port-open", { fields: {} });
  side.note("network-detached", { fields: { said: "x" } });
  await pass(Millis(1));
  expect(bench.store.batches).toHaveLength(2);
  side.note("network-detached", { fields: { said: "x" } });
  const riding = side.riding();
  await bench.store.write([{ put: "ledger/1", value: "x" }, ...riding.ops]);
  riding.commit();
  await pass(Minutes(5));
  expect(bench.store.batches).toHaveLength(3);
  expect(await bench.report()).toMatchObject({ entries: 6, faults: [] });
});

test("years pass: a reading a day, one write for it, an age that is kept, and a chain that verifies", async () => {
  const bench = new JournalBench();
  bench.options = { ...bench.options, retention: Days(30) };
  const { side, journal, pass } = await sideOf(bench);
  side.start();
  for (let day = 0; day < 800; day += 1) await pass(Days(1));
  const report = await bench.report();
  expect(report.faults).toEqual([]);
  expect(report.cut?.count).toBeGreaterThan(700);
  expect(report.entries).toBeLessThan(80);
  // A reading and a cut a day.
  expect(bench.store.batches.length).toBeLessThan(2 * 800 + 10);
  expect(journal.bytes).toBeLessThan(40_000);
  await side.close();
});

test("a disk that refuses holds nobody up: entries are kept in memory with everything else", async () => {
  const { bench, side, pass } = await sideOf();
  bench.store.refuse();
  side.note("store-failing", { fields: { trouble: "full" } });
  await pass(Millis(1));
  side.note("network-detached", { fields: { said: "x" } });
  await pass(Millis(1));
  bench.store.relent();
  await side.close();
  expect(await bench.report()).toMatchObject({ entries: 3, faults: [] });
});
