import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { WallMs } from "../../src/base/instant.ts";
import type { Allowance } from "../../src/policy/allowance.ts";
import { LEVELS } from "../../src/policy/level.ts";
import type { ClassOverrideNow } from "../../src/policy/override.ts";
import { guarded, shareOut, type ShareQuestion } from "../../src/policy/share-out.ts";
import { CLASSES } from "../../src/policy/traffic-classes.ts";

const MiB = 1_048_576;
const TOMORROW = WallMs(Date.UTC(2026, 10, 23));
const CYCLE_END = WallMs(Date.UTC(2026, 11, 1));
const NIGHT = WallMs(Date.UTC(2026, 10, 22, 15));

const question = (more: Partial<ShareQuestion> = {}): ShareQuestion => ({
  classes: CLASSES.pos,
  level: "normal",
  why: "90 % of the quota is used",
  until: CYCLE_END,
  left: { paid: 10 * MiB, limit: 10 * MiB, beyond: "auto-stop" },
  guard: { ratio: 0.01, inFlight: 65_536 },
  reserve: 300_000,
  trickle: 32_768,
  usedToday: [0, 0, 0, 0],
  daysLeft: 10,
  nextDay: TOMORROW,
  slowRate: 4_096,
  ...more,
});

const hand = (more: Partial<ClassOverrideNow> = {}): ClassOverrideNow => ({
  class: "bulk",
  held: false,
  aim: "loosen",
  since: WallMs(0),
  until: TOMORROW,
  by: "li",
  reason: "update tonight",
  opensReserve: false,
  used: 0,
  ...more,
});

const kinds = (all: readonly Allowance[]): readonly string[] => all.map(({ kind }) => kind);
const bytesOf = ({ kind, bytes = 0 }: Allowance): number => (kind === "held" ? 0 : bytes);
/** The four of an answer. */
function four(asked: ShareQuestion): readonly [Allowance, Allowance, Allowance, Allowance] {
  const [first, management, telemetry, bulk, ...more] = shareOut(asked);
  if (first === undefined || management === undefined || telemetry === undefined || bulk === undefined)
    throw new Error("fewer than four");
  expect(more).toEqual([]);
  return [first, management, telemetry, bulk];
}

describe("what each class may send follows from the level", () => {
  it.each([
    ["normal", ["ceiling", "ceiling", "lease", "lease"]],
    ["conserve", ["ceiling", "ceiling", "lease", "held"]],
    ["essential", ["ceiling", "ceiling", "held", "held"]],
    ["reserve-only", ["ceiling", "ceiling", "held", "held"]],
    ["offline", ["held", "ceiling", "held", "held"]],
  ] as const)("%s: %j", (level, expected) => {
    expect(kinds(shareOut(question({ level })))).toEqual(expected);
  });

  it("without a quota nothing has a figure, and the level alone holds", () => {
    expect(kinds(shareOut(question({ left: undefined })))).toEqual(["open", "open", "open", "open"]);
    expect(kinds(shareOut(question({ left: { beyond: "unknown" }, level: "essential" })))).toEqual([
      "open",
      "open",
      "held",
      "held",
    ]);
  });

  it("a gateway's alarms are what a terminal's payments are", () => {
    expect(shareOut(question({ classes: CLASSES.gateway })).map((one) => one.class)).toEqual(CLASSES.gateway);
  });

  it("management keeps a trickle of its own at reserve-only, slowly, until it is used up for the day", () => {
    const [, management] = four(question({ level: "reserve-only" }));
    expect(management).toMatchObject({ kind: "ceiling", bytes: 32_768, rate: 4_096, reason: { code: "trickle" } });
    expect(four(question({ level: "reserve-only", trickle: 0 }))[1]).toMatchObject({ bytes: 0 });
  });

  it("the first class is open where data goes on beyond the plan, and says that it is beyond it", () => {
    const [first, management] = four(question({ level: "reserve-only", left: { paid: 0, beyond: "tariff" } }));
    expect(first).toMatchObject({ kind: "open", reason: { code: "beyond-quota" } });
    expect(management).toMatchObject({ kind: "ceiling", bytes: 32_768 });
  });

  it("on the last kilobyte a payment has it but for the ratio, and nothing else has anything of it", () => {
    const [first, , telemetry, bulk] = four(
      question({ left: { paid: 1_024, limit: 1_024, beyond: "auto-stop" }, level: "reserve-only", trickle: 0 }),
    );
    expect(first.bytes).toBe(1_013);
    expect([bytesOf(telemetry), bytesOf(bulk)]).toEqual([0, 0]);
  });

  it("telemetry and bulk get a day's worth of what is left, less what they used today", () => {
    const fresh = four(question());
    const used = four(question({ usedToday: [0, 0, 400_000, 0] }));
    const free = guarded(10 * MiB, 0.01) - 300_000 - 32_768 - 65_536;
    expect(fresh[2].bytes).toBe(Math.floor(free / 10));
    expect(used[2].bytes).toBe(Math.floor((free + 400_000) / 10) - 400_000);
    const spent = four(question({ usedToday: [0, 0, 3_000_000, 0] }))[2];
    expect(spent).toMatchObject({ kind: "lease", bytes: 0, deferUntil: TOMORROW, reason: { code: "budget" } });
  });

  it("at conserve telemetry is slowed and halved, and bulk waits for the cheap hours or, without any, for the cycle's end", () => {
    const [, , telemetry, bulk] = four(question({ level: "conserve" }));
    const normal = four(question())[2];
    expect(telemetry).toMatchObject({ rate: 4_096, bytes: Math.floor(Number(normal.bytes) / 2) });
    expect(bulk).toMatchObject({ kind: "held", deferUntil: CYCLE_END, reason: { code: "level" } });
    const waits = four(question({ level: "conserve", window: { open: false, turns: NIGHT } }))[3];
    expect(waits).toMatchObject({ kind: "held", deferUntil: NIGHT, reason: { code: "window" } });
    const open = four(question({ level: "conserve", window: { open: true, turns: NIGHT } }))[3];
    expect(open).toMatchObject({ kind: "lease" });
    expect(four(question({ level: "essential", window: { open: true, turns: NIGHT } }))[3].kind).toBe("held");
  });
});

describe("a class that a person set", () => {
  it("is held although the level would let it, and gets what the level holds, by so many bytes", () => {
    const held = hand({ class: "telemetry", held: true, aim: "tighten" });
    expect(four(question({ byHand: [held] }))[2]).toMatchObject({ kind: "held", reason: { code: "override" } });
    const opened = question({ level: "essential", byHand: [hand({ bytes: 1_000_000, used: 400_000 })] });
    expect(four(opened)[3]).toMatchObject({ kind: "lease", bytes: 600_000, reason: { code: "override" } });
    expect(four(opened)[3].reason.text).toBe("li has set it by hand: update tonight");
  });

  it("never takes of the reserve unless that was named, and never what is not there", () => {
    const left = { paid: 200_000, limit: 200_000, beyond: "auto-stop" as const };
    const wants = { bytes: 10 * MiB };
    expect(four(question({ left, byHand: [hand(wants)] }))[3].bytes).toBe(0);
    expect(four(question({ left, byHand: [hand(wants)] }))[3].reason).toMatchObject({
      code: "reserve",
      text: expect.stringContaining("no more is left beside what is kept for management and payment"),
    });
    expect(four(question({ left, byHand: [hand({ ...wants, opensReserve: true })] }))[3].bytes).toBe(198_000 - 65_536);
  });

  it("that loosens leaves a class no less than it has by itself, and one that tightens no more", () => {
    const own = four(question())[3].bytes;
    expect(four(question({ byHand: [hand({ bytes: 1_000 })] }))[3].bytes).toBe(own);
    expect(four(question({ byHand: [hand({ bytes: 1_000, aim: "tighten" })] }))[3].bytes).toBe(1_000);
    expect(four(question({ level: "essential", byHand: [hand({ bytes: 9, aim: "tighten" })] }))[3].kind).toBe("held");
  });

  it("has no effect while its word is idle, and none where nothing can pass", () => {
    expect(four(question({ level: "essential", byHand: [hand({ idle: "clock" })] }))[3].kind).toBe("held");
    expect(four(question({ level: "offline", byHand: [hand()] }))[3].kind).toBe("held");
  });
});

const amount = fc.oneof(fc.nat(2_000), fc.nat(5 * MiB), fc.nat(200_000 * MiB), fc.constantFrom(0, 1, 65_535, 65_537));
const anyHand = fc.record({
  class: fc.constantFrom(...CLASSES.pos),
  held: fc.boolean(),
  aim: fc.constantFrom("loosen" as const, "tighten" as const),
  bytes: fc.option(amount, { nil: undefined }),
  used: amount,
  opensReserve: fc.boolean(),
});
const anyQuestion = fc
  .record({
    level: fc.constantFrom(...LEVELS),
    paid: amount,
    more: amount,
    known: fc.constantFrom("both" as const, "paid" as const, "limit" as const),
    ratio: fc.double({ min: 0, max: 0.1, noNaN: true }),
    inFlight: amount,
    reserve: amount,
    trickle: amount,
    usedToday: fc.tuple(amount, amount, amount, amount),
    daysLeft: fc.double({ min: 1, max: 400, noNaN: true }),
    open: fc.option(fc.boolean(), { nil: undefined }),
    hands: fc.array(anyHand, { maxLength: 3 }),
  })
  .map(({ paid, more, known, ratio, inFlight, open, hands, ...rest }) =>
    question({
      ...rest,
      guard: { ratio, inFlight },
      left: {
        ...(known === "limit" ? {} : { paid }),
        ...(known === "paid" ? {} : { limit: paid + more }),
        beyond: "auto-stop",
      },
      window: open === undefined ? undefined : { open, turns: NIGHT },
      byHand: hands.map(({ bytes, ...one }) => hand(bytes === undefined ? one : { ...one, bytes })),
    }),
  );

describe("whatever the plan, the level and the words of persons", () => {
  it("leases, the reserve, the trickle and the guard are never more than what is left of the plan, or nothing is leased", () => {
    fc.assert(
      fc.property(anyQuestion, (asked) => {
        const [, , telemetry, bulk] = four(asked);
        const leased = bytesOf(telemetry) + bytesOf(bulk);
        if (leased === 0 || asked.byHand?.some(({ opensReserve }) => opensReserve) === true) return;
        const paid = asked.left?.paid ?? asked.left?.limit ?? 0;
        const guard = paid - guarded(paid, asked.guard.ratio) + asked.guard.inFlight;
        expect(leased + asked.reserve + asked.trickle + guard).toBeLessThanOrEqual(paid);
      }),
      { numRuns: 5_000 },
    );
  });

  it("rank 1's ceiling and the leases are never more than what is left to the limit, and management never has more than rank 1", () => {
    fc.assert(
      fc.property(anyQuestion, (asked) => {
        const [first, management, telemetry, bulk] = four(asked);
        const { limit } = asked.left ?? {};
        for (const { bytes = 0 } of [first, management, telemetry, bulk])
          expect(Number.isSafeInteger(bytes) && bytes >= 0).toBe(true);
        if (limit === undefined) return;
        expect(first.kind).not.toBe("open");
        const guard = limit - guarded(limit, asked.guard.ratio);
        const own = asked.level !== "offline" && asked.byHand?.some((one) => one.class === "payment") !== true;
        expect(bytesOf(first) + bytesOf(telemetry) + bytesOf(bulk) + guard).toBeLessThanOrEqual(limit);
        expect(!own || bytesOf(management) <= bytesOf(first)).toBe(true);
      }),
      { numRuns: 5_000 },
    );
  });

  it("what is left when everything else is used up is the reserve, as far as there was any", () => {
    fc.assert(
      fc.property(anyQuestion, (asked) => {
        if ((asked.byHand?.length ?? 0) > 0 || asked.left?.limit === undefined || asked.level === "offline") return;
        const [first, management] = four(asked);
        const paid = asked.left.paid ?? asked.left.limit;
        const kept = Math.min(asked.reserve, Math.max(0, guarded(paid, asked.guard.ratio) - asked.trickle));
        expect(bytesOf(first) - bytesOf(management)).toBeGreaterThanOrEqual(
          Math.min(kept, Math.max(0, bytesOf(first) - asked.trickle)),
        );
      }),
      { numRuns: 5_000 },
    );
  });
});
