import { mkdirSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { isSerialLine } from "../../src/host/serial-line.ts";
import { systemSerialPorts } from "../../src/host/serial-ports.ts";
import { describeRefusal } from "../../src/host/serial-refusal.ts";
import { scratchDirectories } from "../support/scratch-directory.ts";

const scratch = scratchDirectories();

test("/dev/null is no serial line, and a path that is not there is not judged", () => {
  expect(isSerialLine("/dev/null")).toBe(false);
  expect(isSerialLine(join(scratch(), "none"))).toBeUndefined();
});

test("the kernel's table of terminal drivers decides, by ranges and by single minors", () => {
  const drivers = join(scratch(), "drivers");
  const kernel = { drivers, characterDevices: scratch() };
  const table = (text: string): void => writeFileSync(drivers, `/dev/tty  /dev/tty  5  0 system:/dev/tty\n${text}\n`);
  table("usbserial            /dev/ttyUSB   1 0-511 serial");
  expect(isSerialLine("/dev/null", kernel)).toBe(true);
  table("usbserial            /dev/ttyUSB   1 4-511 serial");
  expect(isSerialLine("/dev/null", kernel)).toBe(false);
  table("odd                  /dev/odd      1 3 serial");
  expect(isSerialLine("/dev/null", kernel)).toBe(true);
  expect(isSerialLine("/dev/null", { ...kernel, drivers: join(scratch(), "none") })).toBeUndefined();
});

test("a channel of a line that the kernel multiplexes is one like any other", () => {
  const kernel = { drivers: join(scratch(), "drivers"), characterDevices: scratch() };
  // drivers/tty/n_gsm.c, gsm_init: a serial driver of that name with a major number that the kernel picks, 256 minors.
  writeFileSync(kernel.drivers, "gsmtty               /dev/gsmtty     1 0-255 serial\n");
  expect(isSerialLine("/dev/null", kernel)).toBe(true);
});

test("a port of the kernel's WWAN subsystem is one, although it is no terminal", () => {
  const kernel = { drivers: join(scratch(), "drivers"), characterDevices: scratch() };
  writeFileSync(kernel.drivers, "");
  mkdirSync(join(kernel.characterDevices, "1:3"));
  symlinkSync("../../../class/wwan", join(kernel.characterDevices, "1:3", "subsystem"));
  expect(isSerialLine("/dev/null", kernel)).toBe(true);
});

test("the driver's refusal of something that is no terminal is told in words", async () => {
  const refusal = await describeRefusal("/dev/null", "Error: Inappropriate ioctl for device, cannot get");
  expect(refusal).toMatchObject({
    found: "/dev/null is not a serial port.",
    remedy: expect.stringMatching(/modem\.port/),
    zh: { found: "/dev/null 不是串口。", remedy: expect.stringMatching(/modem\.port/) },
  });
  expect(JSON.stringify(refusal)).not.toMatch(/ioctl|Error/);
});

test("a directory in the place of a port is told as one, with what a port looks like", async () => {
  const opened = await systemSerialPorts.open(scratch(), 115_200);
  expect(opened).toMatchObject({
    kind: "failed",
    found: expect.stringMatching(/is a directory, no port\.$/),
    remedy: expect.stringMatching(/\/dev\/ttyUSB2.*\/dev\/serial\/by-id/),
  });
});

test("nobody is told to join the group root for the sake of a port", async () => {
  // A directory of root's stands for a port of root's: what counts is its group and mode.
  const path = "/etc";
  expect(statSync(path).gid).toBe(0);
  const { remedy, zh } = await describeRefusal(path, "Error: Permission denied, cannot open");
  expect(remedy).toMatch(/udev.*GROUP="dialout".*usermod -aG dialout USER/);
  expect(zh.remedy).toMatch(/udev.*GROUP="dialout".*usermod -aG dialout 用户/);
  expect(remedy + zh.remedy).not.toContain("aG root");
});
