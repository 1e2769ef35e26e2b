import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ClassBudgets } from "../../src/agent/class-budgets.ts";
import { Hours, Minutes, Seconds } from "../../src/base/duration.ts";
import { WallMs } from "../../src/base/instant.ts";
import type { UseReport } from "../../src/bridge/decision-source.ts";
import { CLASS_CODES, type ClassWord } from "../../src/bridge/wire-codes.ts";
import type { Allowance } from "../../src/policy/allowance.ts";

const NOW = WallMs(Date.UTC(2026, 10, 22));
const WORDS = ["payment", "management", "telemetry", "bulk"] as const;

const allowances = (more: Partial<Record<ClassWord, Partial<Allowance>>> = {}): readonly Allowance[] =>
  WORDS.map((word, at) => ({
    class: word,
    rank: ([1, 2, 3, 4] as const)[at] ?? 1,
    kind: at < 2 ? "ceiling" : "lease",
    bytes: 100_000,
    reason: { code: at < 2 ? "left" : "budget", text: "" },
    ...more[word],
  }));
function budgets(more?: Parameters<typeof allowances>[0]): ClassBudgets {
  const made = new ClassBudgets();
  made.look({ allowances: allowances(more), metered: 0n });
  return made;
}
const asking = (made: ClassBudgets, grant: number, word: ClassWord, bytes: number) =>
  made.ask({ grant, class: word, bytes, within: Seconds(0), from: "a" }, "suspended", NOW);
const report = (grant: number, word: ClassWord, up: number, last = false): UseReport => ({
  grant,
  class: word,
  up,
  down: 0,
  total: { up, down: 0 },
  last,
  beyond: 0,
  from: "a",
});
const left = (made: ClassBudgets, word: ClassWord): bigint | undefined => made.budget(word, NOW)?.bytesLeft;

describe("a grant", () => {
  it("is taken off what its class may send, and given back as far as it was not used", () => {
    const made = budgets();
    expect(asking(made, 1, "bulk", 60_000)).toEqual({ kind: "granted", bytes: 60_000, lasts: Minutes(5) });
    expect(left(made, "bulk")).toBe(40_000n);
    expect(asking(made, 2, "bulk", 60_000)).toMatchObject({ kind: "granted", bytes: 40_000 });
    expect(asking(made, 3, "bulk", 500)).toMatchObject({ kind: "refused", reason: "budget" });
    made.used(report(2, "bulk", 0, true));
    expect(left(made, "bulk")).toBe(40_000n);
    expect(left(made, "telemetry")).toBe(100_000n);
  });

  it("of management counts against the payments' ceiling too, and there is none where that is granted away", () => {
    const made = budgets({ management: { bytes: 50_000 } });
    asking(made, 1, "management", 30_000);
    expect([left(made, "payment"), left(made, "management")]).toEqual([70_000n, 20_000n]);
    asking(made, 2, "payment", 70_000);
    expect([left(made, "payment"), left(made, "management")]).toEqual([0n, 0n]);
  });

  it("of management is given out of its own part of a day also where payments are held", () => {
    const held = { kind: "held", reason: { code: "level", text: "" } } as const;
    const made = budgets({ payment: held, management: { bytes: 26_000, reason: { code: "trickle", text: "" } } });
    expect(left(made, "management")).toBe(26_000n);
    expect(asking(made, 1, "management", 500)).toMatchObject({ kind: "granted", bytes: 500 });
    expect(asking(made, 2, "payment", 500)).toMatchObject({ kind: "refused", reason: "suspended" });
    expect(left(made, "management")).toBe(25_500n);
  });

  it("that was used stays taken off a ceiling until the interface was looked at", () => {
    const made = budgets();
    asking(made, 1, "payment", 10_000);
    made.used(report(1, "payment", 8_000, true));
    expect(left(made, "payment")).toBe(92_000n);
    made.look({ allowances: allowances({ payment: { bytes: 92_000 } }), metered: 8_000n });
    expect(left(made, "payment")).toBe(92_000n);
  });

  it("of a few bytes that are left is given only where so few were asked for", () => {
    const made = budgets({ payment: { bytes: 700 } });
    expect(asking(made, 1, "payment", 5_000)).toMatchObject({ kind: "refused", reason: "plan", retry: Seconds(30) });
    expect(asking(made, 2, "payment", 600)).toMatchObject({ kind: "granted", bytes: 600 });
  });
});

describe("a class that may not send", () => {
  it.each([
    ["level", "suspended"],
    ["window", "deferred"],
    ["override", "person"],
  ] as const)("for the reason %s is told %s, and when to ask again", (code, word) => {
    const reason = { code, text: "" };
    const made = budgets({ bulk: { kind: "held", deferUntil: WallMs(NOW + Hours(3)), reason } });
    expect(asking(made, 1, "bulk", 5_000)).toEqual({ kind: "refused", reason: word, retry: Hours(3) });
    expect(made.budget("bulk", NOW)).toMatchObject({ bytesLeft: 0n, retry: Hours(3) });
  });

  it("until the next cycle is to ask a day later all the same", () => {
    const made = budgets({ bulk: { kind: "held", deferUntil: WallMs(NOW + Hours(300)) } });
    expect(made.budget("bulk", NOW)?.retry).toBe(Hours(24));
    expect(budgets({ bulk: { kind: "held" } }).budget("bulk", NOW)?.retry).toBe(Minutes(10));
  });
});

it("a class that open grants alone use up is to ask when the first of them ends", () => {
  const made = budgets({ bulk: { deferUntil: WallMs(NOW + Hours(3)) } });
  asking(made, 1, "bulk", 60_000);
  const later = WallMs(NOW + Minutes(1));
  made.ask({ grant: 2, class: "bulk", bytes: 40_000, within: Seconds(0), from: "a" }, "suspended", later);
  expect(made.budget("bulk", later)).toMatchObject({ bytesLeft: 0n, retry: Minutes(4) });
  expect(asking(made, 3, "bulk", 500)).toMatchObject({ kind: "refused", reason: "budget", retry: Minutes(5) });
  made.used(report(1, "bulk", 0, true));
  made.used(report(2, "bulk", 40_000, true));
  asking(made, 4, "bulk", 60_000);
  made.used(report(4, "bulk", 60_000));
  // Used up, and the open grant gives nothing back.
  expect(made.budget("bulk", later)).toMatchObject({ bytesLeft: 0n, retry: WallMs(NOW + Hours(3)) - later });
});

it("management that open payments alone leave nothing is to ask when the first of them ends", () => {
  const made = budgets({ management: { bytes: 50_000 } });
  asking(made, 1, "payment", 100_000);
  expect(made.budget("management", NOW)).toMatchObject({ bytesLeft: 0n, retry: Minutes(5) });
  expect(budgets({ management: { bytes: 0 } }).budget("management", NOW)?.retry).toBe(Minutes(10));
});

it("what is granted and not reported as used is told for each class", () => {
  const made = budgets();
  asking(made, 1, "bulk", 60_000);
  asking(made, 2, "bulk", 10_000);
  asking(made, 3, "payment", 500);
  made.used(report(1, "bulk", 20_000));
  made.used(report(3, "payment", 500));
  expect([made.granted("bulk"), made.granted("payment"), made.granted("telemetry")]).toEqual([50_000, 0, 0]);
});

it("an open class has no figure, and its rate is told", () => {
  const made = budgets({ telemetry: { kind: "open", rate: 4_096 } });
  expect(made.budget("telemetry", NOW)).toEqual({ bytesPerSecond: 4_096 });
  expect(asking(made, 1, "telemetry", 9_000_000)).toMatchObject({ kind: "granted", bytes: 9_000_000 });
});

it("before anything was decided nothing is known here", () => {
  const made = new ClassBudgets();
  expect(made.budget("payment", NOW)).toBeUndefined();
  expect(asking(made, 1, "payment", 1)).toBeUndefined();
});

it("whatever is asked, what is granted and not used is never more than the class may send", () => {
  const step = fc.record({
    word: fc.constantFrom(...WORDS),
    bytes: fc.nat(60_000),
    used: fc.option(fc.nat(60_000), { nil: undefined }),
    last: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const made = budgets();
      const sum = { payment: 0, management: 0, telemetry: 0, bulk: 0 };
      for (const [at, { word, bytes, used, last }] of steps.entries()) {
        const answer = asking(made, at + 1, word, bytes);
        if (answer?.kind !== "granted") continue;
        if (used === undefined) sum[word] += answer.bytes;
        else {
          made.used(report(at + 1, word, Math.min(used, answer.bytes), last));
          sum[word] += last ? Math.min(used, answer.bytes) : answer.bytes;
        }
      }
      // A lease is reckoned anew with what was reported at every look; ceilings carry it until the meter does.
      expect(sum.payment + sum.management).toBeLessThanOrEqual(100_000);
      expect(sum.management).toBeLessThanOrEqual(100_000);
      expect(CLASS_CODES.payment.code).toBe(1);
    }),
    { numRuns: 500 },
  );
});
