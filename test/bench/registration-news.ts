/**
 * From a registration's URC on the wire to whoever is told of it: our event by MQTT, ModemManager's signal by D-Bus, both on one simulated
 * modem. Arguments: the agent's program, the broker. JSON on stdout.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import mqtt from "mqtt";
import { PtyPort } from "../../src/host/pty-port.ts";
import { bareEnvironment } from "../support/bare-environment.ts";
import { modemManagerBench } from "../support/modemmanager-bench.ts";

const ROUNDS = 10;
/** A change that was not told of by then is missed. */
const PATIENCE_MS = 5_000;
/** What one change brings along is over before the next; and no more than twenty events of a kind in a minute. */
const APART_MS = 4_000;

const [program = "", broker = ""] = process.argv.slice(2);
const directory = mkdtempSync(join(tmpdir(), "cellward-bench-news-"));
process.once("exit", () => rmSync(directory, { recursive: true, force: true }));
const pause = (ms: number): Promise<void> => new Promise((passed) => setTimeout(passed, ms));
const now = (): number => performance.timeOrigin + performance.now();

const { bench, modem, bus, mmcli, until } = await modemManagerBench(directory);
const port = await PtyPort.open(modem.addPort());
await mmcli("-m", "0", "--enable");
await until(/registration: home/, "-m", "0");

interface Witness {
  at: number | undefined;
}
const wire: Witness = { at: undefined };
const ours: Witness = { at: undefined };
const theirs: Witness = { at: undefined };

let awaited = 1;
modem.addPort().onSend((bytes) => {
  if (Buffer.from(bytes).toString("latin1").includes(`REG: ${awaited}`)) wire.at ??= now();
});

const settings = {
  "device.id": "news",
  "modem.port": port.path,
  "meter.interface": "lo",
  "mqtt.url": broker,
  "store.directory": bench.file("state"),
  "agent.socket": bench.file("agent.sock"),
};
const set = Object.entries(settings).flatMap(([key, value]) => ["--set", `${key}=${value}`]);
const agent = spawn(process.execPath, [program, "run", ...set], {
  stdio: ["ignore", "pipe", "inherit"],
  env: bareEnvironment(),
});
process.once("exit", () => agent.kill("SIGKILL"));
await said(agent, '"event":"service-up"');

const client = await mqtt.connectAsync(broker);
await client.subscribeAsync("cellward/news/event/#", { qos: 1 });
client.on("message", (topic) => {
  if (topic.endsWith("/registration-changed")) ours.at ??= now();
});

// Each signal stands there with the time at which it came.
const rule = "type='signal',interface='org.freedesktop.DBus.Properties'";
const monitor = spawn("dbus-monitor", ["--address", bus, rule], { stdio: ["ignore", "pipe", "inherit"] });
process.once("exit", () => monitor.kill("SIGKILL"));
let heading = 0;
let rest = "";
monitor.stdout.setEncoding("utf8").on("data", (text: string) => {
  const lines = (rest + text).split("\n");
  rest = lines.pop() ?? "";
  for (const line of lines) {
    const time = /^signal time=([\d.]+)/.exec(line)?.[1];
    if (time !== undefined) heading = Number(time) * 1_000;
    if (line.includes('"RegistrationState"')) theirs.at ??= heading;
  }
});

/** `stat` as the modem tells it: only from there on is anybody expected to know. */
async function change(stat: number, make: () => void): Promise<readonly (number | undefined)[]> {
  awaited = stat;
  for (const witness of [wire, ours, theirs]) witness.at = undefined;
  make();
  const deadline = now() + PATIENCE_MS;
  while ((ours.at === undefined || theirs.at === undefined) && now() < deadline) await pause(5);
  await pause(APART_MS);
  const { at } = wire;
  return [ours.at, theirs.at].map((told) => (told === undefined || at === undefined ? undefined : told - at));
}

function said({ stdout }: ChildProcess, text: string): Promise<void> {
  return new Promise((resolve) => {
    let all = "";
    stdout?.on("data", (chunk: Buffer) => {
      if ((all += chunk.toString("latin1")).includes(text)) resolve();
    });
  });
}

const searching: (readonly (number | undefined)[])[] = [];
const home: (readonly (number | undefined)[])[] = [];
for (let round = 0; round < ROUNDS; round += 1) {
  searching.push(await change(2, () => modem.search()));
  home.push(await change(1, () => modem.restore()));
}
const summary = (costs: readonly (readonly (number | undefined)[])[], which: number) => {
  const told = costs.flatMap((cost) => cost[which] ?? []).toSorted((a, b) => a - b);
  return { p50: told[told.length >> 1], most: told.at(-1), told: told.length };
};
const kinds = { searching, home };
const told = Object.entries(kinds).map(([kind, costs]) => ({
  kind,
  of: ROUNDS,
  ours: summary(costs, 0),
  theirs: summary(costs, 1),
}));
await client.endAsync(true);
port.close();
await bench.close();
process.stdout.write(JSON.stringify(told), () => process.exit(0));
