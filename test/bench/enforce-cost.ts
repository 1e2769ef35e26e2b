/**
 * What limits in the kernel cost: from a decision to the kernel having it, and the processor's time for a round of a lease, beside a
 * script that starts nft for each. JSON on stdout.
 */
import { readdirSync, readFileSync } from "node:fs";
import { BULK_PORT, limits, limitsLab } from "./limits-lab.ts";

const ROUNDS = 200;
const SLICE = 20_000n;

const { lab, loop, close } = await limitsLab({ slice: SLICE });

/** The long-lived nft of this process: whatever it was started by has become it. */
function nftPid(): string {
  const children = readdirSync("/proc/self/task").flatMap((task) =>
    readFileSync(`/proc/self/task/${task}/children`, "utf8").trim().split(" "),
  );
  const found = children.find((pid) => pid !== "" && readFileSync(`/proc/${pid}/comm`, "utf8") === "nft\n");
  if (found === undefined) throw new TypeError("no nft runs");
  return found;
}
const nftMs = (pid: string): number => Number(readFileSync(`/proc/${pid}/schedstat`, "utf8").split(" ")[0]) / 1e6;

/** Bulk is stopped, and let go again; that it holds is tried with a packet at times. */
async function inForce(): Promise<{ readonly costs: readonly number[]; readonly wrong: number }> {
  const costs: number[] = [];
  let wrong = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const held = round % 2 === 0;
    const began = performance.now();
    await loop.apply(limits(held ? { bulk: { kind: "held" } } : {}));
    costs.push(performance.now() - began);
    if (round % 20 < 2 && lab.send("device", BULK_PORT) !== (held ? 0 : 1)) wrong += 1;
  }
  return { costs, wrong };
}

/** The same by a script: one nft for a change. Milliseconds each. */
function byScript(): readonly number[] {
  return Array.from({ length: 50 }, (_, round) => {
    const bytes = round % 2 === 0 ? "0" : "9000000000000000000";
    const began = performance.now();
    lab.on("device", "nft", "add", "quota", "inet", "cellward", "bulk", `{ over ${bytes} bytes ; }`);
    return performance.now() - began;
  });
}

/** Each time bulk has used most of its slice: it is read, charged, written to the disk and granted anew. */
async function leaseRound(): Promise<{ readonly own: number; readonly nft: number; readonly rounds: number }> {
  await loop.apply(limits({ bulk: { kind: "lease", bytes: 100_000_000n } }));
  const pid = nftPid();
  let [own, nft, rounds] = [0, 0, 0];
  for (let round = 0; round < ROUNDS; round += 1) {
    const passed = lab.send("device", BULK_PORT, { count: 18 });
    if (passed === 18) rounds += 1;
    const [cpu, kernel] = [process.cpuUsage(), nftMs(pid)];
    await loop.review();
    const { user, system } = process.cpuUsage(cpu);
    own += (user + system) / 1_000;
    nft += nftMs(pid) - kernel;
  }
  return { own: own / ROUNDS, nft: nft / ROUNDS, rounds };
}

/** What a script's round takes that reads all quotas and sets one; by bash's own sums of its children. */
function scriptRound(): number {
  const times = 50;
  const words = `nft -j list quotas table inet cellward >/dev/null; nft reset quota inet cellward bulk >/dev/null`;
  const told = lab.on("device", "bash", "-c", `for i in $(seq ${times}); do ${words}; done; times`);
  const [, children = ""] = told.trim().split("\n");
  const seconds = [...children.matchAll(/(\d+)m([\d.]+)s/g)].map(([, m, s]) => Number(m) * 60 + Number(s));
  return (seconds.reduce((sum, one) => sum + one, 0) * 1_000) / times;
}

const quantile = (values: readonly number[], q: number): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length * q)] ?? Number.NaN;
const { costs, wrong } = await inForce();
const script = byScript();
const round = await leaseRound();
const told = {
  rounds: costs.length,
  wrong,
  p50: quantile(costs, 0.5),
  p99: quantile(costs, 0.99),
  script: quantile(script, 0.5),
  lease: { ...round, of: ROUNDS, script: scriptRound() },
};
await close();
process.stdout.write(JSON.stringify(told), () => process.exit(0));
