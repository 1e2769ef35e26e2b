// A start of the agent beside a simulated modem, so that the code that V8 has after it is what a start needs.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** How long the agent may take to know the modem; it takes less than a second. */
const PATIENCE_MS = 10_000;

/** Gives back when the agent has told of service, or throws when it has not in time; leaves nothing behind. */
export async function rehearse({ index, simulator, program }) {
  // Evaluated by every start from the command line.
  if (typeof program.main !== "function") throw new TypeError("the bundle has no program");
  const place = mkdtempSync(join(tmpdir(), "cellward-rehearsal-"));
  const modem = new simulator.SimulatedModem({ clock: new simulator.SystemClock(), registrationDelay: 0 });
  const counters = join(place, "net");
  new simulator.CounterFolder(counters, "wwan0").add({ up: 0n, down: 0n });
  const port = await simulator.PtyPort.open(modem);
  try {
    await oneStart(index, place, [`modem.port=${port.path}`, `meter.sysfs_root=${counters}`]);
  } finally {
    port.close();
    rmSync(place, { recursive: true, force: true });
  }
}

async function oneStart(index, place, set) {
  let served;
  const service = new Promise((resolve, reject) => {
    served = resolve;
    setTimeout(() => reject(new Error("the agent found no service")), PATIENCE_MS).unref();
  });
  const log = quietLog((event) => event === "service-up" && served());
  const agent = await index.startAgent({
    log,
    set: [
      "device.id=rehearsal",
      "plan.quota=1 GiB",
      "clock.trust_system=true",
      `store.directory=${join(place, "store")}`,
      `agent.socket=${join(place, "agent.sock")}`,
      ...set,
    ],
  });
  await service;
  await agent.stop();
}

function quietLog(heard) {
  const log = { trace: () => undefined, debug: heard, info: heard, warn: heard, error: heard, station: () => log };
  return log;
}
