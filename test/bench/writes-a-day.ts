/**
 * What a whole agent writes to the disk in a day at its defaults, by the kernel's own account: its clock is a fake one, its store and witness
 * are real files. Arguments: a directory on a disk, bytes that the device uses in the day. JSON on stdout.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Minutes } from "../../src/base/duration.ts";
import { LevelPlace } from "../../src/host/level-place.ts";
import { WitnessDirectory } from "../../src/host/witness-file.ts";
import { AgentScene } from "../support/agent-scene.ts";
import { SilentLog } from "../support/silent-log.ts";

const [directory = "", used = "1000000"] = process.argv.slice(2);
const DAY_MINUTES = 1_440;
/** The disk works in real time, whatever the agent's clock says: what is under way is let end. */
const DISK_MS = 5;

const writtenSoFar = (): number => Number(/^write_bytes: (\d+)/m.exec(readFileSync("/proc/self/io", "utf8"))?.[1]);

const scene = new AgentScene();
const place = new LevelPlace({
  directory: join(directory, "store"),
  clock: scene.clock,
  log: new SilentLog(),
  random: Math.random,
});
await scene.boot({
  wall: Date.UTC(2026, 10, 12, 2),
  disk: { place, witnesses: new WitnessDirectory(join(directory, "witness")) },
  settings: [
    "meter.sample_interval=1s",
    "modem.poll_interval=30s",
    "meter.checkpoint_bytes=256 KiB",
    "plan.quota=30 MiB",
    "clock.trust_system=true",
  ],
});
const idle = writtenSoFar();
for (let minute = 0; minute < DAY_MINUTES; minute += 1) {
  scene.counters.carry("rx", 1, Math.round((Number(used) * 0.7) / DAY_MINUTES));
  scene.counters.carry("tx", 1, Math.round((Number(used) * 0.3) / DAY_MINUTES));
  await scene.pass(Minutes(1));
  await new Promise((passed) => setTimeout(passed, DISK_MS));
}
const told = { written: writtenSoFar() - idle, booked: scene.usage.total.total };
process.stdout.write(JSON.stringify(told), () => process.exit(0));
