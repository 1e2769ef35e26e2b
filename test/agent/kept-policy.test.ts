import { expect, it } from "vitest";
import { Days, Hours } from "../../src/base/duration.ts";
import { MonoMs, WallMs } from "../../src/base/instant.ts";
import { keptPolicy, readKeptPolicy } from "../../src/agent/kept-policy.ts";
import { FRESH_POLICY } from "../../src/policy/policy-state.ts";
import { unitLearned } from "../../src/policy/reserve.ts";
import { BEGIN, MiB, outlook, PolicyBench } from "../support/policy-bench.ts";

const NOW = { wall: WallMs(0), trusted: false, mono: MonoMs(5) };

it("what was remembered is read again, but for what another boot's clock and another run's counts said", () => {
  const bench = new PolicyBench();
  bench.now = { ...bench.now, wall: WallMs(BEGIN + Days(12)) };
  bench.use(17 * MiB);
  bench.decide({ outlook: outlook(9 * MiB, 22 * MiB, 30 * MiB, 3 * MiB), spent: [1, 2, 3, 4] });
  bench.state = { ...bench.state, units: unitLearned(bench.state.units, 900) };
  const { state } = bench;
  const read = readKeptPolicy(keptPolicy(state), NOW);
  const { wall } = bench.now;
  expect(read).toEqual({
    ...state,
    held: state.held.map((held) => ({ ...held, since: { wall, mono: 5 } })),
    day: { ...state.day, since: { wall, mono: 5 }, seen: [0, 0, 0, 0] },
  });
  expect(state.held).toHaveLength(1);
  expect(state.latches).toHaveLength(1);
});

it.each([
  undefined,
  "",
  "{",
  "null",
  '{"v":2}',
  JSON.stringify({ v: 1, ...FRESH_POLICY, units: { sizes: ["many"] } }),
  JSON.stringify({ v: 1, ...FRESH_POLICY, latches: [{ cycleFrom: 0, level: "lax", quota: "1", plan: "" }] }),
  JSON.stringify({ v: 1, ...FRESH_POLICY, latches: [{ cycleFrom: 0, level: "conserve", quota: "x", plan: "" }] }),
])("what is none of it is as if nothing had been remembered: %s", (text) => {
  expect(readKeptPolicy(text, NOW)).toBeUndefined();
});

it("a day that was kept without a clock goes on from this boot's", () => {
  const bench = new PolicyBench();
  bench.now = { ...bench.now, trusted: false };
  bench.decide({ spent: [0, 0, 500, 0] });
  bench.pass(Hours(5));
  expect(readKeptPolicy(keptPolicy(bench.state), NOW)?.day).toMatchObject({ since: { mono: 5 }, used: [0, 0, 500, 0] });
});
