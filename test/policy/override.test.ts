import { describe, expect, it } from "vitest";
import { Hours } from "../../src/base/duration.ts";
import { WallMs } from "../../src/base/instant.ts";
import { NO_SUSPICION, type Suspicion } from "../../src/diagnosis/suspicion.ts";
import { cycleAt } from "../../src/plan/cycle.ts";
import type { PoolReach } from "../../src/plan/pool-reach.ts";
import { standing } from "../../src/plan/standing.ts";
import { decide } from "../../src/policy/decide.ts";
import type { Level } from "../../src/policy/level.ts";
import { isOver, type Override } from "../../src/policy/override.ts";

const CYCLE = cycleAt(WallMs(Date.UTC(2026, 10, 22)), { every: "month", day: 1, zone: "Asia/Shanghai" });
const PLAN = { quota: 1_000_000n, thresholds: [50, 80, 95, 100], conserve: 80, essential: 95 };
const SUSPECTED: Suspicion = { held: true, confidence: 0.9, evidence: [] };

const override = (level: Level, aim: Override["aim"], more: Partial<Override> = {}): Override => ({
  level,
  aim,
  since: WallMs(0),
  until: WallMs(Date.UTC(2026, 10, 25)),
  by: "li",
  reason: "inventory night",
  opensReserve: false,
  ...more,
});
const at = (bytes: bigint, set: Override | undefined, more: Partial<Parameters<typeof decide>[0]> = {}) =>
  decide({
    standing: standing(PLAN, bytes, CYCLE),
    suspicion: NO_SUSPICION,
    service: { data: "up" },
    override: set,
    ...more,
  });

describe("a level that a person set", () => {
  it("that tightens is the least that holds, ends at its time, and says who and why", () => {
    const rest = override("offline", "tighten");
    expect(at(0n, rest)).toMatchObject({
      level: "offline",
      reasons: [{ code: "override", text: "li has set it by hand: inventory night" }],
      until: rest.until,
      override: { by: "li" },
    });
    expect(at(0n, rest).override?.idle).toBeUndefined();
  });

  it("that tightens never softens what the agent finds itself", () => {
    expect(at(0n, override("essential", "tighten"), { suspicion: SUSPECTED }).level).toBe("reserve-only");
    expect(at(990_000n, override("conserve", "tighten")).level).toBe("essential");
  });

  it("that loosens takes the place of what is stricter, and of nothing that is not", () => {
    expect(at(960_000n, override("normal", "loosen"))).toMatchObject({
      level: "normal",
      reasons: [{ code: "override" }],
    });
    expect(at(0n, override("normal", "loosen"), { suspicion: SUSPECTED }).level).toBe("normal");
    // A new cycle has come: nothing is stricter than what was set, so nothing is set.
    expect(at(0n, override("conserve", "loosen"))).toMatchObject({ level: "normal", reasons: [{ code: "plan-ok" }] });
  });

  it("leaves the reserve to rank 1 unless it is told to open it", () => {
    expect(at(1_000_000n, override("normal", "loosen"))).toMatchObject({
      level: "reserve-only",
      reasons: [{ code: "over-limit" }],
      override: { level: "normal", idle: "reserve" },
    });
    expect(at(1_000_000n, override("normal", "loosen", { opensReserve: true }))).toMatchObject({ level: "normal" });
  });

  it("leaves it so too where the pool of the card is used up, and lifts what the pool asks for before", () => {
    const known = {
      balance: 0n,
      told: 9n,
      used: 9n,
      at: WallMs(0),
      age: Hours(1),
      until: WallMs(Date.UTC(2026, 10, 24)),
    };
    const pool = (line: PoolReach["line"]) => ({ pool: { line, ...known } });
    expect(at(0n, override("normal", "loosen"), pool("limit"))).toMatchObject({
      level: "reserve-only",
      reasons: [{ code: "pool-used-up" }],
      override: { idle: "reserve" },
    });
    expect(at(0n, override("normal", "loosen", { opensReserve: true }), pool("limit")).level).toBe("normal");
    expect(at(0n, override("normal", "loosen"), pool("essential")).level).toBe("normal");
  });

  it("lifts nothing where nothing can pass, and says so", () => {
    const denied = { service: { data: "down", why: "denied", text: "registration denied" } } as const;
    expect(at(0n, override("normal", "loosen", { opensReserve: true }), denied)).toMatchObject({
      level: "offline",
      override: { idle: "service" },
    });
  });

  it("loosens nothing while the time is not known; what tightens holds on", () => {
    const unknown = { clockTrusted: false };
    expect(at(960_000n, override("normal", "loosen"), unknown)).toMatchObject({
      level: "essential",
      override: { idle: "clock" },
    });
    expect(at(0n, override("offline", "tighten"), unknown).level).toBe("offline");
  });

  it("is over at its time, by a clock that is known, and not before", () => {
    const set = override("offline", "tighten");
    expect(isOver(set, WallMs(set.until - 1), true)).toBe(false);
    expect(isOver(set, set.until, true)).toBe(true);
    expect(isOver(set, WallMs(set.until + 1), false)).toBe(false);
  });
});
