import fc from "fast-check";
import { expect, test } from "vitest";
import { MonoMs } from "../../src/base/instant.ts";
import { believe, type Doubt } from "../../src/meter/believe.ts";
import type { Cursor } from "../../src/meter/cursor.ts";
import { counterSample, linkOf } from "../support/counter-samples.ts";

const LINK = linkOf(0, 0);
const TOP = 1n << 32n;
const PACKET = 1_000n;
const HOUR = 3_600_000;

const step = fc.record({
  /** In packets; at most half a GiB, so that a 32-bit counter is asked often enough. */
  sent: fc.oneof(fc.nat({ max: 50 }), fc.nat({ max: 500_000 })).map(BigInt),
  late: fc.oneof(
    { weight: 4, arbitrary: fc.constant(5_000) },
    { weight: 1, arbitrary: fc.nat({ max: 30 * 24 * HOUR }) },
  ),
  anew: fc.option(fc.constantFrom("index" as const, "instance" as const), { freq: 8, nil: undefined }),
  misread: fc.option(fc.constantFrom(0n, 1n << 40n, (1n << 64n) - 1n), { freq: 4, nil: undefined }),
});

test("over late looks, interfaces that come anew under the same name, wraps and single misreadings, the total never falls and is the truth at rest", () => {
  const start = fc.oneof(
    fc.constant(0n),
    fc.bigInt({ min: 0n, max: TOP - 1n }),
    fc.bigInt({ min: TOP - 900_000_000n, max: TOP }),
  );
  fc.assert(
    fc.property(fc.boolean(), start, fc.array(step, { maxLength: 40 }), (narrow, begin, steps) => {
      let [now, ifindex, instance] = [10 * HOUR, 3, 1];
      let bytes = narrow ? begin % TOP : begin;
      let packets = bytes / PACKET;
      let [truth, booked] = [0n, 0n];
      let cursor: Cursor | undefined;
      let doubt: Doubt | undefined;
      const take = (wait: number, read = narrow ? bytes % TOP : bytes): void => {
        now += Math.max(1_000, wait);
        const raw = counterSample({ ifindex, instance, rx: [read, packets] });
        const sample = { ...raw, at: MonoMs(now) };
        const belief = believe({ cursor, doubt, firstInstall: cursor === undefined }, sample, LINK);
        doubt = belief.kind === "doubted" ? belief.doubt : undefined;
        if (belief.kind === "doubted") return;
        expect(belief.moved.down).toBeGreaterThanOrEqual(0n);
        booked += belief.moved.down;
        ({ cursor } = belief.moved);
      };
      take(5_000);
      let misled = false;
      for (const { sent, late, anew, misread } of steps) {
        if (anew !== undefined) {
          // What nobody looked at before the interface went is lost, and told as such elsewhere.
          take(5_000);
          take(5_000);
          if (anew === "index") ifindex += 1;
          instance += 1;
          [bytes, packets] = [0n, 0n];
        }
        bytes += sent * PACKET;
        packets += sent;
        truth += sent * PACKET;
        const wrong: bigint | undefined = misread !== undefined && !misled ? misread : undefined;
        misled = wrong !== undefined;
        // After a month without a look the line can have carried a terabyte: nothing tells that a figure is absurd.
        take(misled ? 5_000 : late, wrong);
        if (misled) take(5_000);
      }
      take(5_000);
      take(5_000);
      expect(booked).toBe(truth);
    }),
    { numRuns: 1_000, seed: 20_261_123 },
  );
});
