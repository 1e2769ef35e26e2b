import { expect, test } from "vitest";
import {
  type HardStop,
  type HardStopInput,
  type HardStopRules,
  stepHardStop,
  uplinkHeld,
} from "../../src/enforce/hard-stop.ts";

const RULES: HardStopRules = { until: "bearer", ours: true, otherContexts: false, detaches: true };
const looked = (billed = 0, over: Partial<Extract<HardStopInput, { kind: "looked" }>> = {}): HardStopInput => ({
  kind: "looked",
  offline: true,
  billed: BigInt(billed),
  asked: false,
  ...over,
});

/** Everything that was done, in its order. */
function run(inputs: readonly HardStopInput[], rules: HardStopRules = RULES): readonly string[] {
  let state: HardStop = { stage: "running" };
  return inputs.flatMap((input) => {
    const step = stepHardStop(state, input, rules);
    state = step.state;
    return step.effects.map((effect) => ("by" in effect ? `${effect.kind} ${effect.by}` : effect.kind));
  });
}

const SAID = { kind: "last-words-said" } as const;
const KEPT = { kind: "way-back-kept" } as const;
const BACK = looked(0, { offline: false });

test("the uplink is held, then the sources are stopped, then nothing where nothing comes any more", () => {
  expect(run([looked(), looked(), looked(1_000), looked(2_000)])).toEqual(["hold-uplink", "stop-sources"]);
});

test("the bearer goes last: behind the last words and the way back", () => {
  const flood = [looked(), looked(), looked(100_000), looked(200_000), SAID, looked(300_000), KEPT, looked(300_000)];
  expect(run(flood)).toEqual(["hold-uplink", "stop-sources", "say-last-words", "keep-way-back", "drop-bearer detach"]);
});

test("by default the bearer is never dropped, whatever comes and whoever asks", () => {
  const inputs = [looked(), looked(), looked(1e9), looked(2e9, { asked: true }), SAID, KEPT];
  expect(run(inputs, { ...RULES, until: "uplink" })).toEqual(["hold-uplink", "stop-sources"]);
  expect(run(inputs, { ...RULES, ours: false })).toEqual(["hold-uplink", "stop-sources"]);
});

test.each([
  [{ otherContexts: true }, "drop-bearer context"],
  [{}, "drop-bearer detach"],
  [{ detaches: false }, "drop-bearer radio-off"],
])("the last PDN is not dropped by itself: %j", (over, expected) => {
  expect(run([looked(), looked(), looked(0, { asked: true }), SAID, KEPT], { ...RULES, ...over }).at(-1)).toBe(
    expected,
  );
});

test("back from offline everything is released, and the bearer comes back the way it went", () => {
  expect(run([BACK])).toEqual([]);
  expect(run([looked(), BACK]).at(-1)).toBe("release");
  expect(run([looked(), looked(), looked(1e6), SAID, KEPT, BACK]).slice(-2)).toEqual([
    "restore-bearer detach",
    "release",
  ]);
});

test("with the uplink held only management keeps its limit", () => {
  const open = { kind: "open" } as const;
  const limits = uplinkHeld(
    [
      { class: "payment", rank: 1, limit: open },
      { class: "management", rank: 2, limit: { kind: "ceiling", bytes: 5n, over: "drop" } },
    ],
    "management",
  );
  expect(limits.map(({ limit }) => limit.kind)).toEqual(["held", "ceiling"]);
});
