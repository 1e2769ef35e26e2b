import { writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { WallMs } from "../../src/base/instant.ts";
import { planCheck } from "../../src/cli/plan-check.ts";
import { planShow } from "../../src/cli/plan-show.ts";
import { PLAN_TEXTS } from "../support/plan-texts.ts";
import { scratchDirectories } from "../support/scratch-directory.ts";

const scratchDirectory = scratchDirectories();
const NOW = WallMs(Date.parse("2026-11-23T12:00:00+08:00"));
const EXAMPLES = Object.keys(PLAN_TEXTS).map((name) => `config/plans/${name}`);

function check(...argv: readonly string[]) {
  const out: string[] = [];
  const code = planCheck(argv, { now: NOW, out: (text) => out.push(text) });
  return { code, out: out.join("") };
}

function show(...argv: readonly string[]): string {
  const out: string[] = [];
  planShow(argv, {
    now: NOW,
    env: {},
    places: { defaultFile: "/nonexistent/cellward.toml" },
    out: (text) => out.push(text),
  });
  return out.join("");
}

test.each(EXAMPLES)("%s is explained, as text, as JSON and as a table", (file) => {
  expect(check(file)).toMatchObject({ code: 0 });
  const { plan } = JSON.parse(check(file, "--json").out) as { plan: { order: unknown[]; readings: unknown[] } };
  expect(plan.readings.length).toBeGreaterThanOrEqual(9);
  expect(show(file).split("\n")).toHaveLength(plan.order.length + 4);
});

test("both languages are printed, or the one that is asked for", () => {
  const file = "config/plans/china-mobile-iot.toml";
  expect(check(file).out).toMatch(/A cycle begins on day 1[^]*计费周期从每月 1 日零点开始/);
  expect(check(file, "--lang", "en").out).not.toContain("计费周期");
  expect(check(file, "--lang", "zh-CN").out).not.toContain("A cycle begins");
  expect(check(file, "--lang", "zh")).toEqual(check(file, "--lang", "zh-CN"));
  expect(() => check(file, "--lang", "fr")).toThrow('--lang: found "fr"; expected en, zh-CN or both [usage]');
});

test("a plan with faults is refused with all of them, and nothing of it is explained", () => {
  const file = `${scratchDirectory()}/p.toml`;
  writeFileSync(file, (PLAN_TEXTS["generic.toml"] ?? "").replace('"500 MB"', '"-1 MB"').replace("UTC", "Moon"));
  expect(() => check(file)).toThrow(
    /the plan was refused \(2 faults\):\n {2}.*:5: zone: .*\n {2}.*quota: .*plan-invalid/,
  );
  expect(() => show(file)).toThrow(/2 faults/);
  const { code, out } = check(file, "--json");
  expect([code, JSON.parse(out)]).toEqual([
    78,
    {
      file,
      faults: [expect.objectContaining({ line: 5, key: "zone" }), expect.objectContaining({ key: "bucket[1].quota" })],
    },
  ]);
});

test("a file that is not there, is none or is too large is told of", () => {
  const directory = scratchDirectory();
  expect(() => check(`${directory}/none.toml`)).toThrow(/no such file \[plan-invalid\]/);
  expect(() => check(directory)).toThrow(/a directory \[plan-invalid\]/);
  writeFileSync(`${directory}/large.toml`, "#".repeat(262_145));
  expect(() => check(`${directory}/large.toml`)).toThrow(/found more than 262144 bytes \[plan-invalid\]/);
  expect(() => check()).toThrow(/which plan\?/);
});

test("a carrier of one's own counts before that of the program, and has to be right", () => {
  const own = scratchDirectory();
  writeFileSync(`${own}/generic.toml`, 'carrier = "generic"\n');
  expect(() => check("config/plans/generic.toml", "--carriers", own)).toThrow(
    /title: found nothing[^]*carrier-file-invalid/,
  );
});

test("a directory of carriers that is not there, or holds none, is a slip", () => {
  for (const directory of ["/nonexistent", scratchDirectory()])
    expect(() => check(EXAMPLES[0] ?? "", "--carriers", directory)).toThrow(/--carriers: found no carrier's file/);
});

test("of a plan that was bought once and is over it is said that it ended, and nothing else", () => {
  const file = `${scratchDirectory()}/p.toml`;
  const cycle = '[cycle]\nevery = "once"\nfrom = 2025-01-01\nmonths = 6\n';
  writeFileSync(
    file,
    `name = "half a year"\ncarrier = "generic"\n${cycle}[[bucket]]\nid = "data"\nkind = "data"\nquota = "1 GB"\n`,
  );
  const { out } = check(file);
  expect(out).toContain("It ended before 2025-07-01.");
  expect(out).toContain("data: ended with the plan.");
  expect(out).not.toContain("does not end");
});

test("a plan file that is saved in GB18030 is told of with its line and what to do", () => {
  const file = `${scratchDirectory()}/p.toml`;
  writeFileSync(file, Buffer.from([...Buffer.from('# a\nname = "'), 0xcc, 0xd7, 0x22, 0x0a]));
  expect(() => check(file)).toThrow(/p\.toml:2: found what is no UTF-8, perhaps GB18030.*saved as UTF-8/);
});

test("a carrier's file that is no TOML is told of once", () => {
  const own = scratchDirectory();
  writeFileSync(`${own}/broken.toml`, 'carrier = "x\n');
  expect(() => check("config/plans/generic.toml", "--carriers", own)).toThrow(
    /^no carrier's rules can be read from [^\n]+\n {2}\S+broken.toml:1: [^\n]+\[carrier-file-invalid\]$/,
  );
});

test("without a file the plan of the settings is shown", () => {
  expect(show("--set", "plan.quota=30 MB", "--set", "plan.cycle_day=27")).toBe(
    `unnamed: any carrier; cycle 2026-10-27 to 2026-11-26 (Asia/Shanghai)
#  bucket  kind  amount     step  only  from        until       rest until
1  quota   data  30.00 MiB  1     -     2026-10-27  2026-11-26  -
beyond the plan: unknown
`,
  );
  expect(show()).toMatch(/^1 +quota +data +unlimited/m);
});
