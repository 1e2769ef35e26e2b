import { ArpWatch } from "../../src/agent/arp-watch.ts";
import { expect, test } from "vitest";
import type { Elsewhere } from "../../src/agent/device-tie.ts";
import { NO_TICKET } from "../../src/agent/event-ticket.ts";
import { MeterLoop } from "../../src/agent/meter-loop.ts";
import { Milestones } from "../../src/agent/milestones.ts";
import { simplePlan } from "../../src/plan/simple-plan.ts";
import { PlanDesk } from "../../src/agent/plan-desk.ts";
import { PlanShelf } from "../../src/agent/plan-shelf.ts";
import { TimeKeeper } from "../../src/agent/time-keeper.ts";
import { Millis, Minutes, Seconds } from "../../src/base/duration.ts";
import { WallMs } from "../../src/base/instant.ts";
import { WatchedUplinks } from "../../src/agent/watched-uplinks.ts";
import { FakeCounters } from "../support/fake-counters.ts";
import { oneInterface } from "../support/fake-interfaces.ts";
import { BOOT, CARD, LedgerBench, NOON } from "../support/ledger-bench.ts";

/** The meter of a card that is known, on a clock that is trusted, with everything else in the test's hands. */
async function metering(bench = new LedgerBench(), elsewhere?: Elsewhere) {
  await bench.open();
  const { clock, log } = bench;
  const counters = new FakeCounters(clock, { bootId: BOOT });
  counters.plugIn(7);
  const rules = { built: WallMs(NOON - 1), trustSystem: true };
  const host = { bootId: BOOT, lastClockSync: () => undefined, deviceMarks: () => ({}) };
  const told: { present: boolean; text: string | undefined; unseen: number | undefined }[] = [];
  const time = new TimeKeeper({ clock, host, log }, rules, {
    onTrusted: () => {},
    onDistrusted: () => {},
    onContested: () => {},
    onInsisting: () => {},
    onDoubt: () => {},
  });
  time.start(() => {});
  const milestones = new Milestones(bench.place.store);
  const fallback = simplePlan({ name: "test", quota: undefined, cycleDay: 1, zone: "Asia/Shanghai", unitBase: 1024 });
  const plans = new PlanDesk(
    new PlanShelf({ store: bench.place.store, log }),
    { source: { kind: "settings" }, fallback },
    { onTakenDown: () => {} },
  );
  const meter = new MeterLoop(
    {
      interfaces: oneInterface(counters),
      watched: await WatchedUplinks.open(bench.place.store, "metered", ["wwan0"]),
      arp: await ArpWatch.open({ clock, log, store: bench.place.store }, BOOT),
      clock,
      ledger: bench.ledger,
      milestones,
      time,
      log,
      plans,
    },
    {
      bootId: BOOT,
      interfaces: ["wwan0"],
      source: "interface",
      sampleInterval: Seconds(5),
      checkpoint: { bytes: 1n << 30n, age: Minutes(600) },
      lines: { thresholds: [], conserve: 80, essential: 95 },
      elsewhere,
    },
    {
      onInterface: (_, present, text, unseen) => told.push({ present, text, unseen }),
      onCounters: () => {},
      onBook: () => {},
      riding: () => NO_TICKET,
      ticketFor: () => NO_TICKET,
    },
  );
  meter.start();
  if (elsewhere === undefined) meter.card(CARD);
  return { bench, counters, clock, meter, told };
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

test("while bytes move, an interface is looked at four times a second: what is missing when it vanishes is of the last moment", async () => {
  const { counters, clock, meter, told } = await metering();
  await clock.advance(Minutes(1));
  counters.carry("tx", 10, 1_000);
  await clock.advance(Seconds(5));
  for (let n = 0; n < 20; n += 1) {
    counters.carry("tx", 10, 1_000);
    await clock.advance(Millis(100));
  }
  counters.unplug();
  await clock.advance(Seconds(1));
  expect(told.at(-1)).toEqual({ present: false, text: "there is no interface wwan0", unseen: 250 });
  expect(Number(meter.view().total.up)).toBeGreaterThanOrEqual(210_000 - 30_000);
});

test("ten calls of two seconds, each with an interface of its own, are counted whole", async () => {
  const { counters, clock, meter } = await metering();
  counters.unplug();
  await clock.advance(Minutes(1));
  for (let call = 0; call < 10; call += 1) {
    await clock.advance(Millis(20_130));
    counters.plugIn(8 + call);
    await clock.advance(Millis(1_000));
    counters.carry("rx", 20, 1_000);
    await clock.advance(Millis(1_000));
    counters.unplug();
  }
  await clock.advance(Seconds(1));
  expect(meter.view().total.down).toBe(200_000n);
});

test("what an interface carried is on the disk once it has gone: a kill then loses none of it", async () => {
  const { bench, counters, clock } = await metering();
  counters.carry("rx", 1, 5_000);
  await clock.advance(Seconds(6));
  counters.unplug();
  await clock.advance(Seconds(6));
  expect((await bench.powerCut()).totals(CARD).down).toBe(5_000n);
});

test("an interface that another one has replaced between two looks is told with the time that nobody saw, and is on the disk", async () => {
  const { bench, counters, clock, told } = await metering();
  counters.carry("rx", 1, 5_000);
  await clock.advance(Seconds(30));
  counters.plugIn(7);
  await clock.advance(Seconds(5));
  expect(told.map(({ present, unseen }) => [present, unseen])).toEqual([
    [true, undefined],
    [false, 5_000],
    [true, undefined],
  ]);
  expect((await bench.powerCut()).totals(CARD).down).toBe(5_000n);
});

test("of a call that just began no more than half of its time is not on the disk yet", async () => {
  const { bench, counters, clock } = await metering();
  counters.unplug();
  await clock.advance(Seconds(30));
  counters.plugIn(8);
  await clock.advance(Seconds(1));
  for (let second = 0; second < 30; second += 1) {
    counters.carry("rx", 1, 1_000);
    await clock.advance(Seconds(1));
  }
  expect(Number((await bench.powerCut()).totals(CARD).down)).toBeGreaterThanOrEqual(15_000);
});

test("what passed until the network hung up is on the disk, the last moment included", async () => {
  const { bench, counters, clock, meter } = await metering();
  await clock.advance(Minutes(1));
  counters.carry("rx", 1, 5_000);
  meter.callEnded();
  await clock.advance(Millis(1));
  expect((await bench.powerCut()).totals(CARD).down).toBe(5_000n);
});

test("bytes over another radio are another kind: those of before are written as what they were", async () => {
  const { bench, counters, clock, meter } = await metering();
  meter.passes({ rat: "lte" });
  counters.carry("rx", 1, 5_000);
  await clock.advance(Seconds(6));
  counters.carry("rx", 1, 400);
  meter.passes({ rat: "gsm" });
  counters.carry("rx", 1, 700);
  await clock.advance(Seconds(6));
  meter.checkpoint();
  await clock.advance(Seconds(1));
  const ledger = await bench.powerCut();
  const kinds = [...ledger.hours(CARD, WallMs(1), WallMs(NOON * 2))].map(({ tags, down }) => [tags?.rat, down]);
  expect(kinds).toEqual([
    ["gsm", 700n],
    ["lte", 5_400n],
  ]);
});

test("a modem that hops between radios costs a write a minute at most, and no byte", async () => {
  const { bench, counters, clock, meter } = await metering();
  for (let hop = 0; hop < 240; hop += 1) {
    meter.passes({ rat: hop % 2 === 0 ? "lte" : "nr" });
    counters.carry("rx", 1, 100);
    await clock.advance(Millis(500));
  }
  meter.checkpoint();
  await clock.advance(Seconds(1));
  const ledger = await bench.powerCut();
  expect(ledger.totals(CARD)).toMatchObject({ down: 24_000n });
  expect(ledger.totals(CARD).entries).toBeLessThanOrEqual(5);
});
