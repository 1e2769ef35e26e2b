import { describe, expect, it } from "vitest";
import { Minutes } from "../../src/base/duration.ts";
import { WallMs } from "../../src/base/instant.ts";
import { confidenceOf, EVIDENCE, type EvidenceKind } from "../../src/diagnosis/evidence.ts";
import { MonoMs } from "../../src/base/instant.ts";
import { NO_SUSPICION, type Suspicion } from "../../src/diagnosis/suspicion.ts";
import type { Service } from "../../src/modem/modem.ts";
import { cycleAt } from "../../src/plan/cycle.ts";
import type { PoolReach } from "../../src/plan/pool-reach.ts";
import { standing } from "../../src/plan/standing.ts";
import { decide } from "../../src/policy/decide.ts";

const CYCLE = cycleAt(WallMs(Date.UTC(2026, 10, 22)), { every: "month", day: 1, zone: "Asia/Shanghai" });
const PLAN = { quota: 1_000_000n, thresholds: [50, 80, 95, 100], conserve: 80, essential: 95 };
const UP: Service = { data: "up" };

const used = (bytes: bigint) => standing(PLAN, bytes, CYCLE);

function suspicion(...kinds: readonly EvidenceKind[]): Suspicion {
  const evidence = kinds.map((kind) => ({
    kind,
    at: WallMs(0),
    mono: MonoMs(0),
    weight: EVIDENCE[kind].weight,
    text: kind,
  }));
  return { held: kinds.length > 0, confidence: confidenceOf(evidence), evidence };
}

describe("the level follows from the plan, the suspicion and the service", () => {
  it.each([
    [0n, "normal", "plan-ok"],
    [799_999n, "normal", "plan-ok"],
    [800_000n, "conserve", "conserve-share"],
    [950_000n, "essential", "essential-share"],
    [999_999n, "essential", "essential-share"],
    [1_000_000n, "reserve-only", "over-limit"],
    [2_000_000n, "reserve-only", "over-limit"],
  ] as const)("%i bytes of a million used is %s", (bytes, level, code) => {
    const decision = decide({ standing: used(bytes), suspicion: NO_SUSPICION, service: UP });
    expect(decision).toMatchObject({ level, enforced: "no" });
    expect(decision.reasons.map((reason) => reason.code)).toEqual([code]);
  });

  it("what only the plan asks for ends with the cycle", () => {
    expect(decide({ standing: used(900_000n), suspicion: NO_SUSPICION, service: UP }).until).toBe(CYCLE.to);
    expect(decide({ standing: used(0n), suspicion: suspicion("network-detach"), service: UP }).until).toBeUndefined();
  });

  it("two reasons for the same level are both named, and then nothing ends it by itself", () => {
    const decision = decide({ standing: used(1_000_000n), suspicion: suspicion("network-detach"), service: UP });
    expect(decision.reasons.map((reason) => reason.code)).toEqual(["over-limit", "suspected-suspension"]);
    expect(decision.until).toBeUndefined();
  });

  it.each([
    [["registration-lost"], "essential"],
    [["over-limit"], "essential"],
    [["context-lost"], "reserve-only"],
    [["network-detach"], "reserve-only"],
  ] as const)("a suspicion by %j is %s", (kinds, level) => {
    expect(decide({ standing: used(0n), suspicion: suspicion(...kinds), service: UP }).level).toBe(level);
  });

  it("a denied registration and a missing SIM are offline; poor coverage is not", () => {
    const denied: Service = { data: "down", why: "denied", text: "denied" };
    const lost: Service = { data: "down", why: "not-registered", text: "searching" };
    const none: Service = { data: "down", why: "sim", text: "no SIM" };
    const level = (service: Service) => decide({ standing: used(0n), suspicion: NO_SUSPICION, service }).level;
    expect([level(denied), level(none), level(lost)]).toEqual(["offline", "offline", "normal"]);
  });

  it("without a quota nothing is held back", () => {
    const { quota: _none, ...countOnly } = PLAN;
    const decision = decide({ standing: standing(countOnly, 10n ** 12n, CYCLE), suspicion: NO_SUSPICION, service: UP });
    expect(decision).toMatchObject({ level: "normal", reasons: [{ code: "no-plan" }] });
  });

  const pool = (line: PoolReach["line"], balance: bigint): PoolReach => {
    const until = WallMs(Date.UTC(2026, 10, 24));
    return {
      line,
      name: "cm-07",
      balance,
      told: 500_000n,
      used: balance === 0n ? 900_000n : 500_000n - balance,
      at: WallMs(Date.UTC(2026, 10, 22)),
      age: Minutes(200),
      until,
    };
  };

  it.each([
    ["conserve", 180_000n, "conserve", "pool-conserve-share"],
    ["essential", 40_000n, "essential", "pool-essential-share"],
    ["limit", 0n, "reserve-only", "pool-used-up"],
  ] as const)(
    "a pool at its %s line holds the card back although it has used nothing of its share",
    (line, left, level, code) => {
      const decision = decide({ standing: used(0n), pool: pool(line, left), suspicion: NO_SUSPICION, service: UP });
      expect(decision).toMatchObject({ level, reasons: [{ code }], until: Date.UTC(2026, 10, 24) });
      expect(decision.reasons[0]?.text).toContain(
        `the pool cm-07 was told to hold 500000 bytes for all its cards as of 2026-11-22T00:00:00.000Z (3 h ago), and this card has used ${left === 0n ? 900_000n : 500_000n - left} since`,
      );
    },
  );

  it("a pool that is known to hold more lifts the end of the own share, and then the pool's own lines count", () => {
    const input = { suspicion: NO_SUSPICION, service: UP };
    const pooled = {
      ...used(1_000_000n),
      overLimit: false,
      essentialReached: false,
      conserveReached: false,
      pooled: true as const,
    };
    const decision = decide({ ...input, standing: pooled });
    expect(decision).toMatchObject({ level: "normal", reasons: [{ code: "plan-ok" }] });
    expect(decision.reasons[0]?.text).toContain("100.00 % of the quota is used, and the pool");
    expect(decide({ ...input, standing: pooled, pool: pool("essential", 40_000n) })).toMatchObject({
      level: "essential",
      reasons: [{ code: "pool-essential-share" }],
    });
  });

  it("the own share that is nearer its end is what counts, and where both are used up both are named until the later end", () => {
    const input = { suspicion: NO_SUSPICION, service: UP };
    const own = decide({ ...input, standing: used(950_000n), pool: pool("conserve", 1n) });
    expect(own).toMatchObject({ level: "essential", reasons: [{ code: "essential-share" }] });
    const both = decide({ ...input, standing: used(1_000_000n), pool: pool("limit", 0n) });
    expect(both.reasons.map(({ code }) => code)).toEqual(["over-limit", "pool-used-up"]);
    expect(both.until).toBe(CYCLE.to);
  });
});
