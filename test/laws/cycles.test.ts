import { expect, test } from "vitest";
import { importsOf } from "./imports.ts";
import { type SourceFile, sources } from "./source-file.ts";
import { readTree } from "./source-tree.ts";

/** The first cycle found from every file, each once, as `a -> b -> a`. Type-only imports count. */
function cycles(files: readonly SourceFile[]): readonly string[] {
  const targets = new Map(files.map((file) => [file.path, importsOf(file).map((found) => found.target)]));
  const found: string[] = [];
  const done = new Set<string>();
  const visit = (path: string, trail: readonly string[]): void => {
    const seen = trail.indexOf(path);
    if (seen !== -1) found.push([...trail.slice(seen), path].join(" -> "));
    if (seen !== -1 || done.has(path)) return;
    for (const target of targets.get(path) ?? []) visit(target, [...trail, path]);
    done.add(path);
  };
  for (const path of targets.keys()) visit(path, []);
  return found;
}

test("no file of src imports itself by a detour, not even for a type", () => {
  expect(cycles(readTree("src"))).toEqual([]);
});

test("a cycle of types only is noticed", () => {
  const files = {
    "src/at/a.ts": 'import { b } from "./b.ts";',
    "src/at/b.ts": 'import type { C } from "./deeper/c.ts";',
    "src/at/deeper/c.ts": 'export type { A } from "../a.ts";',
  };
  expect(cycles(sources(files))).toEqual(["src/at/a.ts -> src/at/b.ts -> src/at/deeper/c.ts -> src/at/a.ts"]);
});

test("two ways to one file are not a cycle", () => {
  const files = {
    "src/at/a.ts": 'import "./b.ts"; import "./c.ts";',
    "src/at/b.ts": 'import "./d.ts";',
    "src/at/c.ts": 'import "./d.ts";',
    "src/at/d.ts": "",
  };
  expect(cycles(sources(files))).toEqual([]);
});
