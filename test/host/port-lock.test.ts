import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { lockPort } from "../../src/host/port-lock.ts";
import { scratchDirectories } from "../support/scratch-directory.ts";

const scratch = scratchDirectories();

const file = (place: string): string => join(place, "LCK..ttyUSB2");

test("a free port gets a lock file in the form that others read, which is gone when it is let go", async () => {
  const place = scratch();
  const lock = await lockPort("/dev/ttyUSB2", place);
  expect(readFileSync(file(place), "latin1")).toBe(`${String(process.pid).padStart(10)}\n`);
  if (lock.kind !== "held") throw new TypeError("not held");
  await lock.release();
  expect(readdirSync(place)).toEqual([]);
});

test.each(["ascii", "binary"])(
  "a living process's file (%s) is honoured: it is named, and left alone",
  async (form) => {
    const place = scratch();
    const child = spawn("sleep", ["60"], { stdio: "ignore" });
    const { pid = 0 } = child;
    const bytes = Buffer.alloc(4);
    bytes.writeInt32LE(pid);
    writeFileSync(file(place), form === "ascii" ? `${String(pid).padStart(10)} sleep root\n` : bytes);
    expect(await lockPort("/dev/ttyUSB2", place)).toEqual({
      kind: "busy",
      holder: { pid, name: "sleep" },
      file: file(place),
    });
    child.kill("SIGKILL");
    await once(child, "exit");
    // The holder was killed: its file is nobody's.
    expect((await lockPort("/dev/ttyUSB2", place)).kind).toBe("held");
  },
);

test.each(["", "rubbish", "      -1\n", `${process.pid}\n`])(
  "a file that names no other process (%j) is taken over",
  async (text) => {
    const place = scratch();
    writeFileSync(file(place), text);
    expect((await lockPort("/dev/ttyUSB2", place)).kind).toBe("held");
  },
);

test("what somebody else has written meanwhile is not removed when the port is let go", async () => {
  const place = scratch();
  const lock = await lockPort("/dev/ttyUSB2", place);
  writeFileSync(file(place), "1\n");
  if (lock.kind === "held") await lock.release();
  expect(existsSync(file(place))).toBe(true);
});

test("a name under by-id is the device that it leads to", async () => {
  const place = scratch();
  mkdirSync(join(place, "by-id"));
  writeFileSync(join(place, "ttyUSB2"), "");
  symlinkSync("../ttyUSB2", join(place, "by-id", "usb-modem"));
  const lock = await lockPort(join(place, "by-id", "usb-modem"), place);
  expect(readdirSync(place).filter((name) => name.endsWith("_ttyUSB2"))).toHaveLength(1);
  expect(lock.kind).toBe("held");
});

test("where nothing can be written there is no lock file, and no fault", async () => {
  expect(await lockPort("/dev/ttyUSB2", "/proc/none")).toEqual({ kind: "none" });
});
