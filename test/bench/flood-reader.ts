/**
 * Reads a flooded port until its stdin ends, then tells how many lines came and what they cost: `bare` is serialport with
 * ReadlineParser, `agent` is line/ with at/, each line decoded.
 */
import { ReadlineParser } from "@serialport/parser-readline";
import { SerialPort } from "serialport";
import { decode } from "../../src/at/decode.ts";
import { systemSerialPorts } from "../../src/host/serial-ports.ts";
import { dialogueOn } from "./quiet-dialogue.ts";

const [kind, path = ""] = process.argv.slice(2);
let lines = 0;
let last = performance.now();
const count = (line: string): void => {
  if (line.trim() !== "") lines += 1;
  last = performance.now();
};

if (kind === "bare") {
  const port = new SerialPort({ path, baudRate: 921_600 });
  port.pipe(new ReadlineParser({ delimiter: "\n", encoding: "latin1" })).on("data", count);
} else {
  const opened = await systemSerialPorts.open(path, 921_600);
  if (opened.kind !== "open") throw new RangeError(`${opened.found} ${opened.remedy}`);
  dialogueOn(opened.serial).onUrc((line) => {
    if (decode(line).kind.length > 0) count(line);
  });
}
process.stdout.write("ready\n");

// The first second warms up: what is measured is the state in which an agent runs for years.
let before = { cpu: process.cpuUsage(), at: performance.now() };
setTimeout(() => (before = { cpu: process.cpuUsage(), at: performance.now() }), 2_000);
process.stdin.resume().on("end", () => {
  const { user, system } = process.cpuUsage(before.cpu);
  const percent = (user + system) / 10 / (performance.now() - before.at);
  const settled = setInterval(() => {
    if (performance.now() - last < 1_000) return;
    clearInterval(settled);
    process.stdout.write(`${JSON.stringify({ lines, percent })}\n`, () => process.exit(0));
  }, 100);
});
