import fc from "fast-check";
import { expect, test } from "vitest";
import { MonoMs } from "../../src/base/instant.ts";
import { agreedOverhead, overheadIn, type OverheadTrial } from "../../src/meter/overhead-trial.ts";
import type { CounterSample } from "../../src/ports/counters.ts";

const sample = (
  rx: readonly [bytes: number, packets: number],
  tx: readonly [number, number],
  ifindex = 3,
): CounterSample => ({
  kind: "sample",
  epoch: { bootId: "boot-1", interfaceName: "wwan0", ifindex },
  rx: { bytes: BigInt(rx[0]), packets: BigInt(rx[1]) },
  tx: { bytes: BigInt(tx[0]), packets: BigInt(tx[1]) },
  at: MonoMs(0),
});

const trial = (after: CounterSample, bytes = 44): OverheadTrial => ({
  before: sample([1_000, 10], [2_000, 20]),
  after,
  sent: bytes,
  received: bytes,
});

test("one packet each way says what is counted beyond it", () => {
  expect(overheadIn(trial(sample([1_044, 11], [2_058, 21])))).toEqual({ rx: 0, tx: 14 });
  expect(overheadIn(trial(sample([1_044, 11], [2_102, 21])))).toEqual({ rx: 0, tx: 58 });
});

test.each([
  ["another packet came in between", sample([1_144, 12], [2_058, 21])],
  ["another one went out", sample([1_058, 11], [2_158, 22])],
  ["the driver has not counted yet", sample([1_000, 10], [2_058, 21])],
  ["another packet stands in the place of ours", sample([2_500, 11], [2_058, 21])],
  ["it is smaller than ours", sample([1_030, 11], [2_058, 21])],
  ["the interface is another one", sample([1_058, 11], [2_058, 21], 4)],
])("nothing is said where %s", (_, after) => {
  expect(overheadIn(trial(after))).toBeUndefined();
});

test("two have to agree, and nobody may agree on something else", () => {
  const [ethernet, gro] = [
    { rx: 14, tx: 14 },
    { rx: 0, tx: 14 },
  ];
  expect(agreedOverhead([])).toBeUndefined();
  expect(agreedOverhead([ethernet])).toBeUndefined();
  expect(agreedOverhead([ethernet, gro])).toBeUndefined();
  expect(agreedOverhead([ethernet, gro, gro])).toEqual(gro);
  expect(agreedOverhead([ethernet, ethernet, gro, gro])).toBeUndefined();
});

test("strange packets of one size in the place of ours, which are each of another, never agree", () => {
  fc.assert(
    fc.property(fc.integer({ min: 20, max: 1_500 }), (strange) => {
      const found = [44, 61, 78, 95, 112].flatMap((bytes) => {
        const after = sample([1_000 + strange, 11], [2_000 + strange, 21]);
        return overheadIn(trial(after, bytes)) ?? [];
      });
      expect(agreedOverhead(found)).toBeUndefined();
    }),
  );
});
