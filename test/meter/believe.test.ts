import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MonoMs } from "../../src/base/instant.ts";
import { type Belief, believe, type Doubt } from "../../src/meter/believe.ts";
import type { Cursor } from "../../src/meter/cursor.ts";
import { type RawCounters, counterSample, linkOf } from "../support/counter-samples.ts";

const WHOLE = (1n << 64n) - 1n;
const LINK = linkOf(0, 14);

/** What a meter does with one sample after the other, every five seconds from a minute after the boot on. */
class Meter {
  cursor: Cursor | undefined;
  doubt: Doubt | undefined;
  booked = { up: 0n, down: 0n };
  #now = 60_000;
  #fresh = true;

  take(raw: RawCounters): Belief {
    this.#now += 5_000;
    const sample = { ...counterSample(raw), at: MonoMs(this.#now) };
    const belief = believe({ cursor: this.cursor, doubt: this.doubt, firstInstall: this.#fresh }, sample, LINK);
    this.doubt = belief.kind === "doubted" ? belief.doubt : undefined;
    if (belief.kind === "doubted") return belief;
    this.#fresh = false;
    const { up, down, cursor } = belief.moved;
    this.cursor = cursor;
    this.booked = { up: this.booked.up + up, down: this.booked.down + down };
    return belief;
  }
}

const raw = (down: bigint, up = 0n): RawCounters => ({
  rx: [1_000_000n + down, 1_000n + down / 1_000n],
  tx: [1_000_000n + up + (14n * up) / 1_000n, 1_000n + up / 1_000n],
});

function metered(): Meter {
  const meter = new Meter();
  meter.take(raw(0n));
  meter.take(raw(5_000n, 2_000n));
  expect(meter.booked).toEqual({ up: 2_000n, down: 5_000n });
  return meter;
}

describe("a counter that reads an absurd value once", () => {
  test.each([
    ["2^64-1", WHOLE],
    ["2^63", 1n << 63n],
    ["a terabyte", 1n << 40n],
    ["nothing", 0n],
    ["a few bytes", 17n],
  ])("%s: nothing is booked, and the next good sample goes on from the last one, to the byte", (_, bytes) => {
    const meter = metered();
    const before = meter.cursor;
    expect(meter.take({ ...raw(6_000n, 3_000n), rx: [bytes, 1_007n] }).kind).toBe("doubted");
    expect([meter.cursor, meter.booked.down]).toEqual([before, 5_000n]);
    expect(meter.take(raw(8_000n, 4_000n))).toMatchObject({ kind: "counted", cleared: true });
    expect(meter.booked).toEqual({ up: 4_000n, down: 8_000n });
  });

  test("again and again, each time another, is never booked, and told each time", () => {
    const meter = metered();
    for (const bytes of [WHOLE, 1n << 62n, 1n << 50n, 0n, WHOLE])
      expect(meter.take({ ...raw(6_000n), rx: [bytes, 1_007n] })).toMatchObject({ kind: "doubted", news: true });
    meter.take(raw(9_000n, 2_000n));
    expect(meter.booked).toEqual({ up: 2_000n, down: 9_000n });
  });

  test("at the installation is no baseline", () => {
    const meter = new Meter();
    expect(meter.take({ ...raw(0n), rx: [WHOLE, 1_000n] }).kind).toBe("doubted");
    expect(meter.take(raw(0n))).toMatchObject({ kind: "counted", moved: { reset: "installed" } });
    meter.take(raw(7_000n));
    expect(meter.booked).toEqual({ up: 0n, down: 7_000n });
  });
});

describe("a counter that stays where it jumped to", () => {
  const jumped = (down: bigint, up: bigint): RawCounters => ({
    ...raw(0n, up),
    rx: [(1n << 50n) + down, 2_000n + down / 1_000n],
  });

  test("is gone on with after three samples and ten seconds: nothing of the jump is booked, everything after it is", () => {
    const meter = metered();
    expect(meter.take(jumped(0n, 3_000n))).toMatchObject({ kind: "doubted", news: true });
    expect(meter.take(jumped(1_000n, 4_000n))).toMatchObject({ kind: "doubted", news: false });
    const belief = meter.take(jumped(2_000n, 5_000n));
    expect(belief).toMatchObject({ kind: "rebased", jumps: [{ direction: "rx" }], moved: { reset: "rebased" } });
    // The other direction lost nothing meanwhile.
    expect(meter.booked).toEqual({ up: 5_000n, down: 5_000n + 2_000n });
    meter.take(jumped(10_000n, 5_000n));
    expect(meter.booked).toEqual({ up: 5_000n, down: 5_000n + 10_000n });
    expect(meter.cursor).toMatchObject({ ipRx: 1_015_000n, rxBytes: (1n << 50n) + 10_000n });
  });

  test("is doubted anew when it jumps once more", () => {
    const meter = metered();
    meter.take(jumped(0n, 2_000n));
    meter.take(jumped(0n, 2_000n));
    expect(meter.take(jumped(1n << 50n, 2_000n))).toMatchObject({ kind: "doubted", news: true });
    expect(meter.booked).toEqual({ up: 2_000n, down: 5_000n });
  });

  test("with its packets alone, is gone on with too, or nothing would ever be booked again", () => {
    const meter = metered();
    const packets = (down: bigint): RawCounters => ({ ...raw(0n, 2_000n), rx: [1_005_000n + down, 1n << 60n] });
    for (const down of [100n, 200n, 300n]) meter.take(packets(down));
    meter.take(packets(900n));
    expect(meter.booked).toEqual({ up: 2_000n, down: 5_000n + 800n });
  });

  test("from the installation on: nothing from before is booked, in neither direction", () => {
    const meter = new Meter();
    for (const down of [0n, 0n, 1_000n]) meter.take(jumped(down, 50_000n));
    expect(meter.booked).toEqual({ up: 0n, down: 1_000n });
  });

  test("after a reboot: the good direction is booked from zero, the other from where it was first seen", () => {
    const meter = metered();
    for (const down of [0n, 0n, 1_000n])
      meter.take({ bootId: "boot-2", rx: [(1n << 60n) + down, 1n], tx: [2_028n, 2n] });
    expect(meter.booked).toEqual({ up: 2_000n + 2_000n, down: 5_000n + 1_000n });
  });
});

describe("a counter that begins again within its epoch", () => {
  test("is believed with the second sample that says so, and booked whole", () => {
    const meter = metered();
    expect(meter.take({ rx: [300n, 1n], tx: [200n, 1n] })).toMatchObject({ kind: "doubted", doubt: { jumps: [] } });
    const belief = meter.take({ rx: [800n, 2n], tx: [414n, 2n] });
    expect(belief).toMatchObject({ kind: "counted", cleared: false, moved: { reset: "fell" } });
    expect(meter.booked).toEqual({ up: 2_386n, down: 5_800n });
  });

  test("and again before the second sample is doubted anew", () => {
    const meter = metered();
    meter.take({ rx: [300_000n, 300n], tx: [200_000n, 200n] });
    expect(meter.take({ rx: [10n, 1n], tx: [34n, 1n] })).toMatchObject({ kind: "doubted" });
    meter.take({ rx: [20n, 1n], tx: [44n, 1n] });
    expect(meter.booked).toEqual({ up: 2_030n, down: 5_020n });
  });
});

test("whatever single samples read, what is booked at rest is what was carried", () => {
  const misreading = fc.option(
    fc.record({
      direction: fc.constantFrom("rx" as const, "tx" as const),
      bytes: fc.oneof(fc.constant(WHOLE), fc.constant(0n), fc.bigInt({ min: 1n << 36n, max: WHOLE })),
    }),
    { freq: 3, nil: undefined },
  );
  const step = fc.tuple(fc.bigInt({ min: 0n, max: 1_000n }), fc.bigInt({ min: 0n, max: 1_000n }), misreading);
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const meter = metered();
      let [down, up, last] = [5_000n, 2_000n, false];
      for (const [moreDown, moreUp, wrong] of steps) {
        down += moreDown * 1_000n;
        up += moreUp * 1_000n;
        const good = raw(down, up);
        // Once: two in a row that agree are no misreading.
        const misread = wrong !== undefined && !last;
        last = misread;
        meter.take(
          misread
            ? { ...good, [wrong.direction]: [wrong.bytes, 1_000n + (wrong.direction === "rx" ? down : up) / 1_000n] }
            : good,
        );
      }
      meter.take(raw(down, up));
      meter.take(raw(down, up));
      expect(meter.booked).toEqual({ up, down });
    }),
  );
});
