import { expect, test } from "vitest";
import type { Elsewhere } from "../../src/agent/device-tie.ts";
import { MeterLoop } from "../../src/agent/meter-loop.ts";
import { Milestones } from "../../src/agent/milestones.ts";
import { TimeKeeper } from "../../src/agent/time-keeper.ts";
import { Minutes, Seconds } from "../../src/base/duration.ts";
import { WallMs } from "../../src/base/instant.ts";
import { FakeCounters } from "../support/fake-counters.ts";
import { BOOT, CARD, LedgerBench, NOON } from "../support/ledger-bench.ts";

/** The meter of a card that is known, on a clock that is trusted, with everything else in the test's hands. */
async function metering(bench = new LedgerBench(), elsewhere?: Elsewhere) {
  await bench.open();
  const { clock, log } = bench;
  const counters = new FakeCounters(clock, { bootId: BOOT });
  counters.plugIn(7);
  const rules = { built: WallMs(NOON - 1), trustSystem: true };
  const host = { bootId: BOOT, lastClockSync: () => undefined, deviceMarks: () => ({}) };
  const time = new TimeKeeper({ clock, host, log }, rules, {
    onTrusted: () => {},
    onDistrusted: () => {},
    onContested: () => {},
    onInsisting: () => {},
    onDoubt: () => {},
  });
  time.start(() => {});
  const milestones = new Milestones(bench.place.store);
  const meter = new MeterLoop(
    { counters, clock, ledger: bench.ledger, milestones, time, log },
    {
      bootId: BOOT,
      interfaceName: "wwan0",
      sampleInterval: Seconds(5),
      checkpoint: { bytes: 1n << 30n, age: Minutes(600) },
      plan: { thresholds: [], conserve: 80, essential: 95 },
      cycleDay: 1,
      zone: "Asia/Shanghai",
      elsewhere,
    },
    {
      onInterface: () => {},
      onCounters: () => {},
      onBook: () => {},
      ticketFor: () => ({ ops: [], commit: () => {}, abandon: () => {} }),
    },
  );
  meter.start();
  if (elsewhere === undefined) meter.card(CARD);
  return { bench, counters, clock, meter };
}

test("what a checkpoint at the end of an hour puts on the disk is the cursor of its own bytes: a kill then loses none", async () => {
  const { bench, counters, clock } = await metering();
  counters.carry("rx", 1, 5_000);
  // The last sample of the hour is at 59:55, the next one at its edge.
  await clock.advance(Seconds(59 * 60 + 58));
  counters.carry("rx", 1, 700);
  await clock.advance(Seconds(3));
  const ledger = await bench.powerCut();
  expect(ledger.totals(CARD).down).toBe(5_000n);
  expect(ledger.cursor("wwan0")?.ipRx).toBe(5_000n);
});

test("where counting began on another device is on the disk before its first byte: a kill does not bring the old cursor back", async () => {
  const bench = new LedgerBench();
  await bench.open();
  await bench.charges(3);
  await metering(bench, { since: NOON, first: true });
  const ledger = await bench.powerCut();
  expect(ledger.cursor("wwan0")).toMatchObject({ ifindex: 7, rxBytes: 0n });
  expect(ledger.totals(CARD).down).toBe(3_000n);
});
