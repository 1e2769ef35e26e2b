import { expect, test } from "vitest";
import { Days } from "../../src/base/duration.ts";
import { wallAfter, WallMs } from "../../src/base/instant.ts";
import type { ValidityStand } from "../../src/plan/validity-dates.ts";
import { dueReminders, readDay } from "../../src/replace/reminders.ts";
import type { Ticket } from "../../src/replace/ticket.ts";

const NOW = WallMs(Date.UTC(2026, 10, 12, 1));
const ZONE = "Asia/Shanghai";
const TICKET: Ticket = { state: "approved", openedAt: NOW, by: "Li", moves: [], ticked: [], due: "2026-11-20" };

/** Every key that is told, by the day on which it is. */
function toldOver(days: number, facts: (day: number) => { validity?: ValidityStand; ticket?: Ticket }): string[] {
  const told = new Map<string, number>();
  for (let day = 0; day < days; day += 1)
    for (const { key } of dueReminders({ now: wallAfter(NOW, Days(day)), zone: ZONE, ...facts(day) }))
      if (!told.has(key)) told.set(key, day);
  return [...told].map(([key, day]) => `${day}: ${key}`);
}

test("the end of the validity is told 60, 30, 7 days and a day before it, once each", () => {
  const expires = { year: 2027, month: 2, day: 20 };
  const told = toldOver(120, (day) => ({
    validity: { state: day > 100 ? "ended" : day > 40 ? "ending" : "valid", expires, daysLeft: 100 - day },
  }));
  expect(told).toEqual([
    "40: expiry 2027-02-20 60",
    "70: expiry 2027-02-20 30",
    "93: expiry 2027-02-20 7",
    "99: expiry 2027-02-20 1",
  ]);
});

test("a device that was off for the day of a line is told on the next one, of the narrowest only", () => {
  const validity: ValidityStand = { state: "ending", expires: { year: 2026, month: 11, day: 17 }, daysLeft: 5 };
  expect(dueReminders({ now: NOW, zone: ZONE, validity }).map(({ key }) => key)).toEqual(["expiry 2026-11-17 7"]);
});

test("a fee is told three days and a day before it, not on the day itself, and a balance that is too low at once", () => {
  const nextFee = { year: 2026, month: 11, day: 22 };
  const told = toldOver(12, (day) => ({
    validity: {
      state: "valid",
      nextFee,
      feeDaysLeft: 10 - day,
      fee: 5_000_000n,
      account: { money: 2_000_000n },
      short: 3_000_000n,
    },
  }));
  expect(told).toEqual(["0: balance 2026-11-22 3.00", "7: fee 2026-11-22 3", "9: fee 2026-11-22 1"]);
});

test("of a card that has ended nobody takes a fee", () => {
  const validity: ValidityStand = { state: "ended", nextFee: { year: 2026, month: 11, day: 13 }, feeDaysLeft: 1 };
  expect(dueReminders({ now: NOW, zone: ZONE, validity })).toEqual([]);
});

test("an appointment is told the day before, on the day, and the day after, by the plan's calendar", () => {
  expect(toldOver(12, () => ({ ticket: TICKET }))).toEqual([
    "7: appointment 2026-11-20 before",
    "8: appointment 2026-11-20 on",
    "9: appointment 2026-11-20 after",
  ]);
  // 16:30 in London is the day after in Shanghai.
  const evening = WallMs(Date.UTC(2026, 10, 19, 16, 30));
  expect(dueReminders({ now: evening, zone: ZONE, ticket: TICKET }).map(({ days }) => days)).toEqual([0]);
});

test("neither a ticket that is over nor one whose card is in is reminded of an appointment", () => {
  const now = wallAfter(NOW, Days(8));
  expect(dueReminders({ now, zone: ZONE, ticket: { ...TICKET, state: "given-up" } })).toEqual([]);
  expect(dueReminders({ now, zone: ZONE, ticket: { ...TICKET, state: "inserted", newCard: "8986" } })).toEqual([]);
});

test.each([
  ["2026-12-01", { year: 2026, month: 12, day: 1 }],
  ["2026-02-30", undefined],
  ["2026-13-01", undefined],
  ["1.12.2026", undefined],
])("%s as a day", (text, day) => {
  expect(readDay(text)).toEqual(day);
});
