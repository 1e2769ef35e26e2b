import { describe, expect, test } from "vitest";
import { Seconds } from "../../src/base/duration.ts";
import { MonoMs } from "../../src/base/instant.ts";
import type { Cursor } from "../../src/meter/cursor.ts";
import { advance } from "../../src/meter/delta.ts";
import { judge, jumpText, mostWithin } from "../../src/meter/plausibility.ts";
import type { CounterSample } from "../../src/ports/counters.ts";
import { type RawCounters, counterSample, linkOf } from "../support/counter-samples.ts";

const at = (seconds: number, raw: RawCounters): CounterSample => ({
  ...counterSample(raw),
  at: MonoMs(seconds * 1_000),
});
const stood = (seconds: number, raw: RawCounters): Cursor =>
  advance(undefined, at(seconds, raw), linkOf(0, 0), true).cursor;
const MOST = mostWithin(Seconds(5));
const WHOLE = (1n << 64n) - 1n;

describe("between two samples of one epoch", () => {
  const cursor = stood(1_000, { rx: [5_000_000n, 5_000n], tx: [7_000_000n, 7_000n] });
  const later = (rx: bigint, packets = 5_000n) => at(1_005, { rx: [rx, packets], tx: [7_000_000n, 7_000n] });

  test("as much as the line carries in that time is believed, one byte more is not", () => {
    expect(MOST).toBe(5n * 1_250_000_000n + (256n << 20n));
    expect(judge(cursor, later(5_000_000n + MOST)).kind).toBe("plausible");
    const verdict = judge(cursor, later(5_000_001n + MOST));
    expect(verdict).toEqual({
      kind: "jumped",
      jumps: [{ direction: "rx", moved: MOST + 1n, most: MOST, within: Seconds(5) }],
    });
    expect(verdict.kind === "jumped" && verdict.jumps.map(jumpText)).toEqual([
      "rx moved by 6518435457 bytes within 5.0 s, the line carries at most 6518435456",
    ]);
  });

  test("packets that no line carries are as little believed as bytes: corrected by them, nothing would count any more", () => {
    expect(judge(cursor, later(5_000_100n, WHOLE))).toMatchObject({ kind: "jumped", jumps: [{ direction: "rx" }] });
  });

  test("each direction is judged by itself, and all are told", () => {
    const sample = at(1_005, { rx: [WHOLE, 5_000n], tx: [WHOLE, 7_000n] });
    expect(judge(cursor, sample)).toMatchObject({ jumps: [{ direction: "rx" }, { direction: "tx" }] });
  });

  test("a long time without a sample carries as much as it can have carried", () => {
    expect(judge(cursor, at(1_100, { rx: [99n * 1_250_000_000n, 5_000n], tx: [7_000_000n, 7_000n] })).kind).toBe(
      "plausible",
    );
  });

  test("a fall is a fall, unless what is there now cannot have come since", () => {
    expect(judge(cursor, later(100n, 1n)).kind).toBe("fell");
    const huge = stood(1_000, { rx: [WHOLE, 5_000n] });
    expect(judge(huge, at(1_005, { rx: [1n << 60n, 5_000n] })).kind).toBe("jumped");
  });
});

describe("a counter that began anew", () => {
  const cursor = stood(1_000, { rx: [5_000_000n, 5_000n] });

  test("since a boot can hold what the line carried since that boot", () => {
    const most = mostWithin(Seconds(10));
    expect(judge(cursor, at(10, { bootId: "boot-2", rx: [most, 1n] })).kind).toBe("plausible");
    expect(judge(cursor, at(10, { bootId: "boot-2", rx: [most + 1n, 1n] })).kind).toBe("jumped");
    expect(judge(undefined, at(10, { rx: [most + 1n, 1n] })).kind).toBe("jumped");
  });

  test("as another interface can hold what the line carried since the last sample", () => {
    expect(judge(cursor, at(1_005, { ifindex: 4, rx: [MOST, 1n] })).kind).toBe("plausible");
    expect(judge(cursor, at(1_005, { ifindex: 4, rx: [MOST + 1n, 1n] })).kind).toBe("jumped");
  });

  test("under a cursor without an instant can hold what the line carried since the boot", () => {
    const { at: _at, ...old } = cursor;
    expect(judge(old, at(1_005, { rx: [1_005n * 1_250_000_000n, 5_000n] })).kind).toBe("plausible");
  });
});
