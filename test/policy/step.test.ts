import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Days, Hours, Minutes } from "../../src/base/duration.ts";
import { WallMs } from "../../src/base/instant.ts";
import type { Suspicion } from "../../src/diagnosis/suspicion.ts";
import type { DataPlan } from "../../src/plan/data-plan.ts";
import { openBooks } from "../../src/plan/rating/books.ts";
import type { Allowance } from "../../src/policy/allowance.ts";
import type { Decision } from "../../src/policy/decision.ts";
import { isStricter } from "../../src/policy/level.ts";
import type { Override } from "../../src/policy/override.ts";
import { unitLearned } from "../../src/policy/reserve.ts";
import { guarded } from "../../src/policy/share-out.ts";
import { BEGIN, MiB, outlook, PolicyBench, stopPlan } from "../support/policy-bench.ts";

const codes = ({ reasons }: Decision): readonly string[] => reasons.map(({ code }) => code);
const SUSPECTED: Suspicion = { held: true, confidence: 0.9, evidence: [] };

describe("a level by share", () => {
  it("goes up line by line, ends in the reserve before the limit, and says the numbers", () => {
    const bench = new PolicyBench();
    const levels = [0, 16, 3.1, 0.65, 0.3].map((part) => {
      bench.use(part * MiB);
      const { level, reasons } = bench.decide();
      return [level, reasons[0]?.code];
    });
    expect(levels).toEqual([
      ["normal", "plan-ok"],
      ["conserve", "conserve-share"],
      ["essential", "essential-share"],
      ["reserve-only", "reserve-reached"],
      ["reserve-only", "over-limit"],
    ]);
    expect(new PolicyBench(stopPlan(MiB)).decide().reserve).toMatchObject({ bytes: 26_214, units: 50 });
  });

  it("does not fall back within the cycle when the figure is corrected downwards, over reboots too", () => {
    const bench = new PolicyBench();
    bench.use(17 * MiB);
    expect(bench.decide().level).toBe("conserve");
    bench.books = openBooks(stopPlan(), bench.now.wall);
    bench.use(MiB);
    expect(bench.decide()).toMatchObject({ level: "conserve", until: bench.books.cycle.to });
    expect(bench.decide().reasons[0]?.text).toContain("conserve was reached in this cycle and holds to its end");
    bench.reboot();
    expect(bench.decide().level).toBe("conserve");
  });

  it("falls back when more was bought, when another plan holds, and with the next cycle", () => {
    for (const change of [
      (bench: PolicyBench) => void (bench.books = openBooks(stopPlan(40 * MiB), bench.now.wall)),
      (bench: PolicyBench) => void (bench.books = openBooks({ ...stopPlan(), name: "other" }, bench.now.wall)),
      (bench: PolicyBench) => {
        bench.pass(Days(30));
        bench.books = openBooks(stopPlan(), bench.now.wall);
      },
    ]) {
      const bench = new PolicyBench();
      bench.use(17 * MiB);
      expect(bench.decide().level).toBe("conserve");
      change(bench);
      expect(bench.decide().level).toBe("normal");
    }
  });

  it("holds again where the clock leads back into the cycle in which it was entered", () => {
    const bench = new PolicyBench();
    bench.use(19.5 * MiB);
    expect(bench.decide().level).toBe("essential");
    const then = bench.now;
    bench.pass(Days(30));
    bench.books = openBooks(stopPlan(), bench.now.wall);
    expect(bench.decide().level).toBe("normal");
    bench.now = { ...bench.now, wall: then.wall };
    bench.books = openBooks(stopPlan(), bench.now.wall);
    expect(bench.decide().level).toBe("essential");
  });

  it("that a card's cancellation asked for goes with the word that takes it back", () => {
    const bench = new PolicyBench();
    bench.books = { ...bench.books, cancelled: true };
    expect(bench.decide().level).toBe("reserve-only");
    bench.books = { ...bench.books, cancelled: false };
    expect(bench.decide().level).toBe("normal");
  });
});

describe("a level by pace", () => {
  const fast = outlook(15 * MiB, 22 * MiB, 30 * MiB, 10 * MiB);
  const slower = outlook(5 * MiB, 9 * MiB, 12 * MiB, 10 * MiB);
  const beside = (): PolicyBench => {
    const bench = new PolicyBench();
    bench.now = { ...bench.now, wall: WallMs(BEGIN + Days(12)) };
    bench.use(10 * MiB);
    return bench;
  };

  it("is entered at once, told with its range, and left after its dwell at the earliest", () => {
    const bench = beside();
    expect(bench.decide({ outlook: fast })).toMatchObject({ level: "essential", until: bench.books.cycle.to });
    expect(bench.decide({ outlook: fast }).reasons[0]?.text).toContain(
      "50.00 % of the quota is used after 40.00 % of the cycle; 23068672 bytes more are likely",
    );
    bench.pass(Minutes(30));
    const held = bench.decide({ outlook: slower });
    expect(held).toMatchObject({ level: "essential", until: bench.now.wall + Minutes(30) });
    expect(held.reviewAt).toBe(bench.now.wall + Minutes(30));
    bench.pass(Minutes(30));
    expect(bench.decide({ outlook: slower })).toMatchObject({ level: "normal", before: "essential" });
  });

  it("that dwells is neither forgotten nor begun anew by a reboot, and a clock that went back lengthens nothing", () => {
    const bench = beside();
    bench.decide({ outlook: fast });
    bench.pass(Minutes(50));
    bench.reboot();
    expect(bench.decide({ outlook: slower }).level).toBe("essential");
    bench.pass(Minutes(10));
    expect(bench.decide({ outlook: slower }).level).toBe("normal");

    const back = beside();
    back.decide({ outlook: fast });
    back.now = { ...back.now, wall: WallMs(BEGIN + Hours(2)) };
    back.pass(Minutes(59));
    expect(back.decide({ outlook: undefined }).level).toBe("essential");
    back.pass(Minutes(1));
    expect(back.decide({ outlook: undefined }).level).toBe("normal");
  });

  it("asks for nothing while the time is not known", () => {
    const bench = beside();
    bench.now = { ...bench.now, trusted: false };
    expect(bench.decide({ outlook: fast }).level).toBe("normal");
  });
});

describe("a level by money", () => {
  const told = (bench: PolicyBench, money: bigint): void => {
    bench.books = { ...bench.books, told: { account: { money, at: bench.now.wall } } };
  };

  it("is entered where the account holds nothing although data is left, says so, and ends with the next word of it", () => {
    const bench = new PolicyBench();
    told(bench, 0n);
    expect(bench.decide()).toMatchObject({
      level: "essential",
      reasons: [{ code: "money-essential-share", text: "the account was told to hold 0.00: only what is essential" }],
      until: bench.now.wall + Days(31),
    });
    expect(bench.decide().allowances.map(({ kind }) => kind)).toEqual(["ceiling", "ceiling", "held", "held"]);
    told(bench, 35_000_000n);
    expect(bench.decide().level).toBe("normal");
  });

  it("makes bulk wait where what data cost beyond the plan comes near what the account held", () => {
    const yuan = 1_000_000n;
    const tiers = [{ from: 0n, price: yuan, per: BigInt(MiB) }];
    const tariff = { kind: "tariff", tiers, unit: 1_024n, rounded: "cycle", step: 1n, stepRounding: "down" } as const;
    const bench = new PolicyBench(stopPlan(20 * MiB, tariff));
    const bytes = BigInt(40 * MiB);
    bench.books = { ...bench.books, beyond: { bytes, bySession: bytes } };
    told(bench, 50n * yuan);
    expect(bench.decide()).toMatchObject({ level: "conserve", reasons: [{ code: "money-conserve-share" }] });
    expect(bench.decide().reasons[0]?.text).toContain("to hold 50.00, and data beyond the plan has cost 40.00");
  });

  it("asks for nothing while the time is not known", () => {
    const bench = new PolicyBench();
    told(bench, 0n);
    bench.now = { ...bench.now, trusted: false };
    expect(bench.decide().level).toBe("normal");
  });
});

describe("a level that was decided", () => {
  it("tells since when it holds and what held before, over a reboot", () => {
    const bench = new PolicyBench();
    bench.decide();
    bench.pass(Hours(1));
    bench.use(17 * MiB);
    const at = bench.now.wall;
    expect(bench.decide()).toMatchObject({ since: at, before: "normal", enforced: "no" });
    bench.pass(Hours(1));
    bench.reboot();
    expect(bench.decide()).toMatchObject({ level: "conserve", since: at, before: "normal" });
  });

  it("by a suspicion is left as soon as that is gone: the network's own proof needs no dwell", () => {
    const bench = new PolicyBench();
    expect(bench.decide({ suspicion: SUSPECTED }).level).toBe("reserve-only");
    expect(bench.decide().level).toBe("normal");
  });

  it("is the strictest of all that is asked for, and a person's word works as ever", () => {
    const bench = new PolicyBench();
    bench.use(17 * MiB);
    const override: Override = {
      level: "normal",
      aim: "loosen",
      since: bench.now.wall,
      until: WallMs(bench.now.wall + Hours(2)),
      by: "li",
      reason: "inventory",
      opensReserve: false,
    };
    expect(codes(bench.decide({ suspicion: SUSPECTED }))).toEqual(["suspected-suspension"]);
    expect(bench.decide({ override }).level).toBe("normal");
    bench.use(2.75 * MiB);
    expect(bench.decide({ override })).toMatchObject({ level: "reserve-only", override: { idle: "reserve" } });
    const opened = bench.decide({ override: { ...override, opensReserve: true } });
    expect(opened.level).toBe("normal");
    expect(opened.allowances.map(({ kind }) => kind)).toEqual(["ceiling", "ceiling", "lease", "lease"]);
    expect(bench.decide().level).toBe("reserve-only");
  });

  it("by a person who opens the reserve goes beyond the owner's own limit, and never beyond the carrier's", () => {
    const used = (overage: DataPlan["overage"], opensReserve: boolean): Decision => {
      const bench = new PolicyBench(stopPlan(20 * MiB, overage), { beyondQuota: "stop" });
      bench.use(20 * MiB);
      const until = WallMs(bench.now.wall + Hours(1));
      const hand = { since: bench.now.wall, until, by: "li", reason: "sale", opensReserve };
      return bench.decide({ override: { level: "normal", aim: "loosen", ...hand } });
    };
    const first = ({ allowances: [payment] }: Decision) => [payment?.kind, payment?.bytes];
    expect(first(used({ kind: "unknown" }, true))).toEqual(["open", undefined]);
    expect(first(used({ kind: "unknown" }, false))).toEqual(["ceiling", 0]);
    expect(first(used({ kind: "auto-stop" }, true))).toEqual(["ceiling", 0]);
  });
});

describe("the reserve", () => {
  it("is learned from what units take, within bounds that a lying client does not leave", () => {
    const bench = new PolicyBench(stopPlan(1_000 * MiB));
    expect(bench.decide().reserve).toMatchObject({ bytes: 50 * 6_144, unitBytes: 6_144, measured: 0 });
    const learned = (bytes: number, times: number): number | undefined => {
      for (let n = 0; n < times; n += 1) bench.state = { ...bench.state, units: unitLearned(bench.state.units, bytes) };
      return bench.decide().reserve?.unitBytes;
    };
    expect(learned(9_000, 7)).toBe(6_144);
    expect(learned(9_000, 1)).toBe(9_000);
    // One of twenty may be an outlier.
    expect(learned(80_000, 1)).toBe(4 * 6_144);
    expect(learned(9_000, 40)).toBe(9_000);
    expect(learned(4_000_000_000, 64)).toBe(4 * 6_144);
    expect(learned(1, 64)).toBe(6_144 / 4);
  });
});

/** What a kernel would do with these allowances, and nobody there to renew them. */
class Limits {
  readonly left: number[];

  constructor(allowances: readonly Allowance[]) {
    this.left = allowances.map(({ kind, bytes = 0 }) => (kind === "open" ? Infinity : kind === "held" ? 0 : bytes));
  }

  /** What passes of what is sent; management's bytes count against rank 1's ceiling too. */
  send(rank: 0 | 1 | 2 | 3, bytes: number): number {
    const charged = rank === 1 ? [0, 1] : [rank];
    const passes = Math.floor(Math.min(bytes, ...charged.map((one) => this.left[one] ?? 0)));
    for (const one of charged) this.left[one] = (this.left[one] ?? 0) - passes;
    return passes;
  }
}

describe("over a cycle of any traffic, reviews, reboots and clocks", () => {
  const event = fc.oneof(
    {
      weight: 8,
      arbitrary: fc.record({ kind: fc.constant("send" as const), rank: fc.nat(3), bytes: fc.nat(3 * MiB) }),
    },
    { weight: 4, arbitrary: fc.constant({ kind: "review" as const }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant("pass" as const), minutes: fc.nat(3_000) }) },
    { weight: 1, arbitrary: fc.constantFrom({ kind: "reboot" as const }, { kind: "suspect" as const }) },
  );

  it("what passes is never more than the plan, and payments always pass up to the reserve", () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 60 }), fc.integer({ min: 1, max: 60 }), (events, mebibytes) => {
        const quota = mebibytes * MiB;
        const bench = new PolicyBench(stopPlan(quota));
        const spent: [number, number, number, number] = [0, 0, 0, 0];
        let [used, suspected] = [0, false];
        let limits = new Limits(bench.decide().allowances);
        const send = (rank: 0 | 1 | 2 | 3, bytes: number): void => {
          const passes = limits.send(rank, bytes);
          spent[rank] += passes;
          used += passes;
          bench.use(passes);
        };
        const review = (): Decision => {
          const decision = bench.decide({ spent: [...spent], ...(suspected ? { suspicion: SUSPECTED } : {}) });
          limits = new Limits(decision.allowances);
          return decision;
        };
        for (const one of events) {
          // The cycle's end would bring a quota anew.
          if (one.kind === "pass" && bench.now.wall + Minutes(one.minutes) < bench.books.cycle.to - Hours(1))
            bench.pass(Minutes(one.minutes));
          if (one.kind === "review") review();
          if (one.kind === "suspect") suspected = !suspected;
          if (one.kind === "reboot") {
            bench.reboot();
            spent.fill(0);
            review();
          }
          if (one.kind === "send") send(([0, 1, 2, 3] as const)[one.rank] ?? 0, one.bytes);
          expect(used).toBeLessThanOrEqual(quota);
        }
        const { reserve, guard } = review();
        const left = guarded(quota - used, guard.ratio);
        for (const rank of [3, 2, 1] as const) send(rank, 100 * MiB);
        const others = used;
        send(0, 100 * MiB);
        expect(used).toBeLessThanOrEqual(quota);
        const kept = Math.min(reserve?.bytes ?? 0, left) - bench.rules.trickle;
        expect(used - others).toBeGreaterThanOrEqual(kept);
      }),
      { numRuns: 600 },
    );
  });

  it("a level by share never gets looser within a cycle of one plan, whatever is used or corrected", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(30 * MiB), { minLength: 2, maxLength: 30 }), (totals) => {
        const bench = new PolicyBench();
        let last: Decision["level"] = "normal";
        for (const total of totals) {
          bench.books = openBooks(stopPlan(), bench.now.wall);
          bench.use(total);
          if (total % 3 === 0) bench.reboot();
          const { level } = bench.decide();
          expect(isStricter(last, level)).toBe(false);
          last = level;
        }
      }),
      { numRuns: 200 },
    );
  });
});
