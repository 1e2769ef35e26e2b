import { expect, test } from "vitest";
import { importsOf } from "./imports.ts";
import {
  NAMED_NODE,
  OUTSIDE_FILES,
  OUTSIDE_FOLDERS,
  OUTSIDE_GLOBALS,
  PURE_NODE,
  PURE_PACKAGES,
} from "./outside-table.ts";
import { dottedName, isNode, type Node, nodesOf, placeOf, type SourceFile, sources } from "./source-file.ts";
import { readTree } from "./source-tree.ts";

const layerOf = (path: string): string => path.split("/")[1] ?? path;
const isOutside = (path: string): boolean =>
  OUTSIDE_FILES.some((pattern) => pattern.test(path)) || OUTSIDE_FOLDERS.some((folder) => folder === layerOf(path));

function brokenImports(file: SourceFile): readonly string[] {
  return importsOf(file)
    .filter((found) => !found.relative)
    .filter(({ target, names }) => {
      if ((PURE_PACKAGES[layerOf(file.path)] ?? []).includes(target)) return false;
      const pure = [...(PURE_NODE[target] ?? []), ...(NAMED_NODE[file.path]?.[target] ?? [])];
      return !names.every((name) => pure.includes(name)) || names.length === 0;
    })
    .map((found) => `${placeOf(file, found.node)} imports ${found.names.join(", ")} of ${found.specifier}`);
}

/** `new Date()` reads the clock, `new Date(wall)` does not. */
const readsClock = (node: Node): boolean =>
  node.type === "NewExpression" && dottedName(node["callee"]) === "Date" && String(node["arguments"]) === "";

/** Names that stand for the global thing: not a property of something else, not a key, not a declaration of our own. */
function brokenGlobals(file: SourceFile): readonly string[] {
  const named = new Set<unknown>();
  const owned = new Set<string>();
  for (const node of nodesOf(file.program)) {
    if (node.type === "MemberExpression" && node["computed"] !== true) named.add(node["property"]);
    if (
      ["Property", "PropertyDefinition", "MethodDefinition", "TSPropertySignature", "TSMethodSignature"].includes(
        node.type,
      )
    ) {
      if (node["computed"] !== true && node["shorthand"] !== true) named.add(node["key"]);
    }
    for (const field of ["id", "local", "params", "argument"]) {
      if (field === "argument" && node.type !== "RestElement") continue;
      for (const declared of [node[field]].flat()) {
        if (isNode(declared) && declared.type === "Identifier") owned.add(String(declared["name"]));
      }
    }
  }
  return [...nodesOf(file.program)].flatMap((node) => {
    if (readsClock(node)) return [`${placeOf(file, node)} reads the clock by new Date()`];
    if (named.has(node)) return [];
    const name = node.type === "MemberExpression" || node.type === "Identifier" ? dottedName(node) : undefined;
    const bare = name?.replace(/^globalThis\./, "");
    if (bare === undefined || owned.has(bare) || !OUTSIDE_GLOBALS.includes(bare)) return [];
    return [`${placeOf(file, node)} uses the global ${bare}`];
  });
}

function brokenOutside(files: readonly SourceFile[]): readonly string[] {
  return files
    .filter((file) => !isOutside(file.path))
    .flatMap((file) => [...brokenImports(file), ...brokenGlobals(file)]);
}

test("only the outer folders touch npm packages, node: modules and the globals that reach outside", () => {
  expect(brokenOutside(readTree("src"))).toEqual([]);
});

test.each([
  ["a package that does I/O", { "src/report/a.ts": 'import mqtt from "mqtt";' }],
  ["a package for its types only", { "src/ports/a.ts": 'import type { MqttClient } from "mqtt";' }],
  ["a pure package in another folder", { "src/meter/a.ts": 'import * as v from "valibot";' }],
  ["a node: module", { "src/meter/a.ts": 'import { readFileSync } from "node:fs";' }],
  ["a node: module without the prefix", { "src/meter/a.ts": 'import { readFileSync } from "fs";' }],
  ["a node: module for its effect", { "src/meter/a.ts": 'import "node:fs";' }],
  ["randomness out of node:crypto", { "src/meter/a.ts": 'import { createHash, randomBytes } from "node:crypto";' }],
  ["randomness beside the one file that may", { "src/agent/a.ts": 'import { randomBytes } from "node:crypto";' }],
  ["all of node:crypto", { "src/meter/a.ts": 'import * as crypto from "node:crypto";' }],
  ["require", { "src/meter/a.ts": 'export const fs = require("node:fs");' }],
  ["the wall clock", { "src/plan/a.ts": "export const a = () => Date.now();" }],
  ["the wall clock as an object", { "src/plan/a.ts": "export const a = () => new Date();" }],
  ["a raw timer", { "src/at/a.ts": "export const a = () => setTimeout(() => undefined, 1);" }],
  ["a raw timer by globalThis", { "src/at/a.ts": "export const a = () => globalThis.setTimeout(() => undefined, 1);" }],
  ["the environment", { "src/settings/a.ts": "export const a = process.env;" }],
  ["randomness", { "src/base/a.ts": "export const a = Math.random;" }],
])("%s is noticed", (_what, files) => {
  expect(brokenOutside(sources(files))).toHaveLength(1);
});

test("a property, a parameter or a key of the same name is not the global", () => {
  const text = `
    import { createHash } from "node:crypto";
    export const a = (process: string, b: { fetch(): void; console: number }) => [process, b.fetch, b.console, createHash];
    export const c = { performance: 1, fetch() {} };
    export const d = new Date(0);`;
  expect(brokenOutside(sources({ "src/meter/a.ts": text }))).toEqual([]);
});

test("the outer folders may", () => {
  const text = 'import { readFileSync } from "node:fs";\nexport const a = () => [readFileSync, Date.now()];';
  expect(
    brokenOutside(sources({ "src/host/a.ts": text, "src/main.ts": text, "src/simulator/transport/a.ts": text })),
  ).toEqual([]);
});
