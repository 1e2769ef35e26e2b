import { closeSync } from "node:fs";
import { expect, it } from "vitest";
import { openPtyMaster } from "../../src/host/pty-master.ts";
import { serialPorts } from "../../src/host/serial-ports.ts";
import { describeReal } from "../support/real-parts.ts";

/** More than any terminal takes while nobody reads the other end. */
const FLOOD = Buffer.alloc(1_048_576, "A");

describeReal(["pty"], "the port of a modem that takes nothing any more", () => {
  it("is closed with its buffer full while the process goes on, and can be opened again", async () => {
    const { fd, path } = await openPtyMaster();
    const ports = serialPorts();
    for (let round = 0; round < 3; round += 1) {
      const opened = await ports.open(path, 115_200);
      if (opened.kind !== "open") throw new Error(opened.found);
      let [taken, turns] = [false, 0];
      const written = opened.serial.write(FLOOD).then(() => (taken = true));
      // A few turns of the loop: the kernel has what it takes, and the rest waits.
      for (; turns < 20; turns += 1) await new Promise((resolve) => setImmediate(resolve));
      expect(taken).toBe(false);
      let going = true;
      const turning = (): void => {
        turns += 1;
        if (going) setImmediate(turning);
      };
      turning();
      await opened.serial.close();
      going = false;
      expect(turns).toBeGreaterThan(20);
      // Whoever waits for the bytes is told that they will not go out.
      await written;
    }
    closeSync(fd);
  }, 30_000);
});
