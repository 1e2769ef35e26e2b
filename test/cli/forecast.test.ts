import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { isoInstant } from "../../src/base/instant.ts";
import { runForecast } from "../../src/cli/forecast.ts";
import { ControlSocket } from "../../src/host/control-socket.ts";
import { scratchDirectories } from "../support/scratch-directory.ts";
import { TUNED, usageTrace } from "../support/usage-traces.ts";

const scratch = scratchDirectories();
const SHOP = usageTrace(TUNED["shop"] ?? (() => () => []), {
  seed: 4,
  from: { year: 2026, month: 1, day: 1 },
  days: 120,
  zone: "Asia/Shanghai",
});
const CSV = ["at,bytes", ...SHOP.map(([at, bytes]) => `${isoInstant(at)},${bytes}`)].join("\n");

async function told(csv: string, ...more: readonly string[]): Promise<string> {
  const file = join(scratch(), "usage.csv");
  writeFileSync(file, csv);
  let text = "";
  const code = await runForecast(["--from", file, ...more], (piece) => (text += piece));
  expect(code).toBe(0);
  return text;
}

test("of a card without a plan nothing is said of a quota, also when a pack was bought", async () => {
  const path = join(scratch(), "a.sock");
  const at = Date.UTC(2026, 10, 20);
  const pack = { id: "pack-1", kind: "data", quota: "1000000", term: [at, at + 864_000_000] };
  const kept = { v: 1, eras: [], facts: [{ id: 1, by: "a", said: at, at, name: "pack-bought", pack }] };
  const zone = "Asia/Shanghai";
  const hours = {
    ok: true,
    at: "2026-11-22T00:00:00.000Z",
    zone,
    unitBase: 1000,
    cycle: { from: Date.UTC(2026, 9, 31, 16), to: Date.UTC(2026, 10, 30, 16) },
    hours: [{ at, up: 100, down: 200 }],
    besides: { up: 0, down: 0 },
  };
  const simple = { name: "settings", cycleDay: 1, zone, unitBase: 1000 };
  const course = { ok: true, kept: JSON.stringify(kept), simple };
  const socket = await ControlSocket.listen({ path, mode: 0o600, busy: "", failed: "" }, async (question) =>
    JSON.stringify(question.includes("course") ? course : hours),
  );
  let text = "";
  await runForecast(["--socket", path], (piece) => (text += piece));
  await socket.close();
  expect(text).toContain("no plan is known for this card");
  expect(text).not.toMatch(/quota has no limit|the plan as a whole/);
});

test("a history that ends long before the day that is asked for is told of", async () => {
  const csv = "at,bytes\n2026-01-10,100\n";
  expect(await told(csv, "--as-of", "2026-06-01")).toMatch(/last usage is of 2026-01-10, 142 days before --as-of/);
  expect(await told(csv, "--as-of", "2026-01-20")).not.toContain("last usage is of");
});

describe("cellward forecast", () => {
  test("says in both languages what is used by the end, when the quota runs out and what may be used each day", async () => {
    const text = await told(CSV, "--as-of", "2026-03-16", "--quota", "22 MB");
    expect(text).toMatch(/by 2026-04-01 00:00 probably .* MiB, four times out of five between/);
    expect(text).toMatch(/runs out on 2026-03-2\d \d\d:00/);
    expect(text).toMatch(/a day for 16\.0 days/);
    expect(text).toMatch(/rests on 74 days of this device's own use/);
    expect(text).toMatch(/预计 2026-03-2\d/);
  });

  test("says the same to machines, in numbers and instants", async () => {
    const json = JSON.parse(
      await told(CSV, "--as-of", "2026-03-16T00:00:00+08:00", "--quota", "22 MB", "--json"),
    ) as object;
    expect(json).toMatchObject({
      asOf: "2026-03-15T16:00:00.000Z",
      cycle: { from: "2026-02-28T16:00:00.000Z", to: "2026-03-31T16:00:00.000Z" },
      total: { low: expect.any(Number), likely: expect.any(Number), high: expect.any(Number) },
      runOut: { likely: expect.stringMatching(/^2026-03-2\dT\d\d:00:00.000Z$/) },
      ground: "weeks",
    });
  });

  test("refuses a file with a broken line, and names it", async () => {
    await expect(told(`${CSV}\n2026-05-01,many`, "--as-of", "2026-03-16")).rejects.toThrow(
      /usage\.csv:\d+: bytes: found "many"; expected whole bytes[^\n]*\s+\[csv-invalid\]/,
    );
  });

  test.each([
    [["--as-of", "soon"], /--as-of: found "soon"; expected an instant/],
    [["--as-of", "2026-03-16", "--day", "32"], /--day: found "32"; expected a day of the month, 1 to 31/],
    [["--as-of", "2026-03-16", "--quota", "much"], /--quota: found "much"; expected an amount/],
    [["--as-of", "2026-03-16", "--zone", "Mars/Olympus"], /no time zone named "Mars\/Olympus"/],
  ])("refuses %j", async (argv, why) => {
    await expect(told(CSV, ...argv)).rejects.toThrow(why);
  });

  test("plays the future through the buckets of a plan file, and of what is known to have happened to it", async () => {
    const plan = join(scratch(), "plan.toml");
    writeFileSync(
      plan,
      'name = "shop"\ncarrier = "china-telecom-4g"\n[cycle]\nevery = "month"\nday = 1\n[[bucket]]\nid = "base"\nkind = "plan-national"\nquota = "22 MB"\n[[bucket]]\nid = "night"\nkind = "idle-pack"\nwindow = "23:00-07:00"\nquota = "50 MB"\n',
    );
    const argv = ["--as-of", "2026-03-16", "--plan", plan] as const;
    const text = await told(CSV, ...argv);
    expect(text).toMatch(/^base: .* left, probably runs out on 2026-03-\d\d/m);
    expect(text).toMatch(/night: probably .* of it die on 2026-04-01 00:00/);
    expect(text).toMatch(/night：预计有/);
    expect(text).toMatch(/^base \(carried\) is used up$/m);
    // Two buckets for different traffic: their sum lasts and says nothing.
    expect(text).not.toMatch(/the quota lasts/);
    const facts = join(scratch(), "facts.csv");
    writeFileSync(facts, "at,fact\n2026-03-10,cancelled\n");
    expect(JSON.parse(await told(CSV, ...argv, "--facts", facts, "--json"))).toMatchObject({ books: { balances: [] } });
    await expect(told(CSV, ...argv, "--quota", "1 GB")).rejects.toThrow(
      /--quota: found "1 GB"; expected no such option/,
    );
    await expect(told(CSV, "--as-of", "2026-03-16", "--facts", facts)).rejects.toThrow(/expected --plan as well/);
  });
});
