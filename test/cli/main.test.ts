import { spawn } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildProgram, endOf, type Program } from "../support/program.ts";
import { scratchDirectories } from "../support/scratch-directory.ts";

const scratch = scratchDirectories();
let program: Program;

beforeAll(async () => {
  program = await buildProgram();
});
afterAll(() => program.remove());

const ID = ["--set", "device.id=bench"];

describe("the program as a process", () => {
  test("tells its version", async () => {
    expect(await program.run(["--version"])).toMatchObject({ code: 0, out: "cellward 0.0.0-test\n", err: "" });
  });

  test("ends with 64 for what it does not understand", async () => {
    expect(await program.run(["statsu"])).toMatchObject({
      code: 64,
      out: "",
      err: expect.stringContaining('did you mean "cellward status"?'),
    });
  });

  test("ends with 78 for a wrong configuration, each fault on a line of stderr", async () => {
    const file = join(scratch(), "c.toml");
    writeFileSync(file, "[log]\nlevel = 1\n[metre]\n");
    const { code, out, err } = await program.run(["config", "show", "--config", file]);
    expect({ code, out }).toEqual({ code: 78, out: "" });
    expect(err.split("\n").filter((line) => line.startsWith(`  ${file}:`))).toHaveLength(2);
    expect(err).not.toMatch(/ at .*\(/);
  });

  test("starts nothing under a wrong configuration", async () => {
    const directory = join(scratch(), "store");
    const { code, err } = await program.run([
      "run",
      ...ID,
      "--set",
      `store.directory=${directory}`,
      "--set",
      "log.level=loud",
    ]);
    expect(code).toBe(78);
    expect(err).toContain('--set log.level: found "loud"');
    expect(existsSync(directory)).toBe(false);
  });

  test("shows stacks with CELLWARD_DEBUG=1", async () => {
    const { err } = await program.run(["config", "show", "--x"], { env: { CELLWARD_DEBUG: "1" } });
    expect(err).toMatch(/\n\s+at /);
  });

  test("takes its settings from the environment", async () => {
    const { code, out } = await program.run(["config", "show", "--origin", ...ID], {
      env: { CELLWARD_LOG_LEVEL: "warn" },
    });
    expect(code).toBe(0);
    expect(out).toContain('level = "warn"  # CELLWARD_LOG_LEVEL\n');
  });

  test("reads what it printed", async () => {
    const file = join(scratch(), "again.toml");
    const first = await program.run(["config", "show", ...ID]);
    writeFileSync(file, first.out);
    expect(await program.run(["config", "show", "--config", file])).toEqual(first);
  });
});

describe("a reader that goes away", () => {
  // `head -c1` closes the pipe after the first byte; the shell tells both exit codes.
  test("is no crash", async () => {
    const script = `{ ${program.command} help; echo "code $?" >&2; } | head -c1; exit 0`;
    const { err } = await endOf(spawn("bash", ["-c", script], { stdio: ["ignore", "pipe", "pipe"] }));
    expect(err).toBe("code 0\n");
  });

  test("before the first byte is no crash", async () => {
    const child = program.start(["config", "show", ...ID]);
    child.stdout?.destroy();
    expect(await endOf(child)).toMatchObject({ code: 0, err: "" });
  });

  test("of stderr is no crash, and the exit code stays", async () => {
    const child = program.start(["nonsense"]);
    child.stderr?.destroy();
    expect(await endOf(child)).toMatchObject({ code: 64, signal: null });
  });

  test("a full disk behind stdout is told, and is a fault", async () => {
    const script = `${program.command} --help > /dev/full; echo "code $?"`;
    const { out, err } = await endOf(spawn("bash", ["-c", script], { stdio: ["ignore", "pipe", "pipe"] }));
    expect(out).toBe("code 1\n");
    expect(err).toMatch(/could not be written: ENOSPC.*\[output-refused\]/);
    expect(err).not.toContain("fault of cellward");
  });
});
