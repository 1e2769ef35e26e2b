/** From writing `AT` to its OK, in microseconds: bare serialport and a Dialogue, each on a port of its own, in turns. */
import { SerialPort } from "serialport";
import { action } from "../../src/at/command.ts";
import { Millis } from "../../src/base/duration.ts";
import { systemSerialPorts } from "../../src/host/serial-ports.ts";
import { dialogueOn } from "./quiet-dialogue.ts";

const ROUNDS = 2_000;
const [barePath = "", ownPath = ""] = process.argv.slice(2);

const port = new SerialPort({ path: barePath, baudRate: 921_600, autoOpen: false });
await new Promise((resolve) => port.open(resolve));
let pending = "";
let answered: () => void = () => {};
port.on("data", (bytes: Buffer) => {
  pending += bytes.toString("latin1");
  if (!pending.endsWith("\r\nOK\r\n")) return;
  pending = "";
  answered();
});
const bare = (): Promise<void> =>
  new Promise((resolve) => {
    answered = resolve;
    port.write("AT\r");
  });

const opened = await systemSerialPorts.open(ownPath, 921_600);
if (opened.kind !== "open") throw new RangeError(`${opened.found} ${opened.remedy}`);
const dialogue = dialogueOn(opened.serial);
const at = action("AT", Millis(5_000));
const own = async (): Promise<void> => {
  const { kind } = await dialogue.send(at);
  if (kind !== "ok") throw new RangeError(`AT was answered by ${kind}`);
};

async function cost(ask: () => Promise<void>): Promise<number> {
  const began = process.hrtime.bigint();
  await ask();
  return Number(process.hrtime.bigint() - began) / 1_000;
}

const [bareCosts, ownCosts]: [number[], number[]] = [[], []];
for (let round = 0; round < ROUNDS; round += 1) {
  bareCosts.push(await cost(bare));
  ownCosts.push(await cost(own));
}
const quantile = (values: readonly number[], q: number): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length * q)] ?? Number.NaN;
const of = (values: readonly number[]) => ({
  p50: quantile(values.slice(200), 0.5),
  p95: quantile(values.slice(200), 0.95),
});
process.stdout.write(`${JSON.stringify({ bare: of(bareCosts), own: of(ownCosts) })}\n`, () => process.exit(0));
