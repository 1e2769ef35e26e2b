import { describe, expect, test } from "vitest";
import { Minutes } from "../../src/base/duration.ts";
import { MonoMs, WallMs } from "../../src/base/instant.ts";
import { type CheckpointRule, checkpointAt, checkpointDue, withCounted } from "../../src/meter/checkpoint.ts";

const rule: CheckpointRule = { bytes: 262_144n, age: Minutes(10) };
const HOUR = WallMs(3_600_000);
const at = (now: number, hour: WallMs | undefined = HOUR): { now: MonoMs; hour?: WallMs } =>
  hour === undefined ? { now: MonoMs(now) } : { now: MonoMs(now), hour };
const ask = (now: number, hour?: WallMs, asked = false): Parameters<typeof checkpointDue>[1] => ({
  ...at(now, hour),
  asked,
});

describe("a checkpoint", () => {
  test("is not written while no byte moved, whatever else happens", () => {
    expect(withCounted(undefined, 0n, at(0))).toBeUndefined();
    expect(checkpointDue(undefined, ask(1e9, WallMs(7_200_000), true), rule)).toBeUndefined();
    expect(checkpointAt(undefined, rule)).toBeUndefined();
  });

  test("falls due with the byte that fills the amount", () => {
    const almost = withCounted(withCounted(undefined, 262_000n, at(0)), 143n, at(1_000));
    expect(checkpointDue(almost, ask(1_000), rule)).toBeUndefined();
    expect(checkpointDue(withCounted(almost, 1n, at(1_500)), ask(1_500), rule)).toBe("bytes");
  });

  test("falls due by the age of the first unwritten byte, which later bytes do not renew", () => {
    const waiting = withCounted(withCounted(undefined, 1n, at(5_000)), 1n, at(500_000));
    expect(checkpointAt(waiting, rule)).toBe(605_000);
    expect(checkpointDue(waiting, ask(604_999), rule)).toBeUndefined();
    expect(checkpointDue(waiting, ask(605_000), rule)).toBe("age");
  });

  test("falls due when the hour of its bytes is over, so that no entry lies in two", () => {
    const waiting = withCounted(undefined, 1n, at(5_000));
    expect(checkpointDue(waiting, ask(6_000, HOUR), rule)).toBeUndefined();
    expect(checkpointDue(waiting, ask(6_000, WallMs(7_200_000)), rule)).toBe("hour");
  });

  test("falls due when the hour becomes known", () => {
    const waiting = withCounted(undefined, 1n, { now: MonoMs(5_000) });
    expect(checkpointDue(waiting, { now: MonoMs(6_000), asked: false }, rule)).toBeUndefined();
    expect(checkpointDue(waiting, ask(6_000, HOUR), rule)).toBe("hour");
  });

  test("is written when it is asked for", () => {
    expect(checkpointDue(withCounted(undefined, 1n, at(0)), ask(1, HOUR, true), rule)).toBe("asked");
  });
});
