import { describe, expect, test } from "vitest";
import { Millis, Minutes } from "../../src/base/duration.ts";
import { MonoMs, WallMs } from "../../src/base/instant.ts";
import { type CheckpointReason, type CheckpointRule, checkpointDue } from "../../src/meter/checkpoint.ts";

const rule: CheckpointRule = { bytes: 262_144n, age: Minutes(10) };
const HOUR = WallMs(3_600_000);
const NEXT_HOUR = WallMs(7_200_000);

/** Bytes counted since mono 5,000 in `hour`; asked at `now`, in `hourNow`. */
function due(
  bytes: bigint,
  {
    hour = HOUR,
    hourNow = hour,
    now = 6_000,
    asked = false,
  }: Partial<Record<"hour" | "hourNow", WallMs | "unknown">> & {
    readonly now?: number;
    readonly asked?: boolean;
  } = {},
): CheckpointReason | undefined {
  const unwritten = { bytes, since: MonoMs(5_000), ...(hour === "unknown" ? {} : { hour }) };
  return checkpointDue(
    unwritten,
    { now: MonoMs(now), asked, ...(hourNow === "unknown" ? {} : { hour: hourNow }) },
    rule,
  );
}

describe("a checkpoint", () => {
  test("is not written while no byte moved, whatever else happens", () => {
    const question = { now: MonoMs(1e9), hour: NEXT_HOUR, asked: true };
    expect(checkpointDue(undefined, question, rule)).toBeUndefined();
  });

  test("falls due with the byte that fills the amount", () => {
    expect(due(262_143n)).toBeUndefined();
    expect(due(262_144n)).toBe("bytes");
  });

  test("falls due by the age of the first unwritten byte", () => {
    expect(due(1n, { now: 604_999 })).toBeUndefined();
    expect(due(1n, { now: 605_000 })).toBe("age");
  });

  test("falls due when the hour of its bytes is over, so that no entry lies in two", () => {
    expect(due(1n, { hourNow: HOUR })).toBeUndefined();
    expect(due(1n, { hourNow: NEXT_HOUR })).toBe("hour");
  });

  test("falls due when the hour becomes known, and waits as usual while it is not", () => {
    expect(due(1n, { hour: "unknown", hourNow: "unknown" })).toBeUndefined();
    expect(due(1n, { hour: "unknown", hourNow: HOUR })).toBe("hour");
    expect(due(262_144n, { hour: "unknown", hourNow: "unknown" })).toBe("bytes");
  });

  test("is written when it is asked for", () => {
    expect(due(1n, { asked: true })).toBe("asked");
  });
});

test("a young epoch's bytes wait for half its age at most, two seconds at least, and never longer than the rule", () => {
  const at = (now: number, epochAge: number) =>
    checkpointDue(
      { bytes: 1n, since: MonoMs(5_000) },
      { now: MonoMs(now), asked: false, epochAge: Millis(epochAge) },
      rule,
    );
  expect(at(6_999, 2_000)).toBeUndefined();
  expect(at(7_000, 2_000)).toBe("age");
  expect(at(34_999, 60_000)).toBeUndefined();
  expect(at(35_000, 60_000)).toBe("age");
  expect(at(604_999, 86_400_000)).toBeUndefined();
  expect(at(605_000, 86_400_000)).toBe("age");
});
