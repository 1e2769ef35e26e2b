import { spawn } from "node:child_process";
import { copyFileSync, existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { holdersOf } from "../../src/host/port-holders.ts";
import { lockPort } from "../../src/host/port-lock.ts";
import { serialPorts } from "../../src/host/serial-ports.ts";
import { PtyPort, SimulatedModem, SystemClock } from "../../src/simulator/index.ts";
import { describeReal } from "../support/real-parts.ts";
import { scratchDirectories } from "../support/scratch-directory.ts";

const scratch = scratchDirectories();
const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
});

/** A terminal that is looked at as a modem's own port would be, with lock files in a place of their own. */
async function port() {
  const clock = new SystemClock();
  const modem = new SimulatedModem({ clock });
  const pty = await PtyPort.open(modem);
  ends.push(
    () => modem.close(),
    () => pty.close(),
  );
  const place = scratch();
  const ports = serialPorts({
    lock: (path) => lockPort(path, place),
    holders: async (path) => (await holdersOf(path)).seen,
  });
  return { place, path: pty.path ?? "", ports, open: () => ports.open(pty.path ?? "", 115_200) };
}

/** A program by this name that only reads the port: it takes no lock of any kind. */
async function reader(name: string, path: string): Promise<number> {
  const program = join(scratch(), name);
  copyFileSync("/bin/cat", program);
  const child = spawn(program, [path], { stdio: "ignore" });
  ends.push(() => child.kill("SIGKILL"));
  // Each look takes its time; the test's own deadline ends it.
  while (!(await holdersOf(path)).seen.some(({ pid }) => pid === child.pid));
  return child.pid ?? 0;
}

describeReal(["pty"], "before a port is opened", () => {
  test("its lock file is written, and gone when it is let go", async () => {
    const { place, open } = await port();
    const opened = await open();
    if (opened.kind !== "open") throw new TypeError(opened.found);
    expect(readdirSync(place)).toEqual([expect.stringMatching(/^LCK\.\.pts_\d+$/)]);
    await opened.serial.close();
    expect(readdirSync(place)).toEqual([]);
  });

  test("a program that has it open already is named, though it holds no lock", async () => {
    const { place, path, open } = await port();
    const pid = await reader("logger9", path);
    expect(await open()).toMatchObject({
      kind: "busy",
      found: `${path} is held by logger9 (pid ${pid}).`,
      zh: { found: `${path} 被 logger9 (pid ${pid}) 占用。` },
    });
    expect(readdirSync(place)).toEqual([]);
  });

  test("ModemManager is kept off it by one line of udev's", async () => {
    const { path, open } = await port();
    await reader("ModemManager", path);
    expect(await open()).toMatchObject({
      kind: "busy",
      remedy: expect.stringContaining("ID_MM_PORT_IGNORE") as string,
      zh: { remedy: expect.stringContaining("ID_MM_PORT_IGNORE") as string },
    });
  });

  test("another program's lock file is honoured, and says where it lies", async () => {
    const { place, path, open } = await port();
    const child = spawn("sleep", ["60"], { stdio: "ignore" });
    ends.push(() => child.kill("SIGKILL"));
    const file = join(place, `LCK..${path.replace("/dev/", "").replaceAll("/", "_")}`);
    writeFileSync(file, `${String(child.pid).padStart(10)}\n`);
    expect(await open()).toMatchObject({
      kind: "busy",
      found: `${path} is held by sleep (pid ${child.pid}), as ${file} says.`,
    });
    expect(existsSync(file)).toBe(true);
  });
});
