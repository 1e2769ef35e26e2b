import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodePdu } from "../../../src/at/sms/decode-pdu.ts";
import {
  noParts,
  type Reassembly,
  reassemble,
  type ReassemblyEffect,
  type SmsPart,
} from "../../../src/at/sms/reassembly.ts";
import { Hours, Minutes } from "../../../src/base/duration.ts";
import { MonoMs } from "../../../src/base/instant.ts";

const LIMITS = { timeout: Hours(1), most: 4 };

function feed(
  parts: readonly SmsPart[],
  from: Reassembly = noParts,
  start = 0,
): { readonly state: Reassembly; readonly effects: readonly ReassemblyEffect[] } {
  let state = from;
  const effects: ReassemblyEffect[] = [];
  for (const [at, part] of parts.entries()) {
    const step = reassemble(state, { kind: "part", part, now: MonoMs(start + at) }, LIMITS);
    state = step.state;
    effects.push(...step.effects);
  }
  return { state, effects };
}

const part = (
  seq: number,
  max: number,
  extra: Partial<SmsPart> & { readonly ref?: number; readonly width?: 8 | 16 } = {},
): SmsPart => {
  const { ref = 7, width = 8, ...rest } = extra;
  return { oa: "10086", text: `[${seq}]`, index: seq, concatenation: { ref, max, seq, width }, ...rest };
};

const messages = (effects: readonly ReassemblyEffect[]): readonly string[] =>
  effects.flatMap((effect) => (effect.kind === "message" ? [effect.text] : []));

describe("parts of a message", () => {
  it("make the same text in whatever order they come, with whatever is sent twice", () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 9 }), fc.infiniteStream(fc.nat()), fc.boolean(), (max, picks, twice) => {
        const parts = Array.from({ length: max }, (_, at) => part(at + 1, max));
        const shuffled = parts.toSorted(() => ((picks.next().value ?? 0) % 2 === 0 ? 1 : -1));
        const { effects } = feed(twice ? shuffled.flatMap((one) => [one, one]) : shuffled);
        expect(messages(effects)).toEqual([parts.map(({ text }) => text).join("")]);
        expect(effects.filter(({ kind }) => kind === "duplicate")).toHaveLength(twice ? max : 0);
      }),
    );
  });

  it("are told with their places, so that those can be freed", () => {
    const { effects } = feed([part(2, 2), part(1, 2)]);
    expect(effects).toEqual([{ kind: "message", oa: "10086", text: "[1][2]", parts: [part(1, 2), part(2, 2)] }]);
  });

  it("belong together by sender, reference, number of parts and width of the reference", () => {
    const strangers = [part(2, 2, { oa: "10010" }), part(2, 2, { ref: 8 }), part(2, 2, { width: 16 }), part(2, 3)];
    expect(messages(feed([part(1, 2), ...strangers]).effects)).toEqual([]);
    expect(messages(feed([part(1, 2, { width: 16, ref: 700 }), part(2, 2, { width: 16, ref: 700 })]).effects)).toEqual([
      "[1][2]",
    ]);
  });

  it("that come again after the whole are duplicates", () => {
    const { effects } = feed([part(1, 2), part(2, 2), part(1, 2)]);
    expect(effects.at(-1)).toEqual({ kind: "duplicate", part: part(1, 2) });
    expect(messages(effects)).toHaveLength(1);
  });

  it("with the same number and another text begin a new message, and the old one is told to be incomplete", () => {
    const { effects } = feed([part(1, 2), part(1, 2, { text: "new" }), part(2, 2, { text: " one" })]);
    expect(effects[0]).toMatchObject({ kind: "incomplete", why: "replaced", missing: [2] });
    expect(messages(effects)).toEqual(["new one"]);
  });

  it("of a new message under the reference of a delivered one are a message too", () => {
    const { effects } = feed([part(1, 2), part(2, 2), part(2, 2, { text: "b" }), part(1, 2, { text: "a" })]);
    expect(messages(effects)).toEqual(["[1][2]", "ab"]);
    expect(effects.filter(({ kind }) => kind === "incomplete")).toEqual([]);
  });

  it("a pair that a sender cut in two is whole again", () => {
    const high = "😀".slice(0, 1);
    const low = "😀".slice(1);
    expect(messages(feed([part(2, 2, { text: low }), part(1, 2, { text: high })]).effects)).toEqual(["😀"]);
  });

  it("oFono's three parts of one message become its text", () => {
    // oFono, unit/test-sms.c test_assembly (beginning of the first and end of the last part)
    const pdus = [
      "038121F350048155550119906041001222048C0500031E0301041804420430043A002C0020041000430",
      "038121F350048155550119906041001222044A0500031E0303043C043D04300442044300",
    ];
    for (const [at, pdu] of pdus.entries())
      expect(decodePdu(pdu).concatenation).toEqual({ ref: 0x1e, max: 3, seq: at * 2 + 1, width: 8 });
  });
});

describe("what never comes", () => {
  it("is given up when no part has come for the time-out, and not before", () => {
    const { state } = feed([part(1, 3), part(3, 3)]);
    expect(reassemble(state, { kind: "tick", now: MonoMs(Hours(1)) }, LIMITS).effects).toEqual([]);
    const late = reassemble(state, { kind: "tick", now: MonoMs(Hours(1) + 1) }, LIMITS);
    expect(late.effects).toEqual([
      { kind: "incomplete", oa: "10086", parts: [part(1, 3), part(3, 3)], missing: [2], why: "timeout" },
    ]);
    expect(late.state.partials).toEqual([]);
  });

  it("a new part puts the time-out off, a duplicate does not", () => {
    const first = feed([part(1, 3)]).state;
    const second = feed([part(2, 3)], first, Minutes(50)).state;
    expect(reassemble(second, { kind: "tick", now: MonoMs(Minutes(70)) }, LIMITS).effects).toEqual([]);
    const repeated = feed([part(1, 3)], first, Minutes(50)).state;
    expect(reassemble(repeated, { kind: "tick", now: MonoMs(Minutes(70)) }, LIMITS).effects).toHaveLength(1);
  });

  it("what was delivered is forgotten without a word", () => {
    const { state } = feed([part(1, 2), part(2, 2)]);
    const late = reassemble(state, { kind: "tick", now: MonoMs(Hours(2)) }, LIMITS);
    expect(late).toEqual({ state: { partials: [] }, effects: [] });
  });

  it("more unfinished messages than the limit push the oldest out, delivered ones first", () => {
    const done = feed([part(1, 2, { ref: 1 }), part(2, 2, { ref: 1 })]);
    const full = feed(
      [2, 3, 4].map((ref) => part(1, 2, { ref })),
      done.state,
      10,
    );
    const pushed = feed([part(1, 2, { ref: 5 })], full.state, 20);
    expect(pushed.effects).toEqual([]);
    const more = feed([part(1, 2, { ref: 6 })], pushed.state, 30);
    expect(more.effects).toEqual([
      { kind: "incomplete", oa: "10086", parts: [part(1, 2, { ref: 2 })], missing: [2], why: "crowded" },
    ]);
    expect(more.state.partials).toHaveLength(4);
  });

  it("however many come, no more than the limit are kept", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(30), fc.integer({ min: 1, max: 3 }))), (picks) => {
        const { state } = feed(picks.map(([ref, seq]) => part(seq, 3, { ref })));
        expect(state.partials.length).toBeLessThanOrEqual(LIMITS.most);
      }),
    );
  });
});
