import { readdirSync, readFileSync } from "node:fs";
import { readCarrier } from "../../src/plan/file/carrier-file.ts";
import type { CarrierRules } from "../../src/plan/carrier-rules.ts";
import { describeFileFault } from "../../src/toml/file-fault.ts";

const DIRECTORY = new URL("../../config/carriers/", import.meta.url).pathname;

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

export function shippedCarrier(name: string): CarrierRules {
  const found = SHIPPED_CARRIERS.find(({ carrier }) => carrier === name);
  if (found === undefined) throw new TypeError(`no carrier ${name}`);
  return found;
}
