import fc from "fast-check";
import { expect, test } from "vitest";
import { Minutes, Seconds } from "../../src/base/duration.ts";
import { CARD, OTHER_CARD } from "../support/ledger-bench.ts";
import { MeterBench } from "../support/meter-bench.ts";

const BY_INTERFACE = { uplinks: ["wwan0"], source: "interface" } as const;
const BY_MODEM = { uplinks: ["wwan0"], source: "modem" } as const;

/** A modem that counts what passes through it, and had counted before anybody came. */
class CountingModem {
  readonly bench = new MeterBench();
  stands = 7_000_000_000n;
  /** Counted by the modem for each byte that the interface counts. */
  factor = 1;
  bits = 64n;
  key = "modem-1";

  constructor() {
    this.bench.interfaces.plugIn("wwan0").carry("rx", 1, 44_000);
  }

  async carry(bytes: number): Promise<void> {
    const { interfaces, clock } = this.bench;
    interfaces.counters("wwan0").carry("rx", 1, bytes);
    this.stands = (this.stands + BigInt(Math.round(bytes * this.factor))) % (1n << this.bits);
    await clock.advance(Seconds(1));
  }

  async tell(): Promise<void> {
    this.bench.meter.modemCounted({ command: "+QGDCNT", said: { 0: { up: 0n, down: this.stands } } }, this.key);
    await this.bench.clock.advance(0);
  }

  /** Everything that is known of it is void, and its counters begin again. */
  restart(): void {
    this.stands = 0n;
    this.bench.meter.modemCounted(undefined, this.key);
  }
}

async function counting(options: Parameters<MeterBench["start"]>[0] = BY_MODEM): Promise<CountingModem> {
  const modem = new CountingModem();
  await modem.bench.start(options);
  await modem.tell();
  return modem;
}

test("the books go by the modem, from its first word on, and nothing from before is booked", async () => {
  const modem = await counting();
  modem.factor = 1.1;
  await modem.carry(1_000);
  expect(modem.bench.total).toBe(0);
  expect(modem.bench.meter.source).toEqual({ source: "modem" });
  await modem.tell();
  expect(modem.bench.total).toBe(1_100);
  expect(modem.bench.meter.seen.down).toBe(1_000n);
});

test("until the modem has spoken the interface counts", async () => {
  const modem = new CountingModem();
  await modem.bench.start(BY_MODEM);
  await modem.carry(1_000);
  expect(modem.bench.total).toBe(1_000);
  expect(modem.bench.meter.source.text).toMatch(/has not told its counters yet/);
  await modem.tell();
  await modem.carry(500);
  await modem.tell();
  expect(modem.bench.total).toBe(1_500);
});

test("a megabyte is booked one time when the source is changed between two runs, there and back, stopped or killed", async () => {
  for (const end of ["stopped", "killed"] as const) {
    const modem = await counting(BY_INTERFACE);
    let carried = 0;
    for (const next of [BY_MODEM, BY_INTERFACE, BY_MODEM, BY_MODEM, BY_INTERFACE]) {
      for (let n = 0; n < 3; n += 1) {
        await modem.carry(1_000_000);
        carried += 1_000_000;
        if (n === 1) await modem.tell();
      }
      await modem.bench[end](next);
      await modem.carry(500);
      carried += 500;
      await modem.tell();
    }
    await modem.carry(70);
    expect(modem.bench.total).toBe(carried + 70);
  }
});

test("a modem that restarts takes no byte with it: what it forgot is what the interface saw", async () => {
  const modem = await counting();
  await modem.carry(1_000);
  await modem.tell();
  await modem.carry(300);
  modem.restart();
  await modem.carry(40);
  await modem.tell();
  expect(modem.bench.total).toBe(1_340);
  await modem.carry(5);
  await modem.tell();
  expect(modem.bench.total).toBe(1_345);
});

test("a modem whose counters begin again unseen, and pass where they stood, is known by its restart alone", async () => {
  const modem = await counting();
  modem.restart();
  modem.stands = 7_000_050_000n;
  await modem.tell();
  expect(modem.bench.total).toBe(0);
});

test("another modem's counters are not this one's", async () => {
  const modem = await counting();
  await modem.carry(1_000);
  modem.key = "modem-2";
  modem.stands += 5_000_000n;
  await modem.tell();
  expect(modem.bench.total).toBe(1_000);
});

test("a counter of 32 bits that goes over its top goes on; one that falls elsewhere began again", async () => {
  const modem = await counting();
  modem.bits = 32n;
  modem.stands = (1n << 32n) - 1_000n;
  await modem.tell();
  await modem.carry(400_000);
  await modem.tell();
  expect(modem.bench.total).toBe(400_000);
  modem.stands = 77n;
  await modem.carry(1_000);
  await modem.tell();
  expect(modem.bench.total).toBe(401_000);
});

test("a jump that no line carries is not booked", async () => {
  const modem = await counting();
  modem.stands += 1n << 40n;
  await modem.carry(1_000);
  await modem.tell();
  expect(modem.bench.total).toBe(1_000);
});

test("where the modem falls silent the interface counts after a quarter of an hour, and the modem again from its next word on", async () => {
  const modem = await counting();
  await modem.carry(1_000);
  await modem.bench.clock.advance(Minutes(14));
  expect(modem.bench.total).toBe(0);
  await modem.bench.clock.advance(Minutes(2));
  expect(modem.bench.total).toBe(1_000);
  expect(modem.bench.meter.source.text).toMatch(/not read for a quarter of an hour/);
  await modem.carry(20);
  await modem.tell();
  await modem.carry(3);
  await modem.tell();
  expect(modem.bench.total).toBe(1_023);
});

test("a modem that counts less, and comes back after it fell silent, takes nothing back", async () => {
  const modem = await counting();
  modem.factor = 0.5;
  await modem.bench.clock.advance(Minutes(15));
  await modem.carry(1_000);
  expect(modem.bench.total).toBe(1_000);
  await modem.tell();
  expect(modem.bench.total).toBe(1_000);
  await modem.carry(100);
  await modem.tell();
  expect(modem.bench.total).toBe(1_050);
});

test("what waits for the modem's word when another card is put in belongs to the card of before", async () => {
  const modem = await counting();
  await modem.carry(1_000);
  modem.bench.meter.card(OTHER_CARD);
  await modem.carry(20);
  await modem.tell();
  await modem.carry(3);
  await modem.tell();
  const { ledger } = modem.bench.bench;
  expect(ledger.totals(CARD).down).toBe(1_000n);
  expect(ledger.totals(OTHER_CARD).down).toBe(23n);
});

test("of several contexts one that is new, or begins again, is not taken for bytes", async () => {
  const bench = new MeterBench();
  const counters = bench.interfaces.plugIn("wwan0");
  await bench.start(BY_MODEM);
  const tell = async (said: Readonly<Record<number, number>>): Promise<void> => {
    const amounts = Object.entries(said).map(([cid, down]) => [cid, { up: 0n, down: BigInt(down) }]);
    bench.meter.modemCounted({ command: "+UGCNTRD", said: Object.fromEntries(amounts) }, "m");
    await bench.clock.advance(Seconds(1));
  };
  await tell({ 1: 5_000 });
  await tell({ 1: 5_000, 2: 90_000 });
  expect(bench.total).toBe(0);
  counters.carry("rx", 1, 700);
  await tell({ 1: 5_300, 2: 90_400 });
  expect(bench.total).toBe(700);
  counters.carry("rx", 1, 60);
  await tell({ 1: 10, 2: 99_000 });
  expect(bench.total).toBe(760);
});

const step = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant("carry" as const), bytes: fc.nat(90_000_000) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant("tell" as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("restart" as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("pass" as const), minutes: fc.nat(40) }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constantFrom("stopped" as const, "killed" as const), modem: fc.boolean() }),
  },
);

test("whatever is told, restarted, killed and set otherwise: no byte is lost, none is booked twice, and no total falls", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
      const modem = await counting();
      let [carried, last] = [0, 0];
      for (const one of steps) {
        if (one.do === "carry") {
          carried += one.bytes;
          await modem.carry(one.bytes);
        }
        if (one.do === "tell") await modem.tell();
        if (one.do === "restart") modem.restart();
        if (one.do === "pass") await modem.bench.clock.advance(Minutes(one.minutes));
        if (one.do === "killed" || one.do === "stopped") await modem.bench[one.do](one.modem ? BY_MODEM : BY_INTERFACE);
        const { total } = modem.bench;
        // What a kill takes back is counted again by the next start.
        expect(total).toBeGreaterThanOrEqual(one.do === "killed" ? 0 : last);
        expect(total).toBeLessThanOrEqual(carried);
        last = total;
      }
      await modem.bench.stopped(BY_INTERFACE);
      await modem.bench.clock.advance(Seconds(1));
      expect(modem.bench.total).toBe(carried);
    }),
    { numRuns: 150 },
  );
}, 60_000);
