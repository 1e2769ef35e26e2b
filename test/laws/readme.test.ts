import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { readmeTables } from "../../src/cli/tables.ts";
import { ROOT } from "./source-tree.ts";

/** `<!-- table:settings -->`, a line end, the table, a line end, `<!-- /table -->`; rewritten by `node .build/readme.mjs`. */
const PLACE = /<!-- table:([a-z-]+) -->\n([^]*?)\n<!-- \/table -->/g;

/** Names of the tables that the text lacks, has twice, has without the code knowing, or holds in another wording. */
function differing(text: string, tables: Readonly<Record<string, string>>): readonly string[] {
  const places = [...text.matchAll(PLACE)].map(([, name = "", table = ""]) => [name, table] as const);
  const names = new Set([...Object.keys(tables), ...places.map(([name]) => name)]);
  return [...names].filter((name) => {
    const written = places.filter(([place]) => place === name);
    return written.length !== 1 || written[0]?.[1].trim() !== tables[name]?.trim();
  });
}

const readme = existsSync(`${ROOT}README.md`) ? readFileSync(`${ROOT}README.md`, "utf8") : "";

test("every table of the README says what the code says", () => {
  expect(differing(readme, { ...readmeTables() })).toEqual([]);
});

test("the README leads through the two commands", () => {
  expect(readme).toContain("npm ci && npm start");
  expect(readme).toContain("npm ci && npm test");
});

const place = (name: string, table: string): string => `<!-- table:${name} -->\n${table}\n<!-- /table -->\n`;

test("a table that differs, is missing, stands twice or is unknown to the code is noticed", () => {
  expect(differing(place("a", "| 1 |"), { a: "| 1 |\n" })).toEqual([]);
  expect(differing(place("a", "| 1 |"), { a: "| 2 |" })).toEqual(["a"]);
  expect(differing("", { a: "| 2 |" })).toEqual(["a"]);
  expect(differing(place("a", "| 1 |") + place("a", "| 1 |"), { a: "| 1 |" })).toEqual(["a"]);
  expect(differing(place("b", "| 1 |"), {})).toEqual(["b"]);
});
