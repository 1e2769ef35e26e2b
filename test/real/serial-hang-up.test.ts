import { expect, it } from "vitest";
import { Millis } from "../../src/base/duration.ts";
import { systemSerialPorts } from "../../src/host/serial-ports.ts";
import { PtyPort, SimulatedModem, SystemClock } from "../../src/simulator/index.ts";
import { describeReal } from "../support/real-parts.ts";

describeReal(["pty"], "a port that vanishes", () => {
  it("is told as gone within a second, also right after an answer, a hundred times", async () => {
    const modem = new SimulatedModem({ clock: new SystemClock(), registrationDelay: Millis(0) });
    const pty = await PtyPort.open(modem);
    for (let round = 0; round < 100; round += 1) {
      const path = await until(() => pty.device);
      const opened = await systemSerialPorts.open(path, 115_200);
      if (opened.kind !== "open") throw new Error(opened.found);
      const gone = new Promise<string>((resolve) => opened.serial.onGone(resolve));
      const answered = new Promise<void>((resolve) => opened.serial.onBytes(() => resolve()));
      await opened.serial.write(Buffer.from("AT\r"));
      await answered;
      modem.fault({ name: "port-vanish", lasts: Millis(1) });
      expect(await within(gone, 1_000)).toMatch(/vanished|failed|closed/);
    }
    pty.close();
  }, 60_000);
});

function until<T>(found: () => T | undefined): Promise<T> {
  return new Promise((resolve) => {
    const look = (): void => {
      const value = found();
      if (value === undefined) setTimeout(look, 2);
      else resolve(value);
    };
    look();
  });
}

function within(gone: Promise<string>, ms: number): Promise<string> {
  return Promise.race([gone, new Promise<string>((resolve) => setTimeout(resolve, ms, "nothing was told"))]);
}
