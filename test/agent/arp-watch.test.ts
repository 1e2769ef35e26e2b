import { expect, test } from "vitest";
import { Minutes, Seconds } from "../../src/base/duration.ts";
import { FakeArp } from "../support/fake-arp.ts";
import { MeterBench, type MeterBenchOptions } from "../support/meter-bench.ts";

const ETHERNET = { rx: 14, tx: 14, because: "ethernet", arp: true } as const;

async function begun(options: Partial<MeterBenchOptions> = {}) {
  const [bench, arp] = [new MeterBench(), new FakeArp()];
  const counters = bench.interfaces.plugIn("wwan0");
  counters.plugIn(3, ETHERNET);
  arp.pass("down", 50);
  await bench.start({ uplinks: ["wwan0"], arpCounters: arp, ...options });
  await bench.clock.advance(Seconds(2));
  const ask = (frames: number): void => {
    counters.carry("rx", frames, 28);
    arp.pass("down", frames * 28);
  };
  return { bench, arp, counters, ask };
}

test("ARP is never booked, and never shown, however much of it passes", async () => {
  const { bench, counters, ask } = await begun();
  for (let round = 0; round < 20; round += 1) {
    ask(50);
    await bench.clock.advance(Seconds(1));
    expect(bench.total).toBe(0);
  }
  counters.carry("rx", 10, 1_000);
  ask(3);
  await bench.clock.advance(Seconds(2));
  expect(bench.total).toBe(10_000);
  await bench.clock.advance(Minutes(30));
  expect(bench.total).toBe(10_000);
  expect(bench.ofClass(undefined)).toEqual([0, 10_000]);
});

test("a total that was shown does not fall, whenever the filter is asked", async () => {
  const { bench, counters, ask } = await begun();
  let [shown, passed] = [0, 0];
  for (let round = 0; round < 400; round += 1) {
    if (round % 3 === 0) counters.carry("rx", 1, 500);
    if (round % 3 === 0) passed += 500;
    if (round % 2 === 0) ask(1 + (round % 7));
    await bench.clock.advance((round * 137) % 900);
    expect(bench.total).toBeGreaterThanOrEqual(shown);
    shown = bench.total;
    expect(shown).toBeLessThanOrEqual(passed);
  }
  await bench.clock.advance(Seconds(5));
  expect(bench.total).toBe(passed);
});

test("what passes while the agent is dead is taken off too, and nothing twice", async () => {
  const { bench, counters, ask } = await begun();
  counters.carry("rx", 4, 1_000);
  ask(10);
  await bench.clock.advance(Minutes(11));
  ask(20);
  await bench.clock.advance(Seconds(3));
  await bench.killed();
  ask(30);
  counters.carry("rx", 1, 700);
  await bench.clock.advance(Seconds(3));
  expect(bench.total).toBe(4_700);
  await bench.stopped();
  await bench.clock.advance(Minutes(11));
  expect(bench.total).toBe(4_700);
});

test("counters that somebody made anew begin at zero", async () => {
  const { bench, arp, counters, ask } = await begun();
  ask(10);
  await bench.clock.advance(Seconds(3));
  arp.remake();
  ask(400);
  counters.carry("rx", 1, 700);
  await bench.clock.advance(Seconds(3));
  expect(bench.total).toBe(700);
});

test("a filter that cannot be read, or hangs, keeps no byte from the books, and it is said", async () => {
  for (const trouble of ["refuses", "hangs"] as const) {
    const { bench, arp, counters, ask } = await begun();
    if (trouble === "refuses") arp.refuses = "nft may not be used";
    else arp.hangs = true;
    counters.carry("rx", 2, 1_000);
    ask(1);
    await bench.clock.advance(Minutes(11));
    expect(bench.ofClass(undefined)).toEqual([0, 2_028]);
    expect(bench.bench.log.said("arp-unread")).toHaveLength(trouble === "refuses" ? 1 : 0);
  }
});

test("nobody is asked where no ARP passes, nor while no byte moves", async () => {
  const [bench, arp] = [new MeterBench(), new FakeArp()];
  bench.interfaces.plugIn("wwan0").carry("rx", 3, 100);
  await bench.start({ uplinks: ["wwan0"], arpCounters: arp });
  await bench.clock.advance(Minutes(30));
  expect(arp.reads).toBe(0);
  const { bench: other, arp: asked } = await begun();
  const before = asked.reads;
  await other.clock.advance(Minutes(60));
  expect(asked.reads).toBe(before);
});

test("what was booked without an answer is told at once, and not when more bytes pass", async () => {
  const { bench, arp, counters } = await begun({ checkpointBytes: 1_000n });
  arp.hangs = true;
  counters.carry("rx", 10, 1_000);
  await bench.clock.advance(Seconds(10));
  expect([bench.ofClass(undefined), bench.told]).toEqual([[0, 10_000], 10_000]);
});
