import { expect, test } from "vitest";
import { milestoneFields, Milestones } from "../../src/agent/milestones.ts";
import { WallMs } from "../../src/base/instant.ts";
import { bookId } from "../../src/meter/book-id.ts";
import { openBooks } from "../../src/plan/rating/books.ts";
import { standing } from "../../src/plan/standing.ts";
import type { DataPlan } from "../../src/plan/data-plan.ts";
import { dueDates } from "../../src/plan/validity-dates.ts";
import { bucket, dataPlan } from "../support/data-plans.ts";
import { MemoryStore } from "../support/memory-store.ts";

const BOOK = bookId("89860012345678901234");
const at = (text: string): WallMs => WallMs(Date.parse(`${text}+08:00`));
const PLAN: DataPlan = {
  ...dataPlan([bucket("plan", { quota: 100n })]),
  validity: { expires: { year: 2027, month: 3, day: 14 }, feeDay: 13 },
};

test("an end that comes is told once for each line, over restarts too, and again for another date", async () => {
  const store = new MemoryStore();
  const passed = async (day: string, plan = PLAN): Promise<readonly string[]> => {
    const milestones = new Milestones(store);
    await milestones.load(BOOK);
    const books = openBooks(plan, at(`${day}T08:00:00`));
    const stands = standing({ thresholds: [], conserve: 80, essential: 95, quota: 100n }, 0n, books.cycle);
    const told = milestones.passed(BOOK, stands, false, dueDates(books, at(`${day}T08:00:00`)));
    await store.write(milestones.ops(BOOK));
    return told.filter(({ kind }) => kind !== "cycle-started").map(({ kind }) => kind);
  };
  expect(await passed("2027-01-20")).toEqual(["validity-ending"]);
  expect(await passed("2027-01-21")).toEqual([]);
  expect(await passed("2027-02-13")).toEqual(["validity-ending", "fee-due"]);
  expect(await passed("2027-02-13")).toEqual([]);
  const renewed = { ...PLAN, validity: { expires: { year: 2027, month: 4, day: 1 } } };
  expect(await passed("2027-02-13", renewed)).toEqual(["validity-ending"]);
});

test("an event of it says the day, how many are left and what to do, in both languages", () => {
  const [due] = dueDates(openBooks(PLAN, at("2027-03-08T08:00:00")), at("2027-03-08T08:00:00"));
  const fields = due === undefined ? {} : milestoneFields(due, undefined);
  expect(fields).toMatchObject({ date: "2027-03-14", days: 6 });
  expect(String(fields["detail"])).toContain("renew it with the carrier");
  expect(String(fields["detailZh"])).toContain("续费");
});
