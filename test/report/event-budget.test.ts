import { expect, it } from "vitest";
import { MonoMs } from "../../src/base/instant.ts";
import { EventBudget } from "../../src/report/event-budget.ts";

it("a flood of one event is told twenty times a minute, then how many were held back; other events are not touched", () => {
  const budget = new EventBudget();
  const told = Array.from({ length: 1_000 }, (_, at) => budget.spend("modem-restarted", MonoMs(at))).filter(
    (held) => held !== undefined,
  );
  expect(told).toEqual(Array.from({ length: 20 }, () => 0));
  expect(budget.spend("network-detached", MonoMs(1_000))).toBe(0);
  expect(budget.spend("modem-restarted", MonoMs(60_000))).toBe(980);
  expect(budget.spend("modem-restarted", MonoMs(60_001))).toBe(0);
});
