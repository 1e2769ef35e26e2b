import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { expect, it } from "vitest";
import { listSerialPorts } from "../../src/host/serial-list.ts";
import { scratchDirectories } from "../support/scratch-directory.ts";

const scratch = scratchDirectories();

it("each port stands once, by its stable name where it has one, and nothing else does", async () => {
  const root = scratch();
  mkdirSync(`${root}/by-id`);
  for (const name of ["ttyUSB10", "ttyUSB2", "ttyUSB3", "ttyACM0", "ttyS0", "wwan0at0", "wwan0qmi0", "null"])
    writeFileSync(`${root}/${name}`, "");
  symlinkSync("../ttyUSB3", `${root}/by-id/usb-Quectel_EC20-if02-port0`);
  symlinkSync("../gone", `${root}/by-id/usb-gone`);
  const places = [
    [`${root}/by-id`, /./],
    [root, /^wwan\d+at\d+$/],
    [root, /^tty(?:USB|ACM)\d+$/],
  ] as const;
  expect(await listSerialPorts(places)).toEqual(
    ["by-id/usb-Quectel_EC20-if02-port0", "wwan0at0", "ttyACM0", "ttyUSB2", "ttyUSB10"].map(
      (name) => `${root}/${name}`,
    ),
  );
  expect(await listSerialPorts([[`${root}/none`, /./]])).toEqual([]);
});
