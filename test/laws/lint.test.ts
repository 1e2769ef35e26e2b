import { execFileSync } from "node:child_process";
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ROOT } from "./source-tree.ts";

/** One bad habit per file. The linter is trusted only as far as it is seen to bark. */
const SAMPLES = {
  "floating.ts": "const a = async (): Promise<void> => undefined;\nexport const b = (): void => {\n  a();\n};\n",
  "misused.ts":
    "const a = async (): Promise<boolean> => true;\nexport const b = (): number => {\n  if (a()) return 1;\n  return 2;\n};\n",
  "callback.ts":
    "export const a = (items: readonly string[]): void => {\n  items.forEach(async (item) => {\n    await Promise.resolve(item);\n  });\n};\n",
  "switch.ts":
    'export function a(kind: "up" | "down"): number {\n  switch (kind) {\n    case "up":\n      return 1;\n  }\n  return 0;\n}\n',
  "cycle-a.ts": 'import { b } from "./cycle-b.ts";\nexport const a = (): number => b();\n',
  "cycle-b.ts": 'import { a } from "./cycle-a.ts";\nexport const b = (): number => a();\n',
  "cycle-c.ts": 'import type { B } from "./cycle-d.ts";\nexport interface A {\n  readonly b?: B;\n}\n',
  "cycle-d.ts": 'import type { A } from "./cycle-c.ts";\nexport interface B {\n  readonly a?: A;\n}\n',
  "clean.ts": "export const a = async (): Promise<void> => {\n  await Promise.resolve();\n};\n",
};

interface Finding {
  readonly code: string;
  readonly filename: string;
  readonly severity: string;
}

let folder = "";
let findings: readonly Finding[] = [];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "cellward-lint-"));
  copyFileSync(`${ROOT}.oxlintrc.json`, join(folder, ".oxlintrc.json"));
  const compilerOptions = { rootDir: ".", outDir: "out", types: [] };
  writeFileSync(
    join(folder, "tsconfig.json"),
    JSON.stringify({ extends: `${ROOT}tsconfig.json`, compilerOptions, include: ["."] }),
  );
  for (const [name, text] of Object.entries(SAMPLES)) writeFileSync(join(folder, name), text);
  findings = lint();
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function lint(): readonly Finding[] {
  const oxlint = `${ROOT}node_modules/oxlint/bin/oxlint`;
  const env = { ...process.env, OXLINT_TSGOLINT_PATH: `${ROOT}node_modules/.bin/tsgolint` };
  try {
    execFileSync(process.execPath, [oxlint, "--type-aware", "--format", "json"], {
      cwd: folder,
      encoding: "utf8",
      env,
    });
  } catch (failed) {
    return (JSON.parse((failed as { stdout: string }).stdout) as { diagnostics: readonly Finding[] }).diagnostics;
  }
  return [];
}

test.each([
  ["floating.ts", "no-floating-promises"],
  ["misused.ts", "no-misused-promises"],
  ["callback.ts", "no-misused-promises"],
  ["switch.ts", "switch-exhaustiveness-check"],
  ["cycle-a.ts", "no-cycle"],
  ["cycle-b.ts", "no-cycle"],
  ["cycle-c.ts", "no-cycle"],
  ["cycle-d.ts", "no-cycle"],
])("the linter refuses %s by %s", (filename, rule) => {
  const found = findings.filter((finding) => finding.filename.endsWith(filename) && finding.severity === "error");
  expect(found.map(({ code }) => code)).toContainEqual(expect.stringContaining(rule));
});

test("the linter has nothing against an honest file", () => {
  expect(findings.filter(({ filename }) => filename.endsWith("clean.ts"))).toEqual([]);
});
