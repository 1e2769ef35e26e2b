/** What one sample of four counters costs, in microseconds: a folder in the shape of /sys/class/net, and a real interface. */
import { SystemClock } from "../../src/host/system-clock.ts";
import { SysCounters } from "../../src/host/sys-counters.ts";

const ROUNDS = 20_000;
const [sysfsRoot = "/sys/class/net", interfaceName = "lo"] = process.argv.slice(2);
const counters = new SysCounters({ clock: new SystemClock(), bootId: "bench", interfaceName, sysfsRoot });
const costs: number[] = [];
for (let round = 0; round < ROUNDS; round += 1) {
  const began = process.hrtime.bigint();
  counters.sample();
  costs.push(Number(process.hrtime.bigint() - began) / 1_000);
}
counters.close();
costs.sort((a, b) => a - b);
process.stdout.write(JSON.stringify({ p50: costs[ROUNDS / 2], p95: costs[Math.floor(ROUNDS * 0.95)] }));
