import { setInterval } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { CarrierLink, type Side } from "../support/carrier-link.ts";
import { InterfaceMeter } from "../support/interface-meter.ts";
import { describeReal } from "../support/real-parts.ts";

const SECONDS = 3;
const MEGABITS = 200;
/** Times that sender and sampler may fall behind their pace before it counts: on a busy machine either gets no turn. */
const ROUNDS = 8;

describeReal(["namespaces", "mounts"], "packets of 100 bytes at 200 Mbit/s", () => {
  let link: CarrierLink;
  let meter: InterfaceMeter;

  beforeAll(() => {
    link = new CarrierLink();
    meter = new InterfaceMeter(link);
    meter.sample();
  });

  afterAll(() => {
    meter.counters.close();
    link.close();
  });

  /** Samples until the sender is done and nothing moves any more. */
  async function flood(from: Side, beat: number) {
    const sender = { done: false };
    let samples = 0;
    const began = performance.now();
    const sent = link.flood(from, MEGABITS, SECONDS).finally(() => (sender.done = true));
    for await (const _ of setInterval(beat)) {
      const moved = meter.sample();
      samples += 1;
      if (sender.done && moved?.up === 0n && moved.down === 0n) break;
    }
    const { packets, megabits } = await sent;
    expect(packets).toBeGreaterThanOrEqual((MEGABITS * 1e6 * SECONDS) / 800);
    const rate = samples / ((performance.now() - began) / 1_000);
    const text = `${packets} packets at ${megabits.toFixed(0)} Mbit/s, ${rate.toFixed(0)} samples a second`;
    return { megabits, rate, text };
  }

  test.for([
    ["uplink", "device"],
    ["downlink", "carrier"],
  ] as const)(
    "sampled a hundred times a second on the %s: nothing falls, nothing resets, exact at rest",
    { timeout: ROUNDS * 30_000 },
    async ([, from], { annotate }) => {
      for (let round = 1; ; round += 1) {
        const before = {
          device: link.received("device"),
          carrier: link.received("carrier"),
          up: meter.up,
          down: meter.down,
        };
        const { megabits, rate, text } = await flood(from, 10);
        await annotate(text);
        // Exact in every round, at whatever pace it went.
        expect(meter.up - before.up).toBe(link.received("carrier") - before.carrier);
        expect(meter.down - before.down).toBe(link.received("device") - before.device);
        expect(meter.resets).toEqual(["installed"]);
        if (round < ROUNDS && (megabits < 0.95 * MEGABITS || rate < 90)) continue;
        expect(megabits).toBeGreaterThanOrEqual(0.95 * MEGABITS);
        expect(rate).toBeGreaterThanOrEqual(90);
        break;
      }
    },
  );

  test("sampled without a pause: the total is never above the truth that is known when it rests", async ({
    annotate,
  }) => {
    const before = { carrier: link.received("carrier"), up: meter.up };
    const sender = { done: false };
    const sent = link.flood("device", MEGABITS, SECONDS).finally(() => (sender.done = true));
    let samples = 0;
    while (!sender.done) {
      for (let round = 0; round < 200; round += 1) meter.sample();
      samples += 200;
      await new Promise<void>((resolve) => setImmediate(resolve));
    }
    const { megabits } = await sent;
    await annotate(`${megabits.toFixed(0)} Mbit/s, ${samples} samples`);
    meter.sample();
    expect(samples).toBeGreaterThan(10_000);
    expect(meter.up - before.up).toBe(link.received("carrier") - before.carrier);
    expect(meter.resets).toEqual(["installed"]);
  });
});
