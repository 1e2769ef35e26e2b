import { expect, test } from "vitest";
import { EVENTS } from "../../src/base/events.ts";
import { EXIT } from "../../src/base/exit-codes.ts";
import { FAULTS } from "../../src/base/fault.ts";
import { COMMANDS } from "../../src/cli/commands.ts";
import { readmeTables, settingsTable } from "../../src/cli/tables.ts";
import { SETTING_ROWS } from "../../src/settings/declaration.ts";

test.each([
  ["settings", SETTING_ROWS.map(({ key }) => `\`${key}\``)],
  ["commands", COMMANDS.map(({ name }) => `\`cellward ${name}`)],
  ["exit-codes", Object.values(EXIT).map(({ code }) => `${code} |`)],
  ["errors", Object.keys(FAULTS).map((name) => `\`${name}\``)],
  ["events", Object.keys(EVENTS).map((name) => `\`${name}\``)],
] as const)("the table of %s has one row for each, in the code's order", (name, rows) => {
  const [head, rule, ...lines] = readmeTables()[name].split("\n");
  expect(head?.replaceAll(/[^|]/g, "").length).toBe(rule?.replaceAll(/[^|]/g, "").length);
  expect(lines).toHaveLength(rows.length);
  for (const [i, row] of rows.entries()) expect(lines[i]?.startsWith(`| ${row}`)).toBe(true);
});

test("every row of every table has as many cells as its head", () => {
  for (const table of Object.values(readmeTables())) {
    const cells = table.split("\n").map((line) => line.replaceAll("\\|", "").split("|").length);
    expect(new Set(cells).size).toBe(1);
    expect(table).not.toMatch(/\n$/);
  }
});

test("a setting's row tells default, meaning, what is allowed and the variable", () => {
  const row = settingsTable()
    .split("\n")
    .find((line) => line.includes("`meter.checkpoint_bytes`"));
  expect(row).toContain('`"256 KiB"`');
  expect(row).toContain("an amount from 4 KiB to 1 GiB");
  expect(row).toContain("`CELLWARD_METER_CHECKPOINT_BYTES`");
});
