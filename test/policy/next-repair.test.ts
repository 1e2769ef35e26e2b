import { describe, expect, test } from "vitest";
import { Days, Hours, Minutes } from "../../src/base/duration.ts";
import { WallMs, wallAfter } from "../../src/base/instant.ts";
import {
  nextRepair,
  type RepairCourse,
  type RepairStanding,
  type Rung,
  withRepair,
} from "../../src/policy/next-repair.ts";
import { withCycle } from "../../src/policy/radio-cycles.ts";

const T = WallMs(Date.UTC(2026, 10, 12));
const STANDING: RepairStanding = {
  now: T,
  bornAt: wallAfter(T, Hours(0)),
  fault: "silent",
  since: T,
  rungs: ["radio-cycle", "reset", "power-cycle", "reboot"],
  rebootsPerDay: 2,
};
const NOTHING_DONE: RepairCourse = { cycles: [], repairs: {} };

const after = ({ cycles, repairs }: RepairCourse, rung: Rung, now: WallMs): RepairCourse =>
  rung === "radio-cycle"
    ? { cycles: withCycle(cycles, now), repairs }
    : { cycles, repairs: withRepair(repairs, rung, now) };

/** Everything that is done in so many hours of a fault that nothing mends; minutes since its beginning. */
function done(hours: number, given: Partial<RepairStanding>, course = NOTHING_DONE): readonly string[] {
  const acts: string[] = [];
  for (let minute = 0; minute <= hours * 60; minute += 1) {
    const now = wallAfter(T, Minutes(minute));
    const next = nextRepair(course, { ...STANDING, now, ...given });
    if (next.kind === "wait") continue;
    acts.push(`${minute} ${next.act}`);
    course = after(course, next.act, now);
  }
  return acts;
}

describe("a modem that nothing mends", () => {
  test("silent: its power is cut after five minutes and half an hour, the machine restarts after two hours, twice a day", () => {
    expect(done(30, {})).toEqual(["5 power-cycle", "30 power-cycle", "120 reboot", "480 reboot", "1560 reboot"]);
  });

  test("without a reboot the power is cut every six hours", () => {
    expect(done(19, { rebootsPerDay: 0 })).toEqual([5, 30, 390, 750, 1_110].map((n) => `${n} power-cycle`));
  });

  test("absent: the port has time to come back by itself", () => {
    expect(done(3, { fault: "absent" })).toEqual(["10 power-cycle", "60 power-cycle", "120 reboot"]);
  });

  test("hung: every rung, the gentle ones first", () => {
    expect(done(7, { fault: "hung" })).toEqual(["10 radio-cycle", "30 reset", "120 power-cycle", "360 reboot"]);
  });

  test("without a network only the radio is switched, and rarely", () => {
    expect(done(26, { fault: "unregistered" })).toEqual([60, 420, 780, 1_140, 1_500].map((n) => `${n} radio-cycle`));
  });

  test("only what is ours and has a way to be done", () => {
    expect(done(48, { rungs: [] })).toEqual([]);
    expect(nextRepair(NOTHING_DONE, { ...STANDING, rungs: ["reset"] })).toEqual({
      kind: "wait",
      why: "nothing-to-try",
    });
    expect(done(48, { rungs: ["reboot"], rebootsPerDay: 0 })).toEqual([]);
  });
});

test("a machine that restarts itself over and over has its caps all the same", () => {
  let course = NOTHING_DONE;
  const acts: string[] = [];
  // Each life lasts until the first act, or an hour: the fault is as old as the life.
  for (let life = 0; life < 60; life += 1) {
    const born = wallAfter(T, Hours(life));
    for (let minute = 0; minute < 60; minute += 1) {
      const now = wallAfter(born, Minutes(minute));
      const next = nextRepair(course, { ...STANDING, now, bornAt: born, since: born });
      if (next.kind === "wait") continue;
      acts.push(next.act);
      course = after(course, next.act, now);
    }
  }
  // 60 hours: at most six a day.
  expect(acts.length).toBeLessThanOrEqual(18);
  expect(new Set(acts)).toEqual(new Set(["power-cycle"]));
});

test("a clock that was set back since the last one does not free the next", () => {
  const course = { cycles: [], repairs: { "power-cycle": [wallAfter(T, Days(100))] } };
  const next = nextRepair(course, { ...STANDING, now: wallAfter(T, Minutes(6)), bornAt: wallAfter(T, Minutes(1)) });
  expect(next).toEqual({ kind: "wait", why: "cap", at: wallAfter(T, Minutes(16)) });
});
