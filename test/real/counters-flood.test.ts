import { setInterval } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { CarrierLink, type Side } from "../support/carrier-link.ts";
import { InterfaceMeter } from "../support/interface-meter.ts";
import { describeReal } from "../support/real-parts.ts";

const SECONDS = 3;
const MEGABITS = 200;

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
  async function flood(from: Side, beat: number): Promise<{ readonly samples: number; readonly text: string }> {
    const sender = { done: false };
    let samples = 0;
    const sent = link.flood(from, MEGABITS, SECONDS).finally(() => (sender.done = true));
    for await (const _ of setInterval(beat)) {
      const moved = meter.sample();
      samples += 1;
      if (sender.done && moved?.up === 0n && moved.down === 0n) break;
    }
    const { packets, megabits } = await sent;
    expect(packets).toBeGreaterThanOrEqual((MEGABITS * 1e6 * SECONDS) / 800);
    return { samples, text: `${packets} packets at ${megabits.toFixed(0)} Mbit/s, ${samples} samples` };
  }

  test.for([
    ["uplink", "device"],
    ["downlink", "carrier"],
  ] as const)(
    "sampled a hundred times a second on the %s: nothing falls, nothing resets, exact at rest",
    async ([, from], { annotate }) => {
      const before = {
        device: link.received("device"),
        carrier: link.received("carrier"),
        up: meter.up,
        down: meter.down,
      };
      const { samples, text } = await flood(from, 10);
      await annotate(text);
      expect(samples).toBeGreaterThan(SECONDS * 20);
      expect(meter.up - before.up).toBe(link.received("carrier") - before.carrier);
      expect(meter.down - before.down).toBe(link.received("device") - before.device);
      expect(meter.resets).toEqual(["installed"]);
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
