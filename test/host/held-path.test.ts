import { spawn } from "node:child_process";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { compileProgram } from "../support/child-program.ts";
import { scratchDirectories } from "../support/scratch-directory.ts";
import { heldPath } from "../../src/host/held-path.ts";

const scratch = scratchDirectories();
const path = join(tmpdir(), `cellward-held-${process.pid}`);

test("a path is held once, by whatever spelling, until it is let go", async () => {
  const release = await heldPath(path);
  await expect(heldPath(join(tmpdir(), ".", "x", "..", `cellward-held-${process.pid}`))).rejects.toThrow(
    /another rig that is running has .*name another path \[path-in-use\]/,
  );
  const other = await heldPath(`${path}-2`);
  release();
  other();
  (await heldPath(path))();
});

test("a holder that is killed holds nothing any more", async () => {
  const program = await compileProgram(join(import.meta.dirname, "../support/path-holder.ts"), scratch());
  const child = spawn(process.execPath, [program, `${path}-3`]);
  expect(String(await once(child.stdout, "data"))).toContain("held");
  await expect(heldPath(`${path}-3`)).rejects.toThrow("path-in-use");
  child.kill("SIGKILL");
  await once(child, "exit");
  (await heldPath(`${path}-3`))();
});
