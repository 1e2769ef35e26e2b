import { expect, test } from "vitest";
import { restOf, UNLIMITED } from "../../src/enforce/kernel-limits.ts";
import { limitsOf } from "../../src/enforce/limits-of.ts";
import type { Allowance } from "../../src/policy/allowance.ts";

const reason = { code: "left", text: { en: "", zh: "" } } as unknown as Allowance["reason"];
const allowances: readonly Allowance[] = [
  { class: "payment", rank: 1, kind: "ceiling", bytes: 1_000.7, reason },
  { class: "management", rank: 2, kind: "ceiling", bytes: 100, reason },
  { class: "telemetry", rank: 3, kind: "lease", bytes: 50, rate: 10, reason },
  { class: "bulk", rank: 4, kind: "held", reason },
];

test("allowances become limits, to the byte below", () => {
  expect(limitsOf(allowances)).toEqual([
    { class: "payment", rank: 1, limit: { kind: "ceiling", bytes: 1_000n, over: "drop" } },
    { class: "management", rank: 2, limit: { kind: "ceiling", bytes: 100n, over: "drop" } },
    { class: "telemetry", rank: 3, limit: { kind: "lease", bytes: 50n }, upRate: 10 },
    { class: "bulk", rank: 4, limit: { kind: "held" } },
  ]);
});

test("what is left for all is rank 1's ceiling and the leases; nothing, where nothing is left; no limit, where rank 1 has none", () => {
  expect(restOf(limitsOf(allowances))).toBe(1_050n);
  expect(restOf(limitsOf(allowances.map((one) => ({ ...one, kind: "held" as const }))))).toBe(0n);
  expect(restOf(limitsOf(allowances.map((one) => ({ ...one, kind: "open" as const }))))).toBe(UNLIMITED);
});
