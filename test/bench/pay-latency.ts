/**
 * How long payments take beside bulk, behind a radio of 2 Mbit/s each way with a full modem's buffer: without limits, and with those of the
 * kernel and a server that paces what it sends. JSON on stdout.
 */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import type { EnforceLab } from "../support/enforce-lab.ts";
import { load, PACE, PACED_PORT, pay, type Paying, SOURCE_PORT, startServer } from "./lab-payments.ts";
import { BULK_PORT, limits, limitsLab } from "./limits-lab.ts";

const FAR = "10.7.0.2";
const RADIO = "rate 2mbit burst 3000 limit 256kb".split(" ");
const PAYING: Paying = { host: FAR, every: 100, most: 100, tolerated: 5, within: 10_000 };
/** Buffers fill before anybody pays. */
const WARM_UP = 2_000;

const { lab, loop, close } = await limitsLab({ rates: { bulk: PACE } });
const name = `cwf${process.pid}`;
const run = (command: string, ...words: readonly string[]): string =>
  execFileSync(command, words, { encoding: "utf8" });
const inFar = (...words: readonly string[]): string[] => [`--net=/run/netns/${name}`, ...words];
process.once("exit", () => run("ip", "netns", "del", name));

/** A server beyond the carrier, so that the radio's two buffers are the carrier's, behind what the device does. */
function joinFar(): void {
  run("ip", "netns", "add", name);
  lab.ip("carrier", "link", "add", "inet0", "type", "veth", "peer", "name", "eth0", "netns", name);
  lab.ip("carrier", "addr", "add", "10.7.0.1/24", "dev", "inet0");
  run("ip", "-n", name, "addr", "add", `${FAR}/24`, "dev", "eth0");
  lab.ip("carrier", "link", "set", "inet0", "gso_max_segs", "1", "up");
  run("ip", "-n", name, "link", "set", "eth0", "gso_max_segs", "1", "up");
  run("ip", "-n", name, "route", "add", "default", "via", "10.7.0.1");
  lab.ip("device", "route", "add", "10.7.0.0/24", "via", "10.9.0.2", "dev", "wwan0");
  lab.on("carrier", "sysctl", "-qw", "net.ipv4.ip_forward=1");
  for (const link of ["car0", "inet0"]) lab.on("carrier", "tc", "qdisc", "add", "dev", link, "root", "tbf", ...RADIO);
}

const pause = (ms: number): Promise<void> => new Promise((passed) => setTimeout(passed, ms));
const quantile = (values: readonly number[], q: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * q))] ?? Number.NaN;

async function beside(bulk: (on: EnforceLab) => ChildProcess | undefined, most = PAYING.most) {
  const before = lab.billed;
  const child = bulk(lab);
  if (child !== undefined) await pause(WARM_UP);
  const { took, failed } = await pay(lab, { ...PAYING, most });
  const { up, down } = lab.billed;
  child?.kill("SIGTERM");
  // What is still in the buffers is nobody's latency of the next case.
  if (child !== undefined) await pause(WARM_UP);
  const billed = up + down - before.up - before.down;
  return { p50: quantile(took, 0.5), p99: quantile(took, 0.99), done: took.length, failed, billed };
}

joinFar();
await startServer((...words) => {
  const child = spawn("nsenter", inFar(...words), { stdio: ["ignore", "pipe", "inherit"] });
  process.once("exit", () => child.kill("SIGKILL"));
  return child;
});
const up = (on: EnforceLab): ChildProcess => load(on, "device", FAR, BULK_PORT, "up");
const down = (port: number) => (on: EnforceLab) => load(on, "device", FAR, port, "down");
const idle = await beside(() => undefined);
// Without the agent's queue; few are enough to see it.
const bare = { up: await beside(up, 10), down: await beside(down(SOURCE_PORT), 10) };
await loop.apply(limits({ bulk: { kind: "lease", bytes: 1_000_000_000n } }));
const kept = {
  up: await beside(up),
  down: await beside(down(PACED_PORT)),
  unpaced: await beside(down(SOURCE_PORT), 10),
};
await close();
process.stdout.write(JSON.stringify({ idle, bare, kept, lacking: loop.view.lacking }), () => process.exit(0));
