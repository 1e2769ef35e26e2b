import { expect, test } from "vitest";
import { QUERY_TIMES } from "../../src/modem/query-times.ts";
import { QUERIES } from "../../src/modem/queries.ts";

test("every question of the agent's says how long it may take and why", () => {
  expect(Object.keys(QUERY_TIMES).toSorted()).toEqual(Object.keys(QUERIES).toSorted());
  for (const [name, { within, because }] of Object.entries(QUERY_TIMES)) {
    expect(Object.entries(QUERIES).find(([key]) => key === name)?.[1].timeout).toBe(within);
    expect([name, because.length > 8]).toEqual([name, true]);
  }
});
