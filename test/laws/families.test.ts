import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { readModemProfile } from "../../src/modem/profile-file.ts";
import { ROOT } from "./source-tree.ts";

const DIRECTORY = `${ROOT}config/modems/`;
const files = readdirSync(DIRECTORY);
const textOf = (name: string): string => readFileSync(`${DIRECTORY}${name}`, "utf8");
const SOURCES = /^sources = \[[^]*?\]$/m;

/** Of what a family's file says nothing is believed for which nobody can be asked. */
test.each(files)("%s says where it is known from, or that nobody has verified it", (name) => {
  expect(() => readModemProfile(name, textOf(name))).not.toThrow();
  const without = textOf(name).replace(SOURCES, "sources = []");
  expect(without).toMatch(/^sources = \[\]$/m);
  const sourceless = without.replace(/^trust = .*$/m, 'trust = "sourced"');
  expect(() => readModemProfile(name, sourceless)).toThrow(/sources: found none/);
  expect(() => readModemProfile(name, without.replace(/^trust = .*$/m, 'trust = "unverified"'))).not.toThrow();
});

test("the family that the README shows is one", () => {
  const readme = readFileSync(`${ROOT}README.md`, "utf8");
  const example = /\*\*To add a modem family\*\*[^]*?```toml\n([^]*?)```/.exec(readme)?.[1] ?? "";
  expect(readModemProfile("README.md", example)).toMatchObject({ family: "acme", trust: "sourced" });
});
