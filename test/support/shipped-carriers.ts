import { readdirSync, readFileSync } from "node:fs";
import type { WrittenPlan } from "../../src/agent/plan-files.ts";
import { readPlan } from "../../src/plan/file/plan-file.ts";
import { readCarrier } from "../../src/plan/file/carrier-file.ts";
import type { CarrierRules } from "../../src/plan/carrier-rules.ts";
import type { CarrierPack } from "../../src/diagnosis/carrier-pack.ts";
import { readPack } from "../../src/diagnosis/file/pack-file.ts";
import { describeFileFault } from "../../src/toml/file-fault.ts";

/** From where the tests and the bench are started: the bench runs a bundle, which has no folder of its own. */
const DIRECTORY = "config/carriers/";

export const CARRIER_TEXTS: Readonly<Record<string, string>> = Object.fromEntries(
  readdirSync(DIRECTORY)
    .map((name) => name.replace(/\.toml$/, ""))
    .toSorted()
    .map((name) => [name, readFileSync(`${DIRECTORY}${name}.toml`, "utf8")]),
);

/** The carriers that come with the program. */
export const SHIPPED_CARRIERS: readonly CarrierRules[] = Object.entries(CARRIER_TEXTS).map(([name, text]) => {
  const reading = readCarrier(text);
  if (reading.kind === "carrier") return reading.rules;
  throw new TypeError(reading.faults.map((fault) => describeFileFault(name, fault)).join("\n"));
});

/** What their files say of stops, of whom to turn to and of their cards. */
export const SHIPPED_PACKS: readonly CarrierPack[] = Object.entries(CARRIER_TEXTS).map(([name, text]) => {
  const reading = readPack(text);
  if (reading.kind === "pack") return reading.pack;
  throw new TypeError(reading.faults.map((fault) => describeFileFault(name, fault)).join("\n"));
});

export function shippedCarrier(name: string): CarrierRules {
  const found = SHIPPED_CARRIERS.find(({ carrier }) => carrier === name);
  if (found === undefined) throw new TypeError(`no carrier ${name}`);
  return found;
}

/** A plan of config/plans, with the texts that it is read from. */
export function shippedPlan(name: string): WrittenPlan {
  const text = readFileSync(new URL(`../../config/plans/${name}.toml`, import.meta.url), "utf8");
  const reading = readPlan(text, SHIPPED_CARRIERS);
  if (reading.kind === "refused")
    throw new TypeError(reading.faults.map((fault) => describeFileFault(name, fault)).join("\n"));
  return { plan: reading.plan, text, carrier: CARRIER_TEXTS[reading.plan.rules.carrier] ?? "" };
}
