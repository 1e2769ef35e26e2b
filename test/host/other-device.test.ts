import { expect, it } from "vitest";
import { isOtherDevice } from "../../src/host/other-device.ts";
import { systemSerialPorts } from "../../src/host/serial-ports.ts";

it("what is no terminal is told from one without being opened, where the kernel tells", async () => {
  expect(await isOtherDevice("/dev/null")).toBe(true);
  expect(await isOtherDevice("/dev/tty")).toBe(false);
  expect(await isOtherDevice("/dev/null", "/nonexistent")).toBe(false);
  expect(await isOtherDevice("/nonexistent")).toBe(false);
});

it("of /dev/null it is said that it is no serial port, and not who has it open", async () => {
  const refused = await systemSerialPorts.open("/dev/null", 115_200);
  expect(refused).toMatchObject({ kind: "failed", found: "/dev/null is not a serial port." });
});
