import { describe, expect, test } from "vitest";
import { Days, Hours, Millis, Minutes } from "../../src/base/duration.ts";
import { WallMs, wallAfter } from "../../src/base/instant.ts";
import { LOCAL, PASSING, STOPPED } from "../../src/diagnosis/rules/resume-rule.ts";
import {
  nextRecovery,
  NO_RECOVERY,
  type RecoveryAct,
  type RecoveryCourse,
  type RecoveryStanding,
} from "../../src/policy/next-recovery.ts";
import { withCycle } from "../../src/policy/radio-cycles.ts";

const LOST = WallMs(Date.UTC(2026, 10, 12));
const at = (hours: number): WallMs => wallAfter(LOST, Hours(hours));
const STANDING: RecoveryStanding = {
  now: LOST,
  bornAt: wallAfter(LOST, Millis(-Days(3))),
  picture: "denied",
  mayCycle: true,
  mayAttach: true,
  lostAt: LOST,
  schedule: STOPPED,
  share: 0,
  window: Hours(1),
};

/** Every act of so many hours, looked at each minute; the hour since the loss beside it. */
function acts(
  hours: number,
  given: (now: WallMs) => Partial<RecoveryStanding>,
): readonly (readonly [number, RecoveryAct])[] {
  let course: RecoveryCourse = NO_RECOVERY;
  const done: [number, RecoveryAct][] = [];
  for (let now = LOST; now <= at(hours); now = wallAfter(now, Minutes(1))) {
    const next = nextRecovery(course, { ...STANDING, now, ...given(now) });
    if (next.kind === "wait") continue;
    done.push([(now - LOST) / Hours(1), next.act]);
    course = {
      ...course,
      actedAt: now,
      cycles: next.act === "radio-cycle" ? withCycle(course.cycles, now) : course.cycles,
    };
  }
  return done;
}
const hoursOf = (...given: Parameters<typeof acts>): readonly number[] => acts(...given).map(([hour]) => hour);

describe("a card that is refused for good", () => {
  test("is asked for after an hour, six, and daily; by one radio cycle each", () => {
    expect(acts(80, () => ({}))).toEqual([1, 6, 30, 54, 78].map((hour) => [hour, "radio-cycle"]));
  });

  test("is asked for a quarter of an hour after good news, and no sooner than an hour after the last time", () => {
    expect(hoursOf(5, (now) => (now >= at(2) ? { favourableAt: at(2) } : {}))).toEqual([1, 2.25, 3.25]);
    expect(hoursOf(5, (now) => (now >= at(1.5) ? { favourableAt: at(1.5) } : {}))).toEqual([1, 2, 2.5 + 0.5]);
  });

  test("is asked for at its own times also where somebody says every twenty minutes that it was paid: the day's last cycle is the schedule's", () => {
    const often = (now: WallMs): Partial<RecoveryStanding> =>
      now < at(1.5) ? {} : { favourableAt: WallMs(now - ((now - LOST) % Minutes(20))) };
    const day = hoursOf(24, often);
    expect(day).toHaveLength(4);
    expect(day[0]).toBe(1);
    // The fourth is the one of six hours after the loss, and not spent on the fourth time that somebody said so.
    expect(day[3]).toBe(6);
    // Where it is known when the card should be back, the last one is for that.
    const earliest = { at: at(20) };
    expect(hoursOf(24, (now) => ({ ...often(now), earliest }))).toEqual([...day.slice(0, 3), 20]);
  });

  test("is asked for once when it should be over, and once when the carrier has had its time", () => {
    const earliest = { at: at(10), latest: at(20) };
    expect(hoursOf(24, () => ({ earliest, share: 0.5 }))).toEqual([1.1, 6.5, 10.5, 20.5].map(minute));
  });

  test("is never asked for more often, whatever the cause's own times are", () => {
    expect(hoursOf(80, () => ({ schedule: PASSING }))).toEqual([1, 6, 24, 48, 72]);
  });

  test("a restart forgets nothing of it, and a clock that was set back lets it do nothing for an hour", () => {
    const course = { ...NO_RECOVERY, actedAt: at(6), cycles: [at(6), at(1)] };
    expect(nextRecovery(course, { ...STANDING, now: at(6.5) })).toEqual({ kind: "wait", why: "not-yet", at: at(30) });
    const back = { ...STANDING, lostAt: LOST, now: at(-100), bornAt: at(-100) };
    expect(nextRecovery(course, back)).toEqual({ kind: "wait", why: "not-yet", at: at(-99) });
  });

  test("what is told as the next time is one at which it may", () => {
    const course = { ...NO_RECOVERY, actedAt: at(1), cycles: [at(1)] };
    const told = nextRecovery(course, { ...STANDING, now: at(1.1), favourableAt: at(1.1) });
    expect(told).toEqual({ kind: "wait", why: "cap", at: at(2) });
  });

  test("the caps hold against every reason", () => {
    const course = { ...NO_RECOVERY, actedAt: at(1), cycles: [at(1)] };
    const asked = { ...STANDING, now: at(1.5), earliest: { at: at(1.4) } };
    expect(nextRecovery(course, asked)).toEqual({ kind: "wait", why: "cap", at: at(2) });
  });
});

test.each([
  ["refused", "activation"],
  ["up", "path-probe"],
] as const)(
  "%s: the call and the probes keep their own times; good news and the day it should be over hasten them",
  (picture, act) => {
    expect(acts(50, () => ({ picture }))).toEqual([]);
    const favourableAt = at(3);
    const earliest = { at: at(40) };
    expect(acts(50, () => ({ picture, favourableAt, earliest }))).toEqual([
      [3.25, act],
      [40, act],
    ]);
  },
);

test("what nobody does on our word is not said to be tried, be it the day on which it should be over", () => {
  const given = { ...STANDING, now: at(2), earliest: { at: at(40) } };
  const told = (more: Partial<RecoveryStanding>) => nextRecovery(NO_RECOVERY, { ...given, ...more });
  expect(told({ picture: "refused", mayDial: false })).toEqual({ kind: "wait", why: "not-ours", picture: "refused" });
  expect(told({ picture: "up", mayProbe: false })).toEqual({ kind: "wait", why: "nothing-to-try" });
  expect(told({ picture: "up" })).toMatchObject({ why: "not-yet", at: at(40) });
});

describe("a card that was let go, and nothing more", () => {
  test("is attached after T3402 is over for certain, an hour, six, then daily", () => {
    expect(acts(80, () => ({ picture: "detached" }))).toEqual([0.25, 1, 6, 24, 48, 72].map((hour) => [hour, "attach"]));
  });

  test("whether or not the radio may be switched; where nobody can be asked, it is said so", () => {
    expect(hoursOf(2, () => ({ picture: "detached", mayCycle: false }))).toEqual([0.25, 1]);
    const why = nextRecovery(NO_RECOVERY, { ...STANDING, picture: "detached", now: at(2), mayAttach: false });
    expect(why).toEqual({ kind: "wait", why: "not-ours", picture: "detached" });
  });
});

test("where the radio is nobody's that can be reached, it is said so", () => {
  const why = nextRecovery(NO_RECOVERY, { ...STANDING, now: at(2), mayCycle: false });
  expect(why).toEqual({ kind: "wait", why: "not-ours", picture: "denied" });
});

test("nothing is tried where nothing is lost, where the modem looks by itself, and for what no try mends", () => {
  const kinds = [{ lostAt: undefined }, { picture: "none" as const }, { schedule: LOCAL }, { schedule: undefined }];
  for (const given of kinds) expect(acts(50, () => given)).toEqual([]);
});

test("a fault of the modem is repaired by its own rungs, whatever the last picture was", () => {
  const repair = { fault: "silent", since: LOST, rungs: ["power-cycle"], rebootsPerDay: 0 } as const;
  expect(nextRecovery(NO_RECOVERY, { ...STANDING, now: at(0.1), repair })).toEqual({ kind: "act", act: "power-cycle" });
});

test("devices that were stopped in one second do not ask in one second", () => {
  const [first, last] = [0, 0.999].map((share) => hoursOf(10, () => ({ share })));
  expect(first).toEqual([1, 6]);
  expect(last?.[0]).toBeCloseTo(1.2, 1);
  expect(last?.[1]).toBeCloseTo(7, 1);
});

const minute = (hour: number): number => Math.ceil(hour * 60 - 1e-9) / 60;
