// `npm run bench [-- --minutes N] [--only PART]`: measurements beside a bare node and beside the floor, in one run. Asserts nothing.
// Needs mosquitto. Ratios carry over to other machines, absolute figures do not.
import { spawn, execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { build } from "esbuild";
import mqtt from "mqtt";
import { BUNDLE_DEFINES, BUNDLE_OPTIONS, escapeRest } from "../../.build/bundle-options.mjs";
import { atParts } from "./at-parts.mjs";
import { booksParts } from "./books-part.mjs";
import { bridgePart } from "./bridge-part.mjs";
import { diagnosisPart } from "./diagnosis-part.mjs";
import { forecastPart } from "./forecast-part.mjs";
import { limitsParts } from "./limits-parts.mjs";
import { newsPart } from "./news-part.mjs";
import { planParts } from "./plan-parts.mjs";
import { startPart } from "./start-part.mjs";

const { values } = parseArgs({ options: { minutes: { type: "string", default: "10" }, only: { type: "string" } } });
const minutes = Number(values.minutes);
const root = fileURLToPath(new URL("../..", import.meta.url));
const bin = join(root, "dist/bin.cjs");
const work = mkdtempSync(join(tmpdir(), "cellward-bench-"));
const bundles = mkdtempSync(join(root, "node_modules/.cache/cellward-bench-"));
const children = new Set();
const rows = [];

process.on("exit", () => {
  for (const child of children) child.kill("SIGKILL");
  rmSync(work, { recursive: true, force: true });
  rmSync(bundles, { recursive: true, force: true });
});

/** This process's, without what would be a setting of the program's. */
const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("CELLWARD_")));

const start = (command, argv, options = {}) => {
  const child = spawn(command, argv, { stdio: ["pipe", "pipe", "inherit"], env, ...options });
  children.add(child);
  child.on("exit", () => children.delete(child));
  return child;
};

/** Resolves with the first line that holds the text. */
const lineWith = (child, text) =>
  new Promise((resolve, reject) => {
    let pending = "";
    child.stdout.setEncoding("utf8").on("data", (chunk) => {
      pending += chunk;
      const line = pending.split("\n").find((candidate) => candidate.includes(text));
      if (line !== undefined) resolve(line);
      pending = pending.slice(pending.lastIndexOf("\n") + 1);
    });
    child.on("exit", (code) => reject(new Error(`ended with ${code} before "${text}"`)));
  });

const freePort = () =>
  new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

async function bundled(name) {
  const outfile = join(bundles, `${name}.mjs`);
  await build({
    entryPoints: [join(root, `test/bench/${name}.ts`)],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20.19",
    external: ["@serialport/bindings-cpp", "classic-level"],
    banner: {
      js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url); const __filename = import.meta.filename; const __dirname = import.meta.dirname;',
    },
    logLevel: "error",
  });
  return outfile;
}

/** The same packages weigh 2.6 MB more as an ES module, not minified and with what nobody runs (measured). */
async function bundledAsTheAgent(name) {
  const outfile = join(bundles, `${name}.cjs`);
  await build({
    ...BUNDLE_OPTIONS,
    define: BUNDLE_DEFINES,
    entryPoints: [join(root, `test/bench/${name}.ts`)],
    outfile,
    logLevel: "error",
  });
  escapeRest(outfile);
  return outfile;
}

const rssMb = (pid) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))[1]) / 1024;
/** Time on a processor so far of all threads, milliseconds: the first field of schedstat, in nanoseconds (proc(5)). */
const cpuMs = (pid) =>
  readdirSync(`/proc/${pid}/task`)
    .map((task) => Number(readFileSync(`/proc/${pid}/task/${task}/schedstat`, "utf8").split(" ")[0]) / 1e6)
    .reduce((sum, time) => sum + time, 0);
const quantile = (sorted, q) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))];
/** `met`: whether the goal is; left out where there is none to be told of. */
const row = (what, measured, beside, goal, met) =>
  rows.push([what, measured, beside, goal, met === undefined ? "" : met ? "yes" : "NO"]);
const ms = (value) => `${value.toFixed(value < 10 ? 2 : 0)} ms`;

const brokerPort = await freePort();
const broker = `mqtt://127.0.0.1:${brokerPort}`;
writeFileSync(join(work, "mosquitto.conf"), `listener ${brokerPort} 127.0.0.1\nallow_anonymous true\n`);
start("mosquitto", ["-c", join(work, "mosquitto.conf")], {
  stdio: "ignore",
  env: { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` },
});
await pause(500);

const rig = async (name) => {
  const child = start(process.execPath, [
    bin,
    "rig",
    "modem",
    "--json",
    "--counters",
    join(work, name),
    "--registration-delay",
    "0",
  ]);
  const { path } = JSON.parse(await lineWith(child, "ready"));
  child.stdout.resume();
  return {
    path,
    counters: join(work, name),
    child,
    do: (command) => child.stdin.write(`${JSON.stringify(command)}\n`),
  };
};
const agentArgs = (name, modem, more = []) => [
  bin,
  "run",
  ...[
    `device.id=${name}`,
    `modem.port=${modem.path}`,
    `meter.sysfs_root=${modem.counters}`,
    "plan.quota=1 GiB",
    `mqtt.url=${broker}`,
    `store.directory=${join(work, `${name}-state`)}`,
    `agent.socket=${join(work, `${name}.sock`)}`,
    "clock.trust_system=true",
    ...more,
  ].flatMap((setting) => ["--set", setting]),
];

/** From spawn to the line in the log; the modem is registered already, so none of it is the modem's. */
async function coldStart() {
  const bare = [];
  const agent = [];
  for (let round = 0; round < 7; round += 1) {
    let began = performance.now();
    await new Promise((resolve) => start(process.execPath, ["-e", "0"]).on("exit", resolve));
    bare.push(performance.now() - began);
    const modem = await rig(`cold-${round}`);
    began = performance.now();
    const child = start(process.execPath, agentArgs(`cold-${round}`, modem));
    await lineWith(child, '"event":"service-up"');
    agent.push(performance.now() - began);
    child.kill("SIGTERM");
    modem.child.kill("SIGTERM");
  }
  const [b, a] = [bare, agent].map((costs) =>
    quantile(
      costs.toSorted((x, y) => x - y),
      0.5,
    ),
  );
  row("cold start to registered, median of 7", ms(a), `bare node ${ms(b)}: ${(a / b).toFixed(1)}x`, "<= 4x");
}

/** Events of one type are limited to 20 a minute, so several agents are asked, one after the other. */
const AGENTS = 5;
const DETACHES = 18;

/** The modem lives in this process, so the clock starts when the line is handed to the kernel. */
async function latency() {
  const { SimulatedModem, PtyPort, SystemClock, CounterFolder } = await import(join(root, "dist/simulator.mjs"));
  new CounterFolder(join(work, "latency-net"), "wwan0").add({ up: 0n, down: 0n });
  const client = await mqtt.connectAsync(broker);
  await client.subscribeAsync("cellward/+/event/#", { qos: 1 });
  let heard = () => {};
  client.on("message", (topic) => topic.endsWith("network-detached") && heard(performance.now()));
  const costs = [];
  for (let nth = 0; nth < AGENTS; nth += 1) {
    const modem = new SimulatedModem({ clock: new SystemClock(), registrationDelay: 0 });
    const port = await PtyPort.open(modem);
    const place = { path: port.path, counters: join(work, "latency-net") };
    const child = start(process.execPath, agentArgs(`latency-${nth}`, place));
    await lineWith(child, '"event":"modem-ready"');
    child.stdout.resume();
    await pause(1_500);
    for (let round = 0; round < DETACHES; round += 1) {
      const arrived = new Promise((resolve) => (heard = resolve));
      const began = performance.now();
      modem.urc("+CGEV: NW DETACH");
      costs.push((await arrived) - began);
      await pause(60);
    }
    child.kill("SIGTERM");
    await new Promise((resolve) => child.on("exit", resolve));
    port.close();
  }
  costs.sort((a, b) => a - b);
  row(
    `detach URC on the wire to MQTT message received, ${costs.length} times`,
    `median ${ms(quantile(costs, 0.5))}`,
    `p95 ${ms(quantile(costs, 0.95))}`,
    "<= 5 ms median",
  );
  await client.endAsync(true);
}

async function sampleCost() {
  const file = await bundled("sample");
  const run = (argv) => JSON.parse(execFileSync(process.execPath, [file, ...argv], { encoding: "utf8" }));
  const { p50, p95 } = run(["/sys/class/net", "lo"]);
  row(
    "sample of four counters (sysfs, lo)",
    `p50 ${(p50 / 1_000).toFixed(4)} ms`,
    `p95 ${(p95 / 1_000).toFixed(4)} ms`,
    "<= 0.02 ms",
  );
}

async function idleCpu() {
  const modem = await rig("idle");
  const agent = start(process.execPath, agentArgs("idle", modem));
  await lineWith(agent, '"event":"service-up"');
  const bare = start(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
  agent.stdout.resume();
  // The collector clears away what a start leaves some ten seconds after it (measured: 60-120 ms, once): that is no rest yet.
  // And not just when the modem is polled, every 30 s: two polls belong to a minute, not one or three.
  await pause(45_000);
  const [a, b] = [cpuMs(agent.pid), cpuMs(bare.pid)];
  await pause(60_000);
  const [agentMs, bareMs] = [cpuMs(agent.pid) - a, cpuMs(bare.pid) - b];
  row(
    "idle CPU in 60 s",
    ms(agentMs),
    `bare node with a 1 s timer ${ms(bareMs)}: ${(agentMs / bareMs).toFixed(1)}x`,
    "<= 5x",
  );
  for (const child of [agent, bare, modem.child]) child.kill("SIGTERM");
}

/** The demo's load: some kilobytes twice a second, a detach and a return every minute. */
async function memory() {
  const [modem, other] = [await rig("memory"), await rig("floor")];
  const bare = start(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
  const floor = start(process.execPath, [
    await bundledAsTheAgent("floor"),
    other.path,
    broker,
    join(work, "floor-state"),
  ]);
  const agent = start(process.execPath, agentArgs("memory", modem));
  await lineWith(floor, "ready");
  floor.stdout.resume();
  await lineWith(agent, '"event":"service-up"');
  agent.stdout.resume();
  const seen = [];
  const beats = minutes * 120;
  for (let beat = 0; beat < beats; beat += 1) {
    modem.do({ do: "consume", up: 3_400, down: 8_200 });
    if (beat % 120 === 80) modem.do({ do: "detach" });
    if (beat % 120 === 100) modem.do({ do: "restore" });
    await pause(500);
    if (beat % 60 === 59) seen.push(rssMb(agent.pid));
  }
  const [f, a, b] = [rssMb(floor.pid), rssMb(agent.pid), rssMb(bare.pid)];
  row(
    `resident memory after ${minutes} min of load`,
    `${a.toFixed(1)} MB`,
    `floor ${f.toFixed(1)} MB (${(a - f).toFixed(1)} above), bare node ${b.toFixed(1)} MB`,
    "<= floor + 12 MB",
  );
  row("  the same, every 30 s", seen.map((mb) => mb.toFixed(0)).join(" "), "", "flat");
  for (const child of [bare, floor, agent, modem.child, other.child]) child.kill("SIGTERM");
}

console.log(`${cpus().length} cores, ${cpus()[0].model}, node ${process.version}; ${minutes} min of load`);
const parts = [
  sampleCost,
  forecastPart({ bundled, row }),
  diagnosisPart({ bundled, row, root }),
  ...atParts({ bundled, start, lineWith, row, root }),
  ...planParts({ bundled, row }),
  bridgePart({ start, lineWith, row, root }),
  ...booksParts({ bundled, row, root, minutes }),
  ...limitsParts({ bundled, row }),
  newsPart({ bundled, row, root, broker }),
  coldStart,
  startPart({ bundled, start, lineWith, row, rig, agentArgs, cpuMs, work }),
  latency,
  idleCpu,
  memory,
];
for (const part of parts.filter(({ name }) => values.only === undefined || values.only === name)) {
  console.error(`bench: ${part.name} ...`);
  await part();
}
const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...rows.map((cells) => cells[column].length)));
console.log(["What", "Measured", "Beside", "Goal", "Met"].map((cell, i) => cell.padEnd(widths[i])).join("  "));
for (const cells of rows) console.log(cells.map((cell, i) => cell.padEnd(widths[i])).join("  "));
process.exit();
