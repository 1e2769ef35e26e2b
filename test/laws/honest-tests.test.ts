import { expect, test } from "vitest";
import { importsOf } from "./imports.ts";
import { dottedName, nodesOf, placeOf, type SourceFile, sources } from "./source-file.ts";
import { readTree } from "./source-tree.ts";

/** Replacing a module asserts calls and freezes structure; what is replaced here is a port, by an object. */
const MODULE_MOCKS = /^(vi|jest|vitest)\.(mock|doMock|unmock|doUnmock|hoisted|importMock|unstable_mockModule|setMock)$/;
/** Waiting for an amount of time. A promise of something that happens, with the suite's own time-out, is not that. */
const WAITS = /^(globalThis\.|timers\.)?(setTimeout|setInterval|Atomics\.wait|Atomics\.waitAsync|Bun\.sleep)$/;
const TIMER_MODULES = ["node:timers", "node:timers/promises", "timers", "timers/promises"];
/** Real processes, kernels and disks have deadlines of their own; their waiting is kept in these folders. */
const MAY_WAIT = /^test\/(real|support|bench|scenes\/real)\//;

function moduleMocks(files: readonly SourceFile[]): readonly string[] {
  return calls(files).flatMap(({ place, name }) => (MODULE_MOCKS.test(name) ? [`${place} calls ${name}`] : []));
}

function sleeps(files: readonly SourceFile[]): readonly string[] {
  const restless = files.filter((file) => !MAY_WAIT.test(file.path));
  const called = calls(restless).flatMap(({ place, name }) => (WAITS.test(name) ? [`${place} calls ${name}`] : []));
  const imported = restless.flatMap((file) =>
    importsOf(file)
      .filter((found) => TIMER_MODULES.includes(found.specifier))
      .map((found) => `${placeOf(file, found.node)} imports ${found.specifier}`),
  );
  return [...called, ...imported];
}

function calls(files: readonly SourceFile[]): readonly { readonly place: string; readonly name: string }[] {
  return files.flatMap((file) =>
    [...nodesOf(file.program)].flatMap((node) => {
      const name = node.type === "CallExpression" ? dottedName(node["callee"]) : undefined;
      return name === undefined ? [] : [{ place: placeOf(file, node), name }];
    }),
  );
}

test("no test replaces a module", () => {
  expect(moduleMocks(readTree("test"))).toEqual([]);
});

test("no test outside the real parts waits for time to pass", () => {
  expect(sleeps(readTree("test"))).toEqual([]);
});

test.each([
  "vi.mock('../../src/at/a.ts');",
  "vi.doMock('node:fs', () => ({}));",
  "vi.hoisted(() => 1);",
  "jest.mock('a');",
])("%s is noticed", (text) => {
  expect(moduleMocks(sources({ "test/real/a.test.ts": text }))).toHaveLength(1);
});

test.each([
  "await new Promise((done) => setTimeout(done, 100));",
  "globalThis.setTimeout(() => undefined, 0);",
  "const a = setInterval(() => undefined, 10);",
  'import { setTimeout as sleep } from "node:timers/promises";',
  'const { setTimeout: sleep } = await import("timers/promises");',
  "Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);",
])("%s is noticed", (text) => {
  expect(
    sleeps(sources({ "test/at/a.test.ts": text, "test/real/a.test.ts": text, "test/support/a.ts": text })),
  ).toHaveLength(1);
});

test("a fake clock's own timers and a word in a string are let through", () => {
  const text =
    'clock.after(Seconds(5), done); clock.advance(5_000); const a = "setTimeout(done, 1)"; // setTimeout(a, 1)';
  expect(sleeps(sources({ "test/at/a.test.ts": text }))).toEqual([]);
});
