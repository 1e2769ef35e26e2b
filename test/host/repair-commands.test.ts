import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { repairCommands } from "../../src/host/repair-commands.ts";
import type { RepairRequest } from "../../src/ports/repair-commands.ts";
import { accepted } from "../support/accepted-settings.ts";

const REQUEST: RepairRequest = { v: 1, request: "power-cycle", why: "silent", device: "dev", interface: "wwan0" };

let directory: string;
beforeEach(() => (directory = mkdtempSync(join(tmpdir(), "cellward-repair-"))));
afterEach(() => rmSync(directory, { recursive: true, force: true }));

function commands(script: string) {
  const path = join(directory, "power");
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
  const flags = [`recovery.power_command=${JSON.stringify([path, "a b"])}`];
  return repairCommands(accepted({ flags }).settings);
}

test("without commands nothing can be done, and it is said", async () => {
  const none = repairCommands(accepted({ flags: [] }).settings);
  expect(none.can).toEqual([]);
  expect(await none.run(REQUEST)).toEqual({ kind: "failed", text: "the settings name no command for it" });
});

test("the command gets its words as they are and the request on its standard input", async () => {
  const { can, run } = commands(`printf '%s|' "$@" > ${directory}/heard; cat >> ${directory}/heard`);
  expect(can).toEqual(["power-cycle"]);
  expect(await run(REQUEST)).toEqual({ kind: "done" });
  expect(readFileSync(join(directory, "heard"), "utf8")).toBe(`a b|${JSON.stringify(REQUEST)}\n`);
});

test("what it complained of is told, and a program that is not there too", async () => {
  const { run } = commands("echo 'no such GPIO' >&2; exit 3");
  expect(await run(REQUEST)).toEqual({ kind: "failed", text: "exit code 3: no such GPIO" });
  rmSync(join(directory, "power"));
  expect(await run(REQUEST)).toEqual({ kind: "failed", text: expect.stringMatching(/ENOENT|no such file/i) as string });
});
