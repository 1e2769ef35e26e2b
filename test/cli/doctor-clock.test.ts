import { describe, expect, test } from "vitest";
import { WallMs } from "../../src/base/instant.ts";
import { clockWords } from "../../src/cli/fact.ts";
import { type ClockSeen, clockFound } from "../../src/cli/doctor-clock.ts";

const NOW = WallMs(Date.UTC(2026, 10, 22, 1));
const seen = (parts: Partial<ClockSeen>): ClockSeen => ({
  wall: NOW,
  sync: undefined,
  trustSystem: false,
  told: undefined,
  ...parts,
});

describe("the doctor on the clock", () => {
  test("does not call it fine where the running agent refuses it, whatever vouches for it", () => {
    const told = { trusted: false, source: "none", text: "the books hold an entry of 2031-04-11T01:00:00.000Z, but" };
    for (const parts of [{ trustSystem: true }, { sync: NOW }]) {
      expect(clockFound(seen({ ...parts, told }))).toMatchObject({
        verdict: "fault",
        found: {
          en: expect.stringMatching(/the books hold an entry of 2031-04-11/),
          zh: expect.stringContaining("账本"),
        },
        remedy: {
          en: expect.stringMatching(/cellward fact clock-right --by/),
          zh: expect.stringContaining("cellward fact clock-right --by 姓名"),
        },
      });
    }
    expect(clockFound(seen({ trustSystem: true, told: { trusted: false, source: "none" } })).verdict).toBe("note");
  });

  test("tells of a jump that the agent does not follow", () => {
    const told = { trusted: true, source: "network", text: "the system clock jumped and is not believed" };
    expect(clockFound(seen({ told }))).toMatchObject({
      verdict: "note",
      found: { en: expect.stringMatching(/jumped/), zh: expect.stringContaining("沿用已采信的时间") },
    });
  });

  test("says from where a running agent has the time, also where this clock is wrong", () => {
    expect(clockFound(seen({ wall: WallMs(0), told: { trusted: true, source: "network" } }))).toMatchObject({
      verdict: "ok",
      found: expect.stringMatching(/from the network/),
    });
  });

  test("shows the time that the agent goes by, and the system's beside it where that is another one", () => {
    const told = { trusted: true, source: "network", at: "2026-11-22T01:00:20.000Z" };
    expect(clockFound(seen({ told })).found).toBe(
      "2026-11-22T01:00:00.000Z; the agent trusts it from the network, over the modem",
    );
    expect(clockFound(seen({ wall: WallMs(Date.UTC(2031, 0, 1)), told })).found).toBe(
      "2026-11-22T01:00:20.000Z; the agent trusts it from the network, over the modem. The system clock shows 2031-01-01T00:00:00.000Z, which the agent does not go by",
    );
  });

  test("a fact that needs the time says what is the matter with it", () => {
    expect(clockWords(WallMs(0), undefined)).toContain("before this program was built");
    expect(clockWords(WallMs(Date.UTC(2090, 0, 1)), undefined)).toMatch(
      /nothing vouches for it.*clock-right --by NAME/,
    );
    expect(clockWords(NOW, "the books hold an entry of 2031")).toContain("the books hold an entry of 2031");
  });

  test.each([
    ["a vouched clock", { trustSystem: true }, "ok", /unless the books hold a later entry/],
    ["a synchronised clock", { sync: NOW }, "ok", /last synchronised/],
  ] as const)("without an agent calls %s well by itself", (_, parts, verdict, found) => {
    expect(clockFound(seen(parts))).toMatchObject({ verdict, found: expect.stringMatching(found) });
  });

  test.each([
    ["a clock of 1970, even a vouched one", { wall: WallMs(5_000), trustSystem: true }, /before this program/, /早于/],
    ["a clock that nobody vouches for", {}, /no time service/, /没有校时服务/],
  ] as const)("without an agent takes note of %s by itself", (_, parts, en, zh) => {
    expect(clockFound(seen(parts))).toMatchObject({
      verdict: "note",
      found: { en: expect.stringMatching(en), zh: expect.stringMatching(zh) },
    });
  });
});
