import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { endOf } from "../support/program.ts";
import { describeReal } from "../support/real-parts.ts";
import { scratchDirectories } from "../support/scratch-directory.ts";

const scratch = scratchDirectories();
const ROOT = fileURLToPath(new URL("../..", import.meta.url));

const readme = readFileSync(`${ROOT}README.md`, "utf8");
/** The only block of JavaScript in the README. */
const [, example = "", ...others] = readme.split(/```js\n([^]*?)```/);
/** The one that is a vitest file. */
const [written = ""] = [...readme.matchAll(/```ts\n([^]*?)```/g)]
  .map(([, text = ""]) => text)
  .filter((text) => text.includes('from "vitest"'));

describeReal(["pty"], "the README's example", () => {
  test("runs as it stands against the built package, prints what it says, and ends by itself", async () => {
    expect(others).toHaveLength(1);
    const directory = scratch();
    mkdirSync(join(directory, "node_modules"));
    // `npm run build` makes what the package's entry points name; an installed package is the same files.
    symlinkSync(ROOT, join(directory, "node_modules/cellward"));
    writeFileSync(join(directory, "example.mjs"), example);
    const child = spawn(process.execPath, ["example.mjs"], {
      cwd: directory,
      env: { ...process.env, TMPDIR: directory },
    });
    expect(await endOf(child)).toEqual({
      code: 0,
      signal: null,
      out: `${/console\.log\(.*\); \/\/ (.*)/.exec(example)?.[1]}\n`,
      err: "",
    });
  }, 30_000);
});

test("the README's test of a modem passes its compiler and runs as it stands against the built package", async () => {
  const directory = scratch();
  mkdirSync(join(directory, "node_modules"));
  symlinkSync(ROOT, join(directory, "node_modules/cellward"));
  for (const name of ["vitest", "@types"]) {
    symlinkSync(join(ROOT, "node_modules", name), join(directory, "node_modules", name));
  }
  writeFileSync(join(directory, "package.json"), '{ "type": "module" }');
  writeFileSync(join(directory, "modem.test.ts"), written);
  const compiled = spawn(
    process.execPath,
    [
      join(ROOT, "node_modules/typescript/bin/tsc"),
      ..."--noEmit --strict --exactOptionalPropertyTypes --skipLibCheck --target es2023 --types node".split(" "),
      ..."--module nodenext --moduleResolution nodenext modem.test.ts".split(" "),
    ],
    { cwd: directory },
  );
  expect(await endOf(compiled)).toMatchObject({ code: 0, out: "" });
  const run = spawn(process.execPath, [join(ROOT, "node_modules/vitest/vitest.mjs"), "run"], {
    cwd: directory,
    env: { ...process.env, NO_COLOR: "1" },
  });
  expect(await endOf(run)).toMatchObject({ code: 0, out: expect.stringContaining("1 passed") as string });
}, 60_000);
