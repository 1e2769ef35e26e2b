import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { CheckResult } from "../../src/cli/doctor-check.ts";
import { checkPlan } from "../../src/cli/doctor-plan.ts";
import { accepted } from "../support/accepted-settings.ts";
import { PLAN_TEXTS } from "../support/plan-texts.ts";

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "cellward-doctor-"));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

async function examined(...flags: readonly string[]): Promise<CheckResult | undefined> {
  const { settings, origins } = accepted({ flags });
  const inForce = { settings, origins, deviceId: "dev", file: undefined };
  const [result] = await checkPlan({ inForce, agent: { kind: "none", found: "" }, running: false });
  return result;
}

test("a plan file is named with its carrier, and what is wrong in it with its line", async () => {
  const file = join(directory, "shop.toml");
  writeFileSync(file, PLAN_TEXTS["china-mobile.toml"] ?? "");
  expect(await examined(`plan.file=${file}`)).toMatchObject({
    verdict: "ok",
    found: "4G Feixiang 1 GB, night 2 GB (china-mobile, 4 buckets), whatever card is in",
  });
  writeFileSync(file, (PLAN_TEXTS["china-mobile.toml"] ?? "").replace('"1 GB"', '"1 Gb"'));
  const wrong = await examined(`plan.file=${file}`);
  expect(wrong).toMatchObject({
    verdict: "fault",
    found: { en: expect.stringMatching(/shop\.toml:28: bucket\[3\]\.quota: found "1 Gb"/) },
    remedy: { zh: expect.stringContaining("cellward plan check") },
  });
});

test("cards whose plans are not there are told together", async () => {
  const cards = join(directory, "cards.toml");
  const rule = (plan: string): string =>
    `[[sim]]\nmatch = { iccid = "8986${plan.length}*" }\ncarrier = "generic"\nplan = "${plan}"\n`;
  writeFileSync(cards, `${rule("one")}${rule("three")}`);
  const wrong = await examined(`plan.cards=${cards}`, `plan.plans=${directory}`);
  const faults = /2 faults[^]*one\.toml: no such file[^]*three\.toml: no such file/;
  expect(wrong?.found).toMatchObject({ en: expect.stringMatching(faults) });
});
