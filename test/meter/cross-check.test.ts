import { expect, test } from "vitest";
import { MonoMs } from "../../src/base/instant.ts";
import { readBookId, UNIDENTIFIED } from "../../src/meter/book-id.ts";
import { type CounterReading, type CrossCheck, crossCheck, crossCheckResult } from "../../src/meter/cross-check.ts";

const BOOK = readBookId("89860412345678901234") ?? UNIDENTIFIED;

/** `said` by context: up, down; `counted` down alone. */
const reading = (
  at: number,
  said: Readonly<Record<number, readonly [number, number]>>,
  counted: number,
  more: Partial<CounterReading> = {},
): CounterReading => ({
  command: "+QGDCNT",
  said: Object.fromEntries(
    Object.entries(said).map(([cid, [up, down]]) => [cid, { up: BigInt(up), down: BigInt(down) }]),
  ),
  counted: { up: 0n, down: BigInt(counted) },
  book: BOOK,
  at: MonoMs(at),
  ...more,
});

const after = (...readings: readonly CounterReading[]): CrossCheck => {
  const [first, ...rest] = readings;
  if (first === undefined) throw new TypeError("no reading");
  return rest.reduce(crossCheck, crossCheck(undefined, first));
};

test("only what both have counted since the first reading is compared, whatever the modem held before", () => {
  const check = after(reading(0, { 0: [0, 5_000_000] }, 100), reading(300, { 0: [0, 5_001_500] }, 1_100));
  expect(crossCheckResult(check)).toEqual({
    stands: { up: 0n, down: 5_001_500n },
    modem: { up: 0n, down: 1_500n },
    counted: { up: 0n, down: 1_000n },
    difference: { up: 0n, down: 500n },
  });
  expect([check.first.at, check.last.at]).toEqual([0, 300]);
});

test("what the modem did not see is a negative difference", () => {
  const check = after(reading(0, { 0: [0, 0] }, 0), reading(300, { 0: [0, 10] }, 1_000));
  expect(crossCheckResult(check).difference).toEqual({ up: 0n, down: -990n });
});

test.each([
  ["fell: it was reset, started anew or wrapped", reading(2, { 0: [0, 7] }, 30)],
  ["told of another context", reading(2, { 0: [0, 30], 2: [9, 9] }, 30)],
  ["is another command's", reading(2, { 0: [0, 30] }, 30, { command: "+QGDNRCNT" })],
  ["belongs to another card's time", reading(2, { 0: [0, 30] }, 30, { book: UNIDENTIFIED })],
])("comparing begins anew when the figure %s", (_why, odd) => {
  const check = after(reading(0, { 0: [0, 10] }, 0), reading(1, { 0: [0, 20] }, 10), odd);
  expect(check.first).toBe(odd);
  expect(crossCheckResult(check).modem).toEqual({ up: 0n, down: 0n });
});

test("a context that ended keeps its bytes in the sum", () => {
  const check = after(
    reading(0, { 1: [0, 10], 2: [0, 10] }, 0),
    reading(1, { 1: [0, 50], 2: [0, 20] }, 50),
    reading(2, { 1: [0, 60], 2: [0, 20] }, 60),
  );
  expect(crossCheckResult(check).difference).toEqual({ up: 0n, down: 0n });
});

test("beyond what a double holds not a byte is lost", () => {
  const vast = 2n ** 63n;
  const at = (down: bigint, counted: bigint): CounterReading => ({
    ...reading(0, {}, 0),
    said: { 0: { up: 0n, down } },
    counted: { up: 0n, down: counted },
  });
  expect(crossCheckResult(after(at(vast, 0n), at(vast + 3n, 1n))).difference.down).toBe(2n);
});
