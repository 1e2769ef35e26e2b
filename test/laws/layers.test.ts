import { expect, test } from "vitest";
import { importsOf } from "./imports.ts";
import { LAYER_COMPOSITION, LAYER_EXCEPTIONS, LAYER_REFUSALS, LAYERS } from "./layer-table.ts";
import { NAMED_NODE } from "./outside-table.ts";
import { placeOf, type SourceFile, sources } from "./source-file.ts";
import { readTree } from "./source-tree.ts";

/** `at` for src/at/dialogue.ts, `main.ts` for src/main.ts. */
const layerOf = (path: string): string => path.split("/")[1] ?? path;

function mayReach(path: string, target: string): boolean {
  if (!target.startsWith("src/")) return false;
  const [from, to] = [layerOf(path), layerOf(target)];
  if (from === to || (LAYER_EXCEPTIONS[from] ?? []).includes(target)) return true;
  if ((LAYER_COMPOSITION[path] ?? []).includes(to)) return true;
  if ((LAYER_REFUSALS[from] ?? []).includes(to)) return false;
  const row = LAYERS[from] ?? [];
  return row === "all" ? to in LAYERS : row.includes(to);
}

function brokenLayers(files: readonly SourceFile[]): readonly string[] {
  return files.flatMap((file) => {
    const from = layerOf(file.path);
    if (!(from in LAYERS)) return [`${file.path}: the layer table has no row for ${from}`];
    return importsOf(file)
      .filter((found) => found.relative || found.specifier === "<computed>")
      .filter((found) => !mayReach(file.path, found.target) || !found.specifier.endsWith(".ts"))
      .map((found) => `${placeOf(file, found.node)} imports ${found.specifier}`);
  });
}

test("a folder imports only the layers below it", () => {
  expect(brokenLayers(readTree("src"))).toEqual([]);
});

test("no exception outlives its file", () => {
  const paths = readTree("src").map(({ path }) => path);
  const named = [...Object.keys(LAYER_COMPOSITION), ...Object.keys(NAMED_NODE)];
  expect(named.filter((path) => !paths.includes(path))).toEqual([]);
});

test.each([
  ["an upward import", { "src/base/a.ts": 'import { b } from "../plan/b.ts";' }],
  ["an upward import of a type only", { "src/line/a.ts": 'import type { B } from "../at/b.ts";' }],
  ["a type named in place", { "src/line/a.ts": 'export type A = import("../at/b.ts").B;' }],
  ["an upward re-export", { "src/plan/a.ts": 'export * from "../policy/b.ts";' }],
  ["a lazy import", { "src/report/a.ts": 'export const a = () => import("../host/b.ts");' }],
  ["an import that cannot be read", { "src/cli/a.ts": "export const a = (b: string) => import(b);" }],
  ["a way out of src", { "src/agent/a.ts": 'import { b } from "../../test/support/b.ts";' }],
  ["the agent making its own ports", { "src/agent/a.ts": 'import { b } from "../host/b.ts";' }],
  ["a part put together out of its place", { "src/agent/start.ts": 'import { b } from "../simulator/b.ts";' }],
  ["a specifier without .ts", { "src/at/a.ts": 'import { b } from "../line/b.js";' }],
  ["a folder that nobody decided on", { "src/stuff/a.ts": "export const a = 1;" }],
])("%s is noticed", (_what, files) => {
  expect(brokenLayers(sources(files))).toHaveLength(1);
});

test("what only looks like an import is not one", () => {
  const text = '// import { b } from "../at/b.ts";\nexport const a = \'import { b } from "../at/b.ts";\';';
  expect(brokenLayers(sources({ "src/base/a.ts": text }))).toEqual([]);
});
