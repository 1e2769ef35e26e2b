import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Days, Hours, Millis, Minutes } from "../../src/base/duration.ts";
import { WallMs, wallAfter } from "../../src/base/instant.ts";
import {
  type CardTrouble,
  nextSlot,
  NO_SLOTS,
  settledHome,
  type SlotCourse,
  type SlotRules,
  type SlotStanding,
  switched,
} from "../../src/policy/next-slot.ts";

const BEGAN = WallMs(Date.UTC(2026, 10, 12));
const at = (hours: number): WallMs => wallAfter(BEGAN, Millis(hours * Hours(1)));
const RULES: SlotRules = {
  home: 1,
  other: 2,
  reasons: ["stop", "limit"],
  after: Minutes(10),
  dwell: Hours(1),
  perDay: 4,
  homeAfter: Days(1),
};

/** What is wrong with either card at an hour since the beginning. */
interface Cards {
  readonly home: (hour: number) => CardTrouble;
  readonly other?: (hour: number) => CardTrouble;
  readonly overAt?: WallMs;
}

/** The switches of so many hours, looked at every five minutes: the hour, and the slot from then on. */
function switches(hours: number, { home, other = () => ({}), overAt }: Cards, rules: SlotRules = RULES) {
  let course: SlotCourse = NO_SLOTS;
  let slot = rules.home;
  const done: [number, number][] = [];
  for (let now = BEGAN; now <= at(hours); now = wallAfter(now, Minutes(5))) {
    const hour = (now - BEGAN) / Hours(1);
    const standing: SlotStanding = {
      now,
      bornAt: BEGAN,
      slot,
      trouble: slot === rules.home ? home(hour) : other(hour),
      overAt,
      rests: false,
      share: 0,
      window: Minutes(1),
    };
    course = settledHome(course, rules, standing);
    const next = nextSlot(course, rules, standing);
    if (next.kind !== "switch") continue;
    course = switched(course, rules, standing, next);
    slot = next.to;
    done.push([Math.round(hour * 100) / 100, slot]);
  }
  return done;
}

const stoppedBetween =
  (from: number, to: number) =>
  (hour: number): CardTrouble =>
    hour >= from && hour < to ? { stop: at(from) } : {};

describe("the home card", () => {
  test("is left when it has been stopped for the ordered time, and taken again when it should be back", () => {
    const home = stoppedBetween(2, 30);
    expect(switches(60, { home, overAt: at(30) })).toEqual([
      [2.17, 2],
      [30, 1],
    ]);
  });

  test("of which nobody knows when it is back is looked at after a day, two, four, and at most a week", () => {
    const home = stoppedBetween(0, 1e9);
    const days = switches(24 * 30, { home })
      .filter(([, slot]) => slot === 1)
      .map(([hour]) => Math.floor(hour / 24));
    expect(days).toEqual([1, 3, 7, 14, 21, 28]);
  });

  test("is left for no reason that was not ordered", () => {
    const home = stoppedBetween(0, 1e9);
    expect(switches(48, { home }, { ...RULES, reasons: ["limit"] })).toEqual([]);
  });

  test("that was well for an hour is looked at anew, as if it had never been left", () => {
    const home = (hour: number): CardTrouble =>
      hour < 24.5 ? { stop: at(0) } : hour > 40 && hour < 70 ? { stop: at(40) } : {};
    const [first, back, second, again] = switches(80, { home });
    expect([first?.[1], back?.[1], second?.[1], again?.[1]]).toEqual([2, 1, 2, 1]);
    expect((again?.[0] ?? 0) - (second?.[0] ?? 0)).toBeCloseTo(24, 0);
  });

  test("that is not in its slot is left at once, and its absence in the other one ends the stay there", () => {
    const absent = (): CardTrouble => ({ unusable: at(0) });
    expect(switches(20, { home: absent, other: absent }).map(([, slot]) => slot)).toEqual([2, 1]);
  });
});

test("the day's last switch is kept for the way back to a card that works: it is not spent on looking home", () => {
  // Of no use at any time of the day, and looked at as often as the dwell allows.
  const home = stoppedBetween(0, 1e9);
  const rules = { ...RULES, homeAfter: Minutes(30), dwell: Minutes(30) };
  for (const perDay of [2, 3, 4, 5]) {
    const seen = switches(72, { home }, { ...rules, perDay });
    const at1 = seen.filter(([, slot]) => slot === 1);
    expect(at1.length).toBeGreaterThan(0);
    // Wherever it went home, it came back as soon as the reason had stood and the dwell was over.
    const stays = at1.map(([hour]) => (seen.find(([later]) => later > hour)?.[0] ?? 72) - hour);
    expect(Math.max(...stays)).toBeLessThan(0.6);
  }
  // With one switch a day there is none to keep: home is looked at all the same.
  expect(switches(72, { home }, { ...rules, perDay: 1 }).map(([, slot]) => slot)).toEqual([2, 1, 2]);
});

test("a switch that is due and waits says why", () => {
  const stopped: SlotStanding = { ...standingAt(1, 1), trouble: { stop: at(0.9) } };
  const because = (course: SlotCourse, standing: SlotStanding) => {
    const next = nextSlot(course, RULES, standing);
    return next.kind === "stay" && [next.why, next.because, next.at];
  };
  expect(because(NO_SLOTS, stopped)).toEqual(["waits", "patience", at(0.9 + 1 / 6)]);
  expect(because({ ...NO_SLOTS, switches: [at(0.5)] }, { ...stopped, trouble: { stop: at(0) } })).toEqual([
    "waits",
    "dwell",
    at(1.5),
  ]);
  const four = { ...NO_SLOTS, switches: [20, 18, 16, 14].map(at) };
  expect(because(four, { ...stopped, now: at(22) })).toEqual(["waits", "day", at(38)]);
  const away = { ...four, left: { why: "stop", at: at(-9) } } as const;
  const working: SlotStanding = { ...standingAt(22, 2), trouble: {} };
  expect(because(away, working)).toEqual(["waits", "way-back", at(40)]);
  expect(because({ ...away, switches: [at(15)] }, { ...working, now: at(14) })).toEqual(["waits", "look", at(15)]);
  expect(because({ ...NO_SLOTS, left: { why: "limit", at: at(0), overAt: at(30) } }, working)).toEqual([
    "waits",
    "expected",
    at(30),
  ]);
});

test("where both are stopped the device stays at home for a day before the other one is tried again", () => {
  const both = stoppedBetween(0, 1e9);
  const seen = switches(30, { home: both, other: both });
  expect(seen.map(([, slot]) => slot)).toEqual([2, 1, 2, 1]);
  expect((seen[2]?.[0] ?? 0) - (seen[1]?.[0] ?? 0)).toBeGreaterThanOrEqual(24);
});

test("a device that rests, or whose modem has not said which slot it uses, switches nothing", () => {
  const standing: SlotStanding = {
    now: at(5),
    bornAt: BEGAN,
    slot: 1,
    trouble: { stop: at(0) },
    rests: false,
    share: 0,
    window: Minutes(1),
  };
  expect(nextSlot(NO_SLOTS, RULES, standing).kind).toBe("switch");
  expect(nextSlot(NO_SLOTS, RULES, { ...standing, rests: true })).toEqual({ kind: "stay", why: "rests" });
  expect(nextSlot(NO_SLOTS, RULES, { ...standing, slot: undefined })).toEqual({ kind: "stay", why: "not-known" });
});

test("each device goes home at its own place within the fleet's window", () => {
  const away = switched(NO_SLOTS, RULES, standingAt(0, 1), { kind: "switch", to: 2, why: "limit" });
  const later = { ...standingAt(30, 2), share: 0.5, window: Hours(1) };
  expect(nextSlot(away, RULES, later)).toEqual({ kind: "stay", why: "waits", at: at(30.5), because: "expected" });
});

const standingAt = (hour: number, slot: number): SlotStanding => ({
  now: at(hour),
  bornAt: BEGAN,
  slot,
  trouble: slot === 1 ? { limit: at(0) } : {},
  overAt: at(30),
  rests: false,
  share: 0,
  window: Minutes(1),
});

test("whatever the cards do, no more switches a day than are allowed, and never two within the dwell where both are in their slots", () => {
  const edges = fc.array(fc.integer({ min: 0, max: 200 }), { maxLength: 12 });
  fc.assert(
    fc.property(edges, edges, fc.integer({ min: 1, max: 6 }), (homeEdges, otherEdges, perDay) => {
      const flips = (of: readonly number[]) => (hour: number) => {
        const passed = of.filter((edge) => edge <= hour);
        return passed.length % 2 === 1 ? { stop: at(Math.max(...passed)) } : {};
      };
      const rules = { ...RULES, perDay };
      const hours = switches(220, { home: flips(homeEdges), other: flips(otherEdges) }, rules).map(([hour]) => hour);
      const apart = (steps: number): readonly number[] =>
        hours.slice(steps).map((hour, n) => hour - (hours[n] ?? Number.NaN));
      expect(apart(1).filter((gap) => !(gap > 0.99))).toEqual([]);
      expect(apart(perDay).filter((gap) => !(gap > 23.99))).toEqual([]);
    }),
  );
});
