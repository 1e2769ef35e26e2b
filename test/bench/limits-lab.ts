import { EnforceLoop } from "../../src/agent/enforce-loop.ts";
import type { FilterShape } from "../../src/enforce/filter-shape.ts";
import type { ClassLimit, Limit } from "../../src/enforce/kernel-limits.ts";
import { LevelStore } from "../../src/host/level-store.ts";
import { NftGate } from "../../src/host/nft-gate.ts";
import { SystemClock } from "../../src/host/system-clock.ts";
import { TcQueue } from "../../src/host/tc-queue.ts";
import { EnforceLab } from "../support/enforce-lab.ts";
import { SilentLog } from "../support/silent-log.ts";

export const PAYMENT_PORT = 1_001;
export const BULK_PORT = 1_009;
/** As `enforce.lease` has it by default. */
export const LEASE = 1n << 20n;

const SHAPE: FilterShape = {
  classes: ["payment", "management", "telemetry", "bulk"],
  markMask: 0x7000_0000,
  otherwise: "bulk",
  management: "management",
  rules: [{ class: "payment", to: [{ network: "10.0.0.0/8", ports: { first: PAYMENT_PORT, last: PAYMENT_PORT } }] }],
  uplinkPatterns: [],
};

const RANKS = [1, 2, 3, 4] as const;

/** What each class may do; who is left out is open. */
export const limits = (of: Readonly<Record<string, Limit>>): readonly ClassLimit[] =>
  RANKS.map((rank) => {
    const name = SHAPE.classes[rank - 1] ?? "";
    return { class: name, rank, limit: of[name] ?? { kind: "open" } };
  });

export interface LimitsLab {
  readonly lab: EnforceLab;
  readonly loop: EnforceLoop;
  close(): Promise<void>;
}

/** The part of the agent that keeps limits, as the agent has it: nft, tc, a store that syncs, the machine's clock. */
export async function limitsLab({
  slice = LEASE,
  rates = {},
}: { readonly slice?: bigint; readonly rates?: Readonly<Record<string, number>> } = {}): Promise<LimitsLab> {
  const lab = new EnforceLab();
  process.once("exit", () => lab.close());
  const clock = new SystemClock();
  const log = new SilentLog();
  const opening = await LevelStore.open({ directory: lab.path("store"), clock, log, random: Math.random, sync: true });
  if (opening.kind !== "open") throw new TypeError(`the store is ${opening.kind}`);
  const { store } = opening;
  const loop = await EnforceLoop.open(
    {
      gate: new NftGate({ program: lab.nft }),
      queue: new TcQueue(lab.within),
      store,
      clock,
      tell: () => {},
      uplinks: () => ["wwan0"],
      carried: () => lab.carried,
      limits: () => [],
    },
    {
      bootId: "bench",
      mode: "auto",
      onExit: "keep",
      shape: SHAPE,
      uplinks: ["wwan0"],
      slice,
      rates: new Map(Object.entries(rates)),
    },
  );
  await loop.start();
  if (loop.view.enforced !== "kernel") throw new TypeError(`the limits are ${loop.view.enforced}: ${loop.view.why}`);
  const close = async (): Promise<void> => {
    await loop.stop();
    await store.close();
    lab.close();
  };
  return { lab, loop, close };
}
