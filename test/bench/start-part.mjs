// Starts upon books of different age: from spawn to registered, and the processor's time until then, as `coldStart` has them for no books.
import { execFileSync } from "node:child_process";
import { join } from "node:path";

const ROUNDS = 5;
const AGES = [
  ["1 month", "1"],
  ["14 months", "14"],
  ["5 years", "60"],
];

export function startPart({ bundled, start, lineWith, row, rig, agentArgs, cpuMs, work }) {
  async function bookStart() {
    const file = await bundled("ledger-of");
    let first;
    for (const [age, months] of AGES) {
      const name = `books-${months}`;
      const made = execFileSync(process.execPath, [file, join(work, `${name}-state`), months], { encoding: "utf8" });
      const { hours, kept } = JSON.parse(made);
      const modem = await rig(name);
      const costs = [];
      // The first start rates everything from the first hour and keeps where it stands; it happens once in the books' life.
      for (let round = 0; round <= ROUNDS; round += 1) {
        const began = performance.now();
        const child = start(process.execPath, agentArgs(name, modem));
        await lineWith(child, '"event":"service-up"');
        if (round > 0) costs.push({ wall: performance.now() - began, cpu: cpuMs(child.pid) });
        child.stdout.resume();
        child.kill("SIGTERM");
        await new Promise((resolve) => child.on("exit", resolve));
      }
      modem.child.kill("SIGTERM");
      const median = (which) => costs.map((cost) => cost[which]).toSorted((a, b) => a - b)[ROUNDS >> 1];
      const [wall, cpu] = [median("wall"), median("cpu")];
      first ??= cpu;
      row(
        `start upon books of ${age}, median of ${ROUNDS}`,
        `${wall.toFixed(0)} ms, ${cpu.toFixed(0)} ms CPU: ${(cpu / first).toFixed(2)}x of 1 month`,
        `${hours} hours booked, ${kept} kept apart`,
        "CPU <= 1.25x of 1 month",
        cpu <= 1.25 * first,
      );
    }
  }
  return bookStart;
}
