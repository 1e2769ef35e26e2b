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

/** The only block of JavaScript in the README. */
const [, example = "", ...others] = readFileSync(`${ROOT}README.md`, "utf8").split(/```js\n([^]*?)```/);

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
