import { expect, test } from "vitest";
import { Days, Hours, Minutes } from "../../src/base/duration.ts";
import { WallMs, wallAfter } from "../../src/base/instant.ts";
import { BookKeeping } from "../../src/agent/book-keeping.ts";
import { CARD, hourAt, LedgerBench, NOON } from "../support/ledger-bench.ts";

const NOW = wallAfter(NOON, Days(2_000));

/** 1,500 entries, one an hour, the first of them 2,000 days ago. */
async function kept(retention = Days(430)) {
  const bench = new LedgerBench();
  await bench.open();
  for (let n = 0; n < 1_500; n += 1) await bench.charges(1, { hour: hourAt(n) });
  const keeping = new BookKeeping({ ledger: bench.ledger, clock: bench.clock, log: bench.log }, retention);
  keeping.look(NOW, NOW);
  await done(bench);
  expect(hours(bench)).toBe(1_500);
  await bench.clock.advance(Minutes(10));
  return { bench, keeping };
}

/** What was begun by looking is written when the ledger is told to stop. */
const done = async ({ ledger }: LedgerBench): Promise<void> =>
  await ledger.compact({ now: NOW, entriesBefore: WallMs(0), hoursBefore: WallMs(0) });
const hours = ({ ledger }: LedgerBench): number => [...ledger.hours(CARD, WallMs(0), NOW)].length;

test("books are compacted once a day at most, not at once after a start, and not while the time or the cycle is not known", async () => {
  const { bench, keeping } = await kept();
  keeping.look(undefined, NOON);
  keeping.look(NOW, undefined);
  await done(bench);
  expect(hours(bench)).toBe(1_500);
  keeping.look(NOW, NOW);
  await done(bench);
  expect([hours(bench), bench.ledger.totals(CARD).down]).toEqual([0, 1_500_000n]);
  // From the day on that is as long ago as the retention is.
  for (let n = 0; n < 300; n += 1) await bench.charges(1, { hour: hourAt((2_000 - 430) * 24 + n) });
  const later = wallAfter(NOW, Days(30));
  await bench.clock.advance(Hours(23));
  keeping.look(later, later);
  await done(bench);
  expect(hours(bench)).toBe(300);
  await bench.clock.advance(Hours(1));
  keeping.look(later, later);
  await done(bench);
  expect([hours(bench), bench.log.said("agent-fault")]).toEqual([0, []]);
});

test("no hour of the running cycle is given up, however long ago it began", async () => {
  const { bench, keeping } = await kept();
  keeping.look(NOW, hourAt(1_000));
  await done(bench);
  expect(hours(bench)).toBe(500);
});

test("hours within the retention stay, and the last thousand entries whatever their age", async () => {
  const { bench, keeping } = await kept(Days(62));
  const now = wallAfter(hourAt(1_499), Days(1));
  keeping.look(now, now);
  await done(bench);
  expect(hours(bench)).toBe(1_500);
  // And the anchor, which stands for those that are gone.
  expect([...bench.place.store.durable.keys()].filter((key) => key.startsWith("ledger/"))).toHaveLength(1_025);
});
