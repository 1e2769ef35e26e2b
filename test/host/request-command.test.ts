import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { Millis } from "../../src/base/duration.ts";
import { requestCommand } from "../../src/host/request-command.ts";
import { findProgram, runProgram } from "../../src/host/system-program.ts";
import type { OwnerRequest } from "../../src/ports/owner-request.ts";
import { scratchDirectories } from "../support/scratch-directory.ts";

const scratch = scratchDirectories();
const REQUEST: OwnerRequest = {
  v: 1,
  request: "connect",
  why: "no PDP context is active; $(reboot) `reboot`",
  device: "dev",
  interface: "wwan0",
  attempt: 1,
};
const MODEM = { interfaceName: "wwan0" };

test("the command gets the request as one line of JSON, and its words as they are: no shell reads them", async () => {
  const place = scratch();
  const script = join(place, "take.sh");
  writeFileSync(script, 'cat > "$1"; printf %s "$2" > "$1.word"; env > "$1.env"\n');
  const out = join(place, "request");
  process.env["CELLWARD_TEST_SECRET"] = "hidden";
  const word = "a b; $(reboot) *";
  expect(await requestCommand(["/bin/sh", script, out, word]).ask(REQUEST, MODEM)).toEqual({ kind: "accepted" });
  delete process.env["CELLWARD_TEST_SECRET"];
  expect(JSON.parse(readFileSync(out, "utf8"))).toEqual(REQUEST);
  expect(readFileSync(`${out}.word`, "utf8")).toBe(word);
  expect(readFileSync(`${out}.env`, "utf8")).not.toContain("hidden");
});

test("a command that fails is told with its exit code and the first line of what it complained", async () => {
  const script = join(scratch(), "fail.sh");
  writeFileSync(script, "echo no modem here >&2; echo more >&2; exit 3\n");
  expect(await requestCommand(["/bin/sh", script]).ask(REQUEST, MODEM)).toEqual({
    kind: "failed",
    cause: "failed",
    text: "exit code 3: no modem here",
  });
  expect(await requestCommand(["/no/such/command"]).ask(REQUEST, MODEM)).toMatchObject({ cause: "no-program" });
});

test("a command that does not end is ended, with everything that it started, and its output is bounded", async () => {
  const script = join(scratch(), "hang.sh");
  writeFileSync(script, "yes & yes >&2 & sleep 60\n");
  const end = await runProgram({ command: ["/bin/sh", script], within: Millis(300) });
  expect(end).toMatchObject({ kind: "not-run", why: expect.stringContaining("longer than") as string });
});

test("a program that never reads its input does no harm", async () => {
  const end = await runProgram({ command: ["/bin/true"], input: "x".repeat(1 << 20), within: Millis(5_000) });
  expect(end).toMatchObject({ kind: "ended", code: 0 });
});

test("programs are looked for where the system has them, not in somebody's PATH", async () => {
  expect(await findProgram("sh")).toMatch(/^\/(usr\/)?bin\/sh$/);
  expect(await findProgram("no-such-program")).toBeUndefined();
});
