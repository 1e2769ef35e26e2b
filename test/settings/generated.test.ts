import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { SETTING_ROWS } from "../../src/settings/declaration.ts";
import { exampleToml } from "../../src/settings/example.ts";
import { accepted } from "../support/accepted-settings.ts";
import { settingsSchema } from "../support/settings-schema.ts";

// `npx vitest run test/settings/generated.test.ts -u` writes both files anew.
const EXAMPLE = new URL("../../config/cellward.example.toml", import.meta.url).pathname;
const SCHEMA = new URL("../../config/cellward.schema.json", import.meta.url).pathname;

test("the example file is the declaration's", async () => {
  await expect(exampleToml()).toMatchFileSnapshot(EXAMPLE);
  expect(existsSync(EXAMPLE)).toBe(true);
});

test("the JSON Schema is the declaration's", async () => {
  await expect(settingsSchema()).toMatchFileSnapshot(SCHEMA);
  expect(existsSync(SCHEMA)).toBe(true);
});

test("the example file, copied as it is, changes nothing", () => {
  const copied = accepted({ file: { name: "example", text: readFileSync(EXAMPLE, "utf8") } });
  expect(copied.settings).toEqual(accepted({}).settings);
});

test("every line of the example that is commented out is allowed once its # is taken away", () => {
  const example = readFileSync(EXAMPLE, "utf8").replaceAll(/^#(?=[a-z_]+ = |\[\[)/gm, "");
  // Who may be written to is said only where messages are not left alone.
  const text = example.replace('sms = "off"', 'sms = "read"');
  // What was bought is said in one place: the quota, a plan file, or a file of cards.
  const ways = ["quota", "file", "cards"];
  for (const way of ways) {
    const others = new RegExp(`^(${ways.filter((other) => other !== way).join("|")}) = .*$`, "gm");
    const { origins } = accepted({ file: { name: "example", text: text.replaceAll(others, "") } });
    expect([...origins.values()].filter(({ kind }) => kind === "file")).toHaveLength(SETTING_ROWS.length - 2);
  }
});

test("every setting is told in both languages, in sentences", () => {
  const words = SETTING_ROWS.map(({ setting }) => setting);
  expect(words.filter(({ en }) => !/^[A-Z`].*\.$/.test(en))).toEqual([]);
  expect(words.filter(({ zh }) => !/\p{Script=Han}.*。$/u.test(zh))).toEqual([]);
  expect(words.filter((w) => w.presence === "optional" && !/\p{Script=Han}/u.test(w.unset.zh))).toEqual([]);
});
