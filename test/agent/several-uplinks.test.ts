import fc from "fast-check";
import { expect, test } from "vitest";
import { Millis, Minutes, Seconds } from "../../src/base/duration.ts";
import { CARD, OTHER_CARD } from "../support/ledger-bench.ts";
import { MeterBench } from "../support/meter-bench.ts";

const DUAL = { uplinks: ["wwan0", "wwan1"] };
const PPP = { uplinks: ["ppp*"] };

test("the bytes of two modems' interfaces are in the one card's book, each by a cursor of its own", async () => {
  const bench = new MeterBench();
  const [a, b] = [bench.interfaces.plugIn("wwan0"), bench.interfaces.plugIn("wwan1")];
  await bench.start(DUAL);
  a.carry("rx", 10, 1_000);
  b.carry("tx", 20, 100);
  await bench.clock.advance(Minutes(11));
  expect(bench.total).toBe(12_000);
  a.carry("rx", 1, 500);
  await bench.killed();
  expect(bench.total).toBe(12_500);
  expect(bench.bench.ledger.cursor("wwan0")?.ipRx).toBe(10_000n);
  expect(bench.bench.ledger.cursor("wwan1")?.ipTx).toBe(2_000n);
});

test("one that was there before anybody counted it keeps its history to itself, also when it is added later", async () => {
  const bench = new MeterBench();
  bench.interfaces.plugIn("wwan0").carry("rx", 1, 70_000);
  bench.interfaces.plugIn("wwan1").carry("rx", 1, 90_000);
  await bench.start({ uplinks: ["wwan0"] });
  await bench.clock.advance(Seconds(5));
  expect(bench.total).toBe(0);
  await bench.stopped(DUAL);
  await bench.clock.advance(Seconds(5));
  expect(bench.total).toBe(0);
});

test("what passed over one while it was not to be counted is not counted when it is again", async () => {
  const bench = new MeterBench();
  const [a, b] = [bench.interfaces.plugIn("wwan0"), bench.interfaces.plugIn("wwan1")];
  await bench.start(DUAL);
  b.carry("rx", 1, 1_000);
  await bench.clock.advance(Seconds(5));
  await bench.stopped({ uplinks: ["wwan0"] });
  b.carry("rx", 1, 50_000);
  a.carry("rx", 1, 300);
  await bench.clock.advance(Seconds(5));
  await bench.stopped(DUAL);
  await bench.clock.advance(Seconds(5));
  expect(bench.total).toBe(1_300);
});

test("ppp takes the next unit while the one before still hangs: nothing is lost and nothing counted twice", async () => {
  const bench = new MeterBench();
  await bench.start(PPP);
  await bench.clock.advance(Seconds(3));
  const first = bench.interfaces.plugIn("ppp0");
  first.carry("rx", 10, 1_000);
  await bench.clock.advance(Seconds(1));
  const second = bench.interfaces.plugIn("ppp1");
  first.carry("rx", 1, 700);
  second.carry("rx", 5, 1_000);
  await bench.clock.advance(Seconds(3));
  bench.interfaces.unplug("ppp0");
  second.carry("rx", 1, 40);
  await bench.clock.advance(Seconds(3));
  expect(bench.total).toBe(15_740);
  bench.interfaces.plugIn("ppp0").carry("tx", 1, 60);
  await bench.clock.advance(Seconds(3));
  expect(bench.total).toBe(15_800);
  await bench.killed();
  expect(bench.total).toBe(15_800);
});

test("a call of two seconds is found while none is there", async () => {
  const bench = new MeterBench();
  await bench.start(PPP);
  for (let call = 0; call < 5; call += 1) {
    await bench.clock.advance(Millis(20_130));
    bench.interfaces.plugIn(`ppp${call}`);
    await bench.clock.advance(Millis(1_000));
    bench.interfaces.counters(`ppp${call}`).carry("rx", 20, 1_000);
    await bench.clock.advance(Millis(1_000));
    bench.interfaces.unplug(`ppp${call}`);
  }
  await bench.clock.advance(Seconds(1));
  expect(bench.total).toBe(100_000);
});

test("one that came while no agent ran is counted from its first byte: it had been looked for", async () => {
  const bench = new MeterBench();
  await bench.start(PPP);
  await bench.clock.advance(Seconds(3));
  bench.interfaces.plugIn("ppp0").carry("rx", 1, 1_000);
  await bench.clock.advance(Seconds(3));
  await bench.stopped();
  bench.interfaces.unplug("ppp0");
  bench.interfaces.plugIn("ppp1").carry("rx", 1, 5_000);
  await bench.killed();
  await bench.clock.advance(Seconds(3));
  expect(bench.total).toBe(6_000);
});

test("interfaces with whole names are never searched for; beside one that is there, others are every two seconds", async () => {
  const whole = new MeterBench();
  whole.interfaces.plugIn("wwan0");
  await whole.start({ uplinks: ["wwan0"] });
  await whole.clock.advance(Minutes(1));
  expect(whole.interfaces.listed).toBe(0);
  const pattern = new MeterBench();
  pattern.interfaces.plugIn("ppp0");
  await pattern.start(PPP);
  await pattern.clock.advance(Minutes(1));
  expect(pattern.interfaces.listed).toBeLessThanOrEqual(32);
});

test("a counter that cannot be read does not keep the others from being counted", async () => {
  const bench = new MeterBench();
  const [a, b] = [bench.interfaces.plugIn("wwan0"), bench.interfaces.plugIn("wwan1")];
  a.sample = () => {
    throw new TypeError("no such thing");
  };
  await bench.start(DUAL);
  b.carry("rx", 1, 1_000);
  await bench.clock.advance(Seconds(3));
  expect(bench.total).toBe(1_000);
});

const NAMES = ["wwan0", "ppp0", "ppp1", "ppp2"];
const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant("carry" as const),
      of: fc.nat(3),
      packets: fc.nat(300_000),
      size: fc.constantFrom(40, 576, 1_500),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("plug" as const), of: fc.nat(3) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom("kill" as const, "stop" as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("pass" as const), ms: fc.integer({ min: 1, max: 700_000 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("card" as const), other: fc.boolean() }) },
);

test("whatever comes, goes, wraps and is killed: the books hold what the interfaces carried, and never less than before", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
      const bench = new MeterBench();
      const there = new Set<string>();
      let carried = 0;
      let last = 0;
      const all = (): number =>
        bench.bench.ledger.books().reduce((sum, book) => {
          const { up, down } = bench.bench.ledger.totals(book);
          return sum + Number(up + down);
        }, 0);
      await bench.start({ uplinks: ["wwan0", "ppp*"], card: CARD });
      for (const one of steps) {
        const name = "of" in one ? (NAMES[one.of] ?? "") : "";
        if (one.do === "carry" && there.has(name)) {
          bench.interfaces.counters(name).carry("rx", one.packets, one.size);
          carried += one.packets * one.size;
        }
        if (one.do === "plug" && there.delete(name)) bench.interfaces.unplug(name);
        else if (one.do === "plug") {
          there.add(name);
          bench.interfaces.plugIn(name).narrow = true;
        }
        if (one.do === "pass") await bench.clock.advance(one.ms);
        if (one.do === "card") bench.meter.card(one.other ? OTHER_CARD : CARD);
        if (one.do === "kill") await bench.killed();
        if (one.do === "stop") await bench.stopped();
        // Every interface is looked at before it goes, and a narrow counter before it goes round; no step is more than the line carries.
        await bench.clock.advance(2_500);
        const now = all();
        expect(now).toBeGreaterThanOrEqual(last);
        last = now;
      }
      await bench.stopped();
      expect(all()).toBe(carried);
    }),
    { numRuns: 60 },
  );
}, 60_000);
