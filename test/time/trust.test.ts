import { describe, expect, test } from "vitest";
import { Days, Hours, Millis, Minutes, Seconds } from "../../src/base/duration.ts";
import { MonoMs, WallMs } from "../../src/base/instant.ts";
import { cycleAt } from "../../src/plan/cycle.ts";
import { instantOfStamp } from "../../src/time/settle.ts";
import { BUILT, Device, NOW, THREE_YEARS, after, synchronised } from "../support/trusting-device.ts";

describe("a device that boots in 1970", () => {
  test("knows no time, says so once, and knows it all back to its start once the clock was set", async () => {
    const device = new Device(5_000);
    const stamp = { bootId: "b", mono: device.clock.monoMs() };
    expect(device.look()).toEqual([{ kind: "distrusted", why: "before-floor" }]);
    await after(device, Minutes(1));
    expect(device.look()).toEqual([]);
    expect(instantOfStamp(stamp, device.state, "b")).toBeUndefined();
    await after(device, Minutes(1));
    device.synchronise(NOW);
    await after(device, Seconds(3));
    expect(device.look()).toMatchObject([
      { kind: "jumped" },
      { kind: "trusted", source: "clock-sync", instant: NOW + 3_000, movedBy: 0 },
    ]);
    expect(instantOfStamp(stamp, device.state, "b")).toBe(NOW - Minutes(2));
  });

  test("is not believed even when the setting vouches for its clock", () => {
    const device = new Device(5_000, { trustSystem: true });
    expect(device.look()).toEqual([{ kind: "distrusted", why: "before-floor" }]);
    expect(device.trusted).toBeUndefined();
  });
});

describe("a plausible clock that is 40 days old", () => {
  test("is not believed, and NITZ says what time it is", async () => {
    const device = new Device(NOW - Days(15));
    expect(device.look()).toEqual([{ kind: "distrusted", why: "unproved" }]);
    await after(device, Minutes(1));
    device.network(NOW - Seconds(30));
    await after(device, Seconds(30));
    expect(device.network(NOW)).toEqual([{ kind: "trusted", source: "network", instant: NOW, movedBy: 0 }]);
    await after(device, Hours(1));
    expect(device.trusted).toBe(NOW + Hours(1));
    expect(device.systemAgrees).toBe(false);
  });

  test("that a setting vouched for is corrected by NITZ, by the 40 days", async () => {
    const device = new Device(NOW - Days(40), { trustSystem: true, built: WallMs(NOW - Days(300)) });
    expect(device.look()).toMatchObject([{ kind: "trusted", source: "setting" }]);
    await after(device, Seconds(30));
    device.network(NOW + Seconds(30));
    await after(device, Seconds(30));
    expect(device.network(NOW + Minutes(1))).toMatchObject([
      { kind: "trusted", source: "network", instant: NOW + Minutes(1), movedBy: Days(40) },
    ]);
  });

  test("is older than what the ledger holds, so that the setting's word is not enough, and a person is told", () => {
    const device = new Device(NOW - Days(40), {
      trustSystem: true,
      built: WallMs(NOW - Days(300)),
      lastBooked: WallMs(NOW - Days(1)),
    });
    expect(device.look()).toMatchObject([
      { kind: "contested", contest: { source: "setting", lastBooked: NOW - Days(1) } },
    ]);
    expect(device.trusted).toBeUndefined();
  });
});

describe("a jump of three years while the time is trusted", () => {
  test("does not move it, is told with its size, and costs a proof", async () => {
    const device = await synchronised();
    device.clock.jumpWall(NOW + Minutes(5) + THREE_YEARS);
    await after(device, Minutes(1));
    expect(device.look()).toEqual([{ kind: "jumped", by: THREE_YEARS }]);
    expect(device.trusted).toBe(NOW + Minutes(6));
    expect(device.systemAgrees).toBe(false);
    await after(device, Days(1));
    expect(device.look()).toEqual([]);
    expect(device.trusted).toBe(NOW + Minutes(6) + Days(1));
  });

  test("is undone by the next clock synchronisation", async () => {
    const device = await synchronised();
    device.clock.jumpWall(NOW + THREE_YEARS);
    await after(device, Minutes(1));
    device.look();
    device.synchronise(NOW + Minutes(6) + 300);
    expect(device.look()).toMatchObject([{ kind: "jumped" }]);
    expect(device.trusted).toBe(NOW + Minutes(6) + 300);
    expect(device.systemAgrees).toBe(true);
  });

  test("is not proved by the synchronisation that came before it, not even to an agent that begins after it", async () => {
    const device = await synchronised();
    device.clock.jumpWall(NOW + THREE_YEARS);
    const restarted = new Device(NOW);
    await after(restarted, Minutes(10));
    restarted.sync = NOW + Minutes(4);
    restarted.clock.jumpWall(NOW + THREE_YEARS);
    expect(restarted.look()).toMatchObject([
      { kind: "refused", source: "clock-sync", why: "sync-before-boot" },
      { kind: "distrusted", why: "unproved" },
    ]);
  });

  test("is proved by network time that agrees with it, whoever was believed before", async () => {
    const device = await synchronised();
    device.clock.jumpWall(NOW + Days(1));
    await after(device, Minutes(1));
    device.look();
    expect(device.network(NOW + Days(1) + Minutes(1) + Seconds(119))).toMatchObject([
      { kind: "trusted", source: "network", instant: NOW + Days(1) + Minutes(1) },
    ]);
  });

  test("is not proved by network time that agrees with the time before the jump", async () => {
    const device = await synchronised();
    device.clock.jumpWall(NOW + Days(1));
    await after(device, Minutes(1));
    device.look();
    expect(device.network(NOW + Minutes(6))).toEqual([]);
    expect(device.trusted).toBe(NOW + Minutes(6));
  });
});

describe("a jump back across the end of a cycle", () => {
  const rule = { every: "month", day: 22, zone: "Asia/Shanghai" } as const;

  test("leaves the cycle as it is", async () => {
    const device = await synchronised();
    const cycle = cycleAt(WallMs(device.trusted ?? 0), rule);
    device.clock.jumpWall(NOW - Days(2));
    await after(device, Seconds(10));
    expect(device.look()).toMatchObject([{ kind: "jumped" }]);
    expect(cycleAt(WallMs(device.trusted ?? 0), rule)).toEqual(cycle);
    expect(cycleAt(device.clock.wallMs(), rule)).not.toEqual(cycle);
  });

  test("is taken when the time service says so", async () => {
    const device = await synchronised();
    await after(device, Minutes(1));
    device.look();
    device.synchronise(NOW - Days(2));
    expect(device.look()).toMatchObject([
      { kind: "jumped" },
      { kind: "trusted", source: "clock-sync", movedBy: 0 - Days(2) - Minutes(6) },
    ]);
  });

  test("that is undone by a jump forward needs no proof", async () => {
    const device = await synchronised();
    device.clock.jumpWall(NOW - Days(2));
    device.look();
    device.clock.jumpWall(NOW + Minutes(5));
    expect(device.look()).toMatchObject([{ kind: "jumped" }]);
    expect(device.state.jumped).toBe(false);
    expect(device.systemAgrees).toBe(true);
  });
});

describe("a timer of 30 days", () => {
  test("rings after 30 days of the device's own time, whatever the wall clock did, and at the trusted instant", async () => {
    const device = await synchronised();
    let rang: number | undefined;
    device.clock.after(Days(30), () => (rang = device.trusted));
    await after(device, Days(10));
    device.clock.jumpWall(NOW + THREE_YEARS);
    device.look();
    await after(device, Millis(Days(20) - 1));
    expect(rang).toBeUndefined();
    await after(device, Millis(1));
    expect(rang).toBe(NOW + Minutes(5) + Days(30));
  });
});

describe("network time", () => {
  test.each([
    ["its default 80/01/06, read as 1980", Date.UTC(1980, 0, 6), "modem-default"],
    ["its default 80/01/06, read as 2080", Date.UTC(2080, 0, 6), "modem-default"],
    ["70/01/01", 0, "modem-default"],
    ["2000", Date.UTC(2000, 0, 1, 0, 3), "modem-default"],
    ["2004", Date.UTC(2004, 0, 1, 0, 3), "modem-default"],
    ["2015, before the program was built", Date.UTC(2015, 5, 1), "before-floor"],
    ["the second before the program was built", BUILT - 1_000, "before-floor"],
    ["21 years ahead", BUILT + Days(21 * 365.25), "too-far-ahead"],
    ["no instant at all", Number.NaN, "too-far-ahead"],
  ])("from a modem that answers %s is refused", (_, instant, why) => {
    const device = new Device(NOW);
    expect(device.network(instant)).toMatchObject([{ kind: "refused", source: "network", why }]);
    expect(device.trusted).toBeUndefined();
  });

  test("before the latest ledger entry is refused", () => {
    const device = new Device(NOW, { lastBooked: WallMs(NOW) });
    expect(device.network(NOW - Minutes(3))).toMatchObject([{ kind: "refused", why: "before-floor" }]);
    expect(device.network(NOW - Minutes(1))).toMatchObject([{ kind: "trusted" }]);
  });

  test("that says the same within two minutes does not make the time tremble", async () => {
    const device = new Device(0);
    device.network(NOW);
    await after(device, Hours(1));
    expect(device.network(NOW + Hours(1) + Seconds(119))).toEqual([]);
    expect(device.trusted).toBe(NOW + Hours(1));
  });

  test("that contradicts what it said before moves nothing until it was repeated for ten minutes", async () => {
    const device = new Device(0);
    device.network(NOW);
    await after(device, Hours(1));
    expect(device.network(NOW + Hours(1) - Seconds(121))).toMatchObject([{ kind: "refused", why: "contradicts" }]);
    expect(device.trusted).toBe(NOW + Hours(1));
    await after(device, Minutes(10));
    expect(device.network(NOW + Hours(1) + Minutes(10) - Seconds(121))).toMatchObject([{ movedBy: 0 - Seconds(121) }]);
  });

  test("of one stray line, or of a flood of different years, moves nothing", async () => {
    const device = new Device(0);
    device.network(NOW);
    for (let year = 1; year < 40; year += 1) {
      await after(device, Minutes(1));
      device.network(NOW + Days(365 * (year % 19)) + Hours(year));
    }
    expect(device.trusted).toBe(NOW + Minutes(39));
  });

  test("does not outrank a clock synchronisation", async () => {
    const device = await synchronised();
    expect(device.network(NOW + Hours(1))).toMatchObject([{ kind: "refused", why: "outranked" }]);
    expect(device.trusted).toBe(NOW + Minutes(5));
  });
});

describe("a clock synchronisation", () => {
  test("outranks network time", async () => {
    const device = new Device(NOW);
    device.network(NOW + Hours(5));
    await after(device, Minutes(1));
    device.synchronise(NOW + Minutes(1));
    expect(device.look()).toEqual([
      { kind: "trusted", source: "clock-sync", instant: NOW + Minutes(1), movedBy: Minutes(1) - Hours(5) - Minutes(1) },
    ]);
  });

  test("that is renewed every few minutes is quiet and follows the clock", async () => {
    const device = await synchronised();
    for (let minute = 6; minute < 60; minute += 1) {
      await after(device, Minutes(1));
      device.synchronise(NOW + Minutes(minute) + (minute - 5) * 100);
      expect(device.look()).toEqual([]);
    }
    expect(device.trusted).toBe(NOW + Minutes(59) + 5_400);
  });

  test("of the future, or of before the last look, proves nothing", async () => {
    const future = new Device(NOW);
    future.sync = NOW + Hours(1);
    expect(future.look()).toMatchObject([{ why: "sync-in-the-future" }, { kind: "distrusted" }]);

    const moved = new Device(NOW);
    await after(moved, Hours(5));
    moved.look();
    await after(moved, Minutes(1));
    moved.sync = moved.clock.wallMs();
    moved.clock.jumpWall(moved.sync + Hours(1));
    expect(moved.look()).toMatchObject([{ kind: "jumped" }, { why: "sync-before-last-look" }]);
    expect(moved.trusted).toBeUndefined();
  });

  test("is believed although the ledger was once stamped in the future", async () => {
    const device = await synchronised({ lastBooked: WallMs(NOW + THREE_YEARS) });
    expect(device.source).toBe("clock-sync");
  });

  test("to before the program was built is not believed", async () => {
    const device = new Device(BUILT - Days(3));
    await after(device, Minutes(5));
    device.sync = BUILT - Days(3) + Minutes(4);
    expect(device.look()).toMatchObject([{ kind: "refused", why: "before-floor" }, { kind: "distrusted" }]);
  });
});

describe("an operator's word", () => {
  test("is believed while nobody better has spoken, and can be changed", () => {
    const device = new Device(NOW - Days(9));
    expect(device.word(NOW)).toMatchObject([{ kind: "trusted", source: "operator" }]);
    expect(device.word(NOW + Hours(1))).toMatchObject([{ source: "operator", movedBy: Hours(1) }]);
    expect(device.network(NOW)).toMatchObject([{ source: "network", movedBy: 0 - Hours(1) }]);
    expect(device.word(NOW + Hours(1))).toMatchObject([{ kind: "refused", source: "operator", why: "outranked" }]);
  });

  test("cannot be before the program was built", () => {
    expect(new Device(NOW).word(BUILT - 1)).toMatchObject([{ kind: "refused", why: "before-floor" }]);
    expect(new Device(NOW).word(Number.NaN)).toMatchObject([{ kind: "refused", why: "before-floor" }]);
  });
});

describe("the setting that vouches for the system's clock", () => {
  test("vouches for its steps too: the time follows them, forward and back, and each is told once", () => {
    const device = new Device(NOW, { trustSystem: true });
    expect(device.look()).toMatchObject([{ kind: "trusted", source: "setting", instant: NOW }]);
    for (const step of [Days(3), 0 - Days(3), Hours(2)]) {
      const to = device.clock.wallMs() + step;
      device.clock.jumpWall(to);
      expect(device.look()).toEqual([{ kind: "trusted", source: "setting", instant: to, movedBy: step }]);
      expect(device.look()).toEqual([]);
      expect([device.trusted, device.state.jumped]).toEqual([to, false]);
    }
  });

  test("does not vouch for a step to before the program was built: the time held goes on until the clock is back", () => {
    const device = new Device(NOW, { trustSystem: true });
    device.look();
    device.clock.jumpWall(5_000);
    expect(device.look()).toMatchObject([{ kind: "jumped" }]);
    expect([device.trusted, device.state.jumped]).toEqual([NOW, true]);
    device.clock.jumpWall(NOW + Minutes(3));
    expect(device.look()).toMatchObject([{ kind: "trusted", movedBy: Minutes(3) }]);
    expect(device.state.jumped).toBe(false);
  });

  test("vouches for a step of after a person's word too", async () => {
    const device = new Device(NOW, { trustSystem: true });
    device.word(NOW + Hours(1));
    await after(device, Minutes(1));
    expect(device.look()).toEqual([]);
    device.clock.jumpWall(NOW + Hours(3));
    expect(device.look()).toMatchObject([{ kind: "trusted", source: "setting", movedBy: Hours(2) - Minutes(1) }]);
  });

  test("does not outrank the network at once: only one that keeps silent after the step is taken for gone", async () => {
    const device = new Device(NOW, { trustSystem: true });
    device.look();
    device.network(NOW + Hours(1));
    expect(device.source).toBe("network");
    await after(device, Minutes(1));
    device.clock.jumpWall(NOW + Hours(5) + Minutes(1));
    expect(device.look()).toMatchObject([{ kind: "jumped" }]);
    await after(device, Minutes(9));
    expect(device.look()).toEqual([]);
    await after(device, Minutes(1));
    expect(device.look()).toMatchObject([{ kind: "trusted", source: "setting", movedBy: Hours(4) }]);
  });

  test("does not outlast a network that goes on saying otherwise", async () => {
    const device = new Device(NOW, { trustSystem: true });
    device.look();
    device.network(NOW + Hours(1));
    device.clock.jumpWall(NOW + Hours(5));
    device.look();
    for (let minute = 1; minute < 40; minute += 1) {
      await after(device, Minutes(1));
      device.network(NOW + Hours(1) + Minutes(minute));
      device.look();
    }
    expect(device.source).toBe("network");
    expect(device.trusted).toBe(NOW + Hours(1) + Minutes(39));
  });
});

describe("a stamp", () => {
  test("of an earlier boot cannot be dated", async () => {
    const device = await synchronised();
    expect(instantOfStamp({ bootId: "older", mono: MonoMs(5) }, device.state, "this")).toBeUndefined();
  });

  test("of two seconds' slewing is no jump", async () => {
    const device = await synchronised();
    device.clock.jumpWall(device.clock.wallMs() + 2_000);
    expect(device.look()).toEqual([]);
  });
});
