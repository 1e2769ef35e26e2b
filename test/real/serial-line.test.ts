import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { SerialPort } from "serialport";
import { Millis } from "../../src/base/duration.ts";
import { SerialLine, SimulatedModem, SystemClock } from "../../src/simulator/index.ts";
import { until } from "../support/child-program.ts";
import { ClientBench } from "../support/client-bench.ts";
import { describeReal } from "../support/real-parts.ts";
import { scratchDirectories } from "../support/scratch-directory.ts";

const scratch = scratchDirectories();
const ends: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
});

/** Two terminals, each what the other hears: a null-modem cable without the wire. */
async function cable() {
  const bench = new ClientBench(scratch());
  ends.push(() => bench.close());
  const [here, there] = [join(bench.directory, "here"), join(bench.directory, "there")];
  bench.start("socat", [`pty,rawer,link=${here}`, `pty,rawer,link=${there}`]);
  await until(() => existsSync(here) && existsSync(there), "the cable");
  return { here, there };
}

describeReal(["socat"], "a simulated modem on a serial line", () => {
  test("answers who opens the other end, at the speed that was asked for", async () => {
    const { here, there } = await cable();
    const modem = new SimulatedModem({ clock: new SystemClock(), registrationDelay: Millis(0) });
    ends.push(() => modem.close());
    const line = await SerialLine.open(modem, here, { baudRate: 9_600 });
    ends.push(() => line.close());
    expect(execFileSync("stty", ["-F", here], { encoding: "utf8" })).toContain("speed 9600 baud");

    const port = new SerialPort({ path: there, baudRate: 9_600 });
    ends.push(() => new Promise((resolve) => port.close(() => resolve())));
    let heard = "";
    port.on("data", (bytes: Buffer) => (heard += bytes.toString("latin1")));
    port.write("ATE0\r");
    await until(() => heard === "ATE0\r\r\nOK\r\n", "an answer");
    heard = "";
    port.write("AT+CSQ\r");
    await until(() => heard === "\r\n+CSQ: 20,99\r\n\r\nOK\r\n", "another");
    modem.fault({ name: "port-vanish", lasts: Millis(60_000) });
    port.write("AT\r");
    modem.urc("+CREG: 2");
    expect(heard).not.toContain("CREG");
  });

  test("a line that is not there is refused by its name", async () => {
    const modem = new SimulatedModem({ clock: new SystemClock() });
    ends.push(() => modem.close());
    await expect(SerialLine.open(modem, "/dev/no-such-line")).rejects.toThrow("/dev/no-such-line");
  });
});
