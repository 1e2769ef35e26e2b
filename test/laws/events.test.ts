import { expect, test } from "vitest";
import { EVENTS } from "../../src/base/events.ts";
import { isNode, literalText, nodesOf, placeOf, type SourceFile, sources } from "./source-file.ts";
import { readTree } from "./source-tree.ts";

const TABLE = "src/base/events.ts";
const LEVELS = ["trace", "debug", "info", "warn", "error"];

function unusedEvents(files: readonly SourceFile[]): readonly string[] {
  const used = new Set<string>();
  for (const file of files) {
    if (file.path === TABLE) continue;
    for (const node of nodesOf(file.program)) used.add(literalText(node) ?? "");
  }
  return Object.keys(EVENTS).filter((name) => !used.has(name));
}

/** The compiler refuses these as long as nobody casts; a log whose type was lost is noticed here. */
function unknownEvents(files: readonly SourceFile[]): readonly string[] {
  return files.flatMap((file) =>
    [...nodesOf(file.program)].flatMap((node) => {
      if (node.type !== "CallExpression" || !Array.isArray(node["arguments"])) return [];
      const callee = node["callee"];
      if (!isNode(callee) || callee.type !== "MemberExpression" || !isNode(callee["property"])) return [];
      if (!LEVELS.includes(String(callee["property"]["name"])) || !/\blog$/i.test(textOf(file, callee["object"])))
        return [];
      const name = literalText(node["arguments"][0]);
      return name === undefined || name in EVENTS ? [] : [`${placeOf(file, node)} logs "${name}"`];
    }),
  );
}

const textOf = (file: SourceFile, node: unknown): string =>
  isNode(node) ? file.text.slice(node.start, Number(node["end"])) : "";

test("every event of the table happens somewhere", () => {
  expect(unusedEvents(readTree("src"))).toEqual([]);
});

test("every event that is logged stands in the table", () => {
  expect(unknownEvents(readTree("src"))).toEqual([]);
});

test("an event that nobody names is noticed", () => {
  const left = unusedEvents(
    sources({ "src/at/a.ts": 'log.info("at-tx"); // "at-rx"', [TABLE]: 'export const a = "at-rx";' }),
  );
  expect(left).not.toContain("at-tx");
  expect(left).toContain("at-rx");
});

test("an event that is not in the table is noticed", () => {
  const text = 'this.#log.warn("at-tz", {}); ports.log.info("at-tx"); console.error("at-tz"); log.debug(`at-tz`);';
  expect(unknownEvents(sources({ "src/at/a.ts": text }))).toHaveLength(2);
});
