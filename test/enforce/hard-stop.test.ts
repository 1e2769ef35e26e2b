import { expect, test } from "vitest";
import {
  type HardStop,
  type HardStopEffect,
  type HardStopInput,
  type HardStopRules,
  stepHardStop,
} from "../../src/enforce/hard-stop.ts";

const RULES: HardStopRules = { bearer: true, ways: ["context", "detach", "radio-off"] };
const looked = (billed = 0, over: Partial<Extract<HardStopInput, { kind: "looked" }>> = {}): HardStopInput => ({
  kind: "looked",
  offline: true,
  billed: BigInt(billed),
  asked: false,
  up: true,
  ...over,
});

const word = (effect: HardStopEffect): string => ("by" in effect ? `${effect.kind} ${effect.by}` : effect.kind);

/** Everything that was done, in its order, and where it ended. */
function run(inputs: readonly HardStopInput[], rules: HardStopRules = RULES) {
  let state: HardStop = { stage: "running" };
  const done = inputs.flatMap((input) => {
    const step = stepHardStop(state, input, rules);
    state = step.state;
    return step.effects.map(word);
  });
  return { done, stage: state.stage };
}

const SAID = { kind: "last-words-said" } as const;
const KEPT = { kind: "way-back-kept" } as const;
const DROPPED = { kind: "dropped" } as const;
const REFUSED = { kind: "refused", billed: 0n } as const;
const RESTORED = { kind: "restored", billed: 1_000_000n } as const;
const BACK = looked(0, { offline: false });
const GONE = [looked(), looked(), looked(100_000), SAID, KEPT, DROPPED];
const ORDER = ["hold-uplink", "stop-sources", "say-last-words", "keep-way-back context", "drop-bearer context"];

test("the uplink is held, then the sources are stopped, then nothing where nothing comes any more", () => {
  expect(run([looked(), looked(), looked(1_000), looked(2_000)]).done).toEqual(ORDER.slice(0, 2));
});

test("the bearer goes last: behind the last words, and behind the way back on the disk", () => {
  expect(run(GONE)).toEqual({ done: ORDER, stage: "bearer" });
  // Nothing goes before what it stands on was answered.
  expect(run([...GONE.slice(0, 3), KEPT, DROPPED]).done).toEqual(ORDER.slice(0, 3));
  expect(run([...GONE.slice(0, 4), DROPPED]).done).toEqual(ORDER.slice(0, 4));
});

test("a disk that takes nothing keeps the bearer up, and is tried again", () => {
  expect(run([...GONE.slice(0, 4), looked(200_000)]).done).toEqual([...ORDER.slice(0, 4), "keep-way-back context"]);
});

test("without leave, and where nobody can, the bearer is never dropped, whatever comes and whoever asks", () => {
  const inputs = [looked(), looked(), looked(1e9), looked(2e9, { asked: true }), SAID, KEPT];
  expect(run(inputs, { ...RULES, bearer: false }).done).toEqual(ORDER.slice(0, 2));
  expect(run(inputs, { ...RULES, ways: [] }).done).toEqual(ORDER.slice(0, 2));
});

test("where the site asks for it, it goes whatever comes, but not while no data passes anyway", () => {
  expect(run([looked(), looked(), looked(0, { asked: true, up: false })]).done).toEqual(ORDER.slice(0, 2));
  expect(run([looked(), looked(), looked(0, { asked: true })]).done.at(-1)).toBe("say-last-words");
});

test("what a modem refuses (CME 171: the last PDN) is done by the next way, each on the disk before it is tried", () => {
  expect(run([...GONE.slice(0, 5), REFUSED, KEPT, REFUSED, KEPT, DROPPED])).toEqual({
    done: [...ORDER, "keep-way-back detach", "drop-bearer detach", "keep-way-back radio-off", "drop-bearer radio-off"],
    stage: "bearer",
  });
});

test("a modem that refuses every way is given up until the next order, and dials again", () => {
  const inputs = [...GONE.slice(0, 5), REFUSED, RESTORED, looked(9e6), looked(9e9)];
  expect(run(inputs, { ...RULES, ways: ["context"] })).toEqual({
    done: [...ORDER, "restore-bearer context"],
    stage: "sources",
  });
});

test("back from offline the bearer comes back the way it went, and only then everything is released", () => {
  expect(run([BACK]).done).toEqual([]);
  expect(run([looked(), BACK])).toEqual({ done: ["hold-uplink", "release"], stage: "running" });
  expect(run([...GONE, BACK, BACK, RESTORED, BACK])).toEqual({
    done: [...ORDER, "restore-bearer context", "restore-bearer context", "stop-sources", "release"],
    stage: "running",
  });
});

test("when its time is over it comes back to listen, and goes again only when billed data comes again", () => {
  const listening = [...GONE, { kind: "over" } as const, RESTORED, looked(1_001_000)];
  expect(run(listening).done.slice(5)).toEqual(["restore-bearer context", "stop-sources"]);
  expect(run([...listening, looked(1_100_000)]).done.at(-1)).toBe("say-last-words");
});

test("what was let go before a restart is let go again, also when the modem came up by itself", () => {
  expect(run([{ kind: "found", by: "detach" }, DROPPED, looked()])).toEqual({
    done: ["drop-bearer detach", "drop-bearer detach"],
    stage: "dropping",
  });
  // Settings that forbid it by now bring it back.
  expect(run([{ kind: "found", by: "detach" }], { ...RULES, bearer: false }).done).toEqual(["restore-bearer detach"]);
});
