import { describe, expect, test } from "vitest";
import { WallMs } from "../../../src/base/instant.ts";
import type { Bucket } from "../../../src/plan/bucket.ts";
import { booksWords } from "../../../src/plan/forecast/books-words.ts";
import { planForecast } from "../../../src/plan/forecast/plan-forecast.ts";
import type { Usage } from "../../../src/plan/usage.ts";
import { bucket, dataPlan } from "../../support/data-plans.ts";

const HOUR = 3_600_000;
const MB = 1_048_576n;
const at = (local: string): WallMs => WallMs(Date.parse(`${local}+08:00`));
const START = at("2026-01-01T00:00");

/** 24 MB a day, a megabyte each hour, of which every fourth goes to the acquirer. */
const usages = Array.from({ length: 24 * 90 }, (_, hour): Usage => ({
  at: WallMs(START + hour * HOUR),
  bytes: MB,
  ...(hour % 4 === 0 ? { destination: "acquirer" } : {}),
}));

function outlookOf(buckets: readonly Bucket[], asOf: string, options: Parameters<typeof dataPlan>[1] = {}) {
  const plan = dataPlan(buckets, options);
  return planForecast(plan, { usages, facts: [], asOf: at(asOf) }).books;
}

describe("the buckets of a plan", () => {
  test("run out one after the other, each in its own time, and the whole after them", () => {
    // From 1 March: 18 MB a day of anything, 6 MB a day to the acquirer, which has data of its own.
    const buckets = [
      bucket("directed", { quota: 60n * MB, scope: { destination: "acquirer" } }),
      bucket("plan", { quota: 300n * MB }),
    ];
    const { balances, beyond } = outlookOf(buckets, "2026-03-04T00:00");
    const [directed, plan] = balances;
    const near = (found: number | undefined, day: string): void =>
      expect(Math.abs((found ?? 0) - at(day))).toBeLessThan(12 * HOUR);
    // 60 MB at 6 MB a day last ten days; then the plan gives 24 MB a day: 180 MB by then, 120 MB in five days more.
    near(directed?.runOut?.likely, "2026-03-11T00:00");
    near(plan?.runOut?.likely, "2026-03-16T00:00");
    near(beyond.likely, "2026-03-16T00:00");
    expect(beyond.earliest).toBeLessThanOrEqual(beyond.likely ?? 0);
  });

  test("that nothing uses up say what dies on the last day, and who could use it", () => {
    const idle = bucket("night", { quota: 500n * MB, scope: { window: { from: 23 * 60, to: 7 * 60 } } });
    const outlook = outlookOf([idle, bucket("plan", { quota: 5_000n * MB })], "2026-03-20T00:00");
    const [night] = outlook.balances;
    // 31 nights of 8 MB are drawn.
    expect(Number((night?.ends?.rest.likely ?? 0n) / MB)).toBeGreaterThan(240);
    expect(Number((night?.ends?.rest.likely ?? 0n) / MB)).toBeLessThan(262);
    expect(night?.ends).toMatchObject({ at: at("2026-04-01T00:00"), fate: "lapsed", why: "does-not-carry" });
    const words = booksWords(outlook, 1024, "Asia/Shanghai");
    expect(words.map(({ en }) => en).join("\n")).toMatch(
      /night: probably 2\d\d.* die on 2026-04-01 00:00 .*from 23:00 to 07:00/,
    );
    expect(words.map(({ zh }) => zh).join("\n")).toMatch(/night：预计有 .* 将于 2026-04-01 00:00 作废/);
  });

  test("a carry-over that is not drawn dies, what this cycle leaves is handed on", () => {
    const carries = bucket("plan", { quota: 1_500n * MB, carries: true });
    const { balances } = outlookOf([carries], "2026-03-10T00:00", {
      carryOver: { voidedBy: [], suspension: "fee-charged" },
      readings: { withinStep: "current-first" },
    });
    const [current, carried] = balances;
    expect(current?.ends).toMatchObject({ fate: "carried-over" });
    expect(carried).toMatchObject({ carried: true, ends: { fate: "lapsed", why: "was-carried" } });
  });

  test("a SIM that is stopped now uses nothing more and hands on more where its fee is charged, else nothing", () => {
    const { ifStopped } = outlookOf([bucket("plan", { quota: 2_000n * MB, carries: true })], "2026-01-11T00:00", {
      carryOver: { voidedBy: [], suspension: "fee-charged" },
    });
    expect(Number((ifStopped.saved?.likely ?? 0n) / MB)).toBeGreaterThan(480);
    expect(ifStopped.handedOnPaid).toBe(1_760n * MB);
    expect(ifStopped.handedOnUnpaid).toBe(0n);
    expect(Number(ifStopped.handedOn / MB)).toBeLessThan(1_280);
  });

  test("of a plan without a cycle run out some day, and nothing of it is handed on", () => {
    const { balances, ifStopped } = outlookOf([bucket("once", { quota: 3_000n * MB })], "2026-03-10T00:00", {
      cycle: { every: "never", zone: "Asia/Shanghai" },
    });
    expect(Math.abs((balances[0]?.runOut?.likely ?? 0) - at("2026-05-06T00:00"))).toBeLessThan(2 * 24 * HOUR);
    expect(ifStopped).toEqual({ handedOn: 0n, handedOnPaid: 0n, handedOnUnpaid: 0n, dies: 0n });
  });
});
