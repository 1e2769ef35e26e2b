/**
 * Books of one interface's traffic: the agent's and vnStat's, both at their defaults, on one disk. What they are off what was sent, their
 * time on the processor, what they write, and what a power cut takes along. Arguments: the program, minutes. JSON on stdout.
 */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { LevelPlace } from "../../src/host/level-place.ts";
import { SystemClock } from "../../src/host/system-clock.ts";
import { WitnessDirectory } from "../../src/host/witness-file.ts";
import { openBooks } from "../../src/meter/open-books.ts";
import { bareEnvironment } from "../support/bare-environment.ts";
import { CarrierLink } from "../support/carrier-link.ts";
import { PowerCutDisk } from "../support/power-cut.ts";
import { SilentLog } from "../support/silent-log.ts";

const [program = "", minutes = "6"] = process.argv.slice(2);
/** 10 kB a second, in packets of 100 bytes. */
const MEGABITS = 0.08;
const CUT_EVERY_MS = 15_000;

const pause = (ms: number): Promise<void> => new Promise((passed) => setTimeout(passed, ms));
const link = new CarrierLink();
process.once("exit", () => link.close());
const disk = new PowerCutDisk();
process.once("exit", () => disk.dispose());
const [command = "", ...within] = link.before;
const children: ChildProcess[] = [];
process.once("exit", () => children.forEach((child) => child.kill("SIGKILL")));

const start = (...words: readonly string[]): ChildProcess => {
  const child = spawn(command, [...within, ...words], { stdio: ["ignore", "pipe", "inherit"], env: bareEnvironment() });
  children.push(child);
  return child;
};

const config = (database: string): string => `DatabaseDir "${database}"\nUseLogging 0\n`;
const vnstatConfig = join(disk.path, "vnstat.conf");
mkdirSync(join(disk.path, "vnstat"));
writeFileSync(vnstatConfig, config(join(disk.path, "vnstat")));

/** All that it has of the interface, ethernet headers and all; undefined: no database yet. */
function vnstatTotal(configuration: string): number | undefined {
  try {
    const words = ["--config", configuration, "--json", "d", "1", "-i", "wwan0"];
    const told = execFileSync("vnstat", words, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- vnstat's own words
    const { interfaces } = JSON.parse(told) as { interfaces: { traffic: { total: { rx: number; tx: number } } }[] };
    const total = interfaces[0]?.traffic.total;
    return total === undefined ? undefined : total.rx + total.tx;
  } catch {
    return undefined;
  }
}

/** What the agent's books hold of every card, as a start would find them. */
async function ownTotal(state: string): Promise<number> {
  const parts = { clock: new SystemClock(), log: new SilentLog(), random: Math.random };
  const place = new LevelPlace({ ...parts, directory: join(state, "store") });
  const witnesses = new WitnessDirectory(join(state, "witness"));
  const { ledger, store } = await openBooks(
    { ...parts, place, witnesses },
    { bootId: "look", witnessEvery: 1n << 20n },
  );
  const total = ledger.books().reduce((sum, book) => sum + ledger.totals(book).up + ledger.totals(book).down, 0n);
  await store.close();
  return Number(total);
}

const sent = (): number => Number(link.received("device") + link.received("carrier"));
/** As vnStat counts: the interface's own counters. */
const onInterface = (): number => {
  const told = execFileSync(command, [...within, "cat", "/proc/net/dev"], { encoding: "utf8" });
  const fields = /wwan0:\s*(.*)/.exec(told)?.[1]?.trim().split(/\s+/).map(Number) ?? [];
  return (fields[0] ?? 0) + (fields[8] ?? 0);
};

const cpuMs = (pid: number): number =>
  readdirSync(`/proc/${pid}/task`)
    .map((task) => Number(readFileSync(`/proc/${pid}/task/${task}/schedstat`, "utf8").split(" ")[0]) / 1e6)
    .reduce((sum, time) => sum + time, 0);
const written = (pid: number): number =>
  Number(/^write_bytes: (\d+)/m.exec(readFileSync(`/proc/${pid}/io`, "utf8"))?.[1]);
const pidOf = ({ pid }: ChildProcess): number => pid ?? 0;
const ended = (child: ChildProcess): Promise<unknown> => {
  const over = new Promise((resolve) => void child.once("close", resolve));
  child.kill("SIGTERM");
  return over;
};

const state = join(disk.path, "state");
const settings = {
  "modem.port": "none",
  "meter.sysfs_root": link.sysfsRoot,
  "clock.trust_system": "true",
  "plan.quota": "100 GiB",
  "store.directory": state,
  "agent.socket": join(disk.path, "agent.sock"),
};
const set = Object.entries(settings).flatMap(([key, value]) => ["--set", `${key}=${value}`]);
const agent = start(process.execPath, program, "run", ...set);
await new Promise<void>((resolve) => {
  let told = "";
  agent.stdout?.on(
    "data",
    (chunk: Buffer) => (told += chunk.toString("latin1")).includes("counting-began") && resolve(),
  );
});
const vnstatd = start("vnstatd", "--nodaemon", "--config", vnstatConfig);
while (vnstatTotal(vnstatConfig) === undefined) {
  if (vnstatd.exitCode !== null) throw new TypeError(`vnstatd ended with ${vnstatd.exitCode}`);
  await pause(500);
}
// Its first look at the interface follows the database.
await pause(25_000);

for (const [side, payload, count] of [
  ["device", 20, 4_000],
  ["device", 1_372, 2_000],
  ["carrier", 20, 4_000],
  ["carrier", 1_372, 4_000],
] as const)
  await link.send(side, payload, { count });

const pids = { own: pidOf(agent), vnstat: pidOf(vnstatd) };
const before = { own: [cpuMs(pids.own), written(pids.own)], vnstat: [cpuMs(pids.vnstat), written(pids.vnstat)] };
const seconds = Number(minutes) * 60;
const flood = link.flood("device", MEGABITS, seconds);
const lost = { own: 0, vnstat: 0 };
let cuts = 0;
for (const until = performance.now() + seconds * 1_000 - 1_000; performance.now() < until; cuts += 1) {
  await pause(CUT_EVERY_MS);
  const [now, counted] = [sent(), onInterface()];
  const copy = disk.cut();
  const configuration = join(copy.path, "look.conf");
  writeFileSync(configuration, config(join(copy.path, "vnstat")));
  lost.vnstat = Math.max(lost.vnstat, counted - (vnstatTotal(configuration) ?? 0));
  lost.own = Math.max(lost.own, now - (await ownTotal(join(copy.path, "state"))));
  copy.release();
}
await flood;
const grown = (which: "own" | "vnstat") => {
  const [cpu = 0, bytes = 0] = before[which];
  return { cpuMs: cpuMs(pids[which]) - cpu, written: written(pids[which]) - bytes };
};
const used = { own: grown("own"), vnstat: grown("vnstat") };
// Both look once more, and write what they have.
await pause(22_000);
await Promise.all([ended(agent), ended(vnstatd)]);
const truth = sent();
const told = {
  seconds,
  truth,
  own: { ...used.own, off: (await ownTotal(state)) - truth, lost: lost.own },
  vnstat: { ...used.vnstat, off: (vnstatTotal(vnstatConfig) ?? 0) - truth, lost: lost.vnstat },
  cuts,
};
process.stdout.write(JSON.stringify(told), () => process.exit(0));
