import { appendFileSync } from "node:fs";
import { EnforceLoop } from "../../src/agent/enforce-loop.ts";
import { NftGate } from "../../src/host/nft-gate.ts";
import { LevelStore } from "../../src/host/level-store.ts";
import { TcQueue } from "../../src/host/tc-queue.ts";
import { SystemClock } from "../../src/host/system-clock.ts";
import { lease, limits } from "./enforce-bench.ts";
import { SHAPE } from "./gate-contract.ts";
import { SilentLog } from "./silent-log.ts";

/** Renews a lease as fast as it can until it is killed; the plan is told once, to the first of its lives. */
async function keep([
  nft = "",
  directory = "",
  told = "",
  plan = "",
  bootId = "this-boot",
]: readonly string[]): Promise<void> {
  const clock = new SystemClock();
  const log = new SilentLog();
  const opening = await LevelStore.open({ directory, clock, log, random: Math.random, sync: true });
  if (opening.kind !== "open") throw new Error(opening.kind);
  const { store } = opening;
  const gate = new NftGate({ program: nft });
  const options = {
    bootId,
    mode: "auto",
    onExit: "keep",
    shape: SHAPE,
    uplinks: ["wwan0"],
    slice: 20_000n,
    rates: new Map(),
  } as const;
  const loop = await EnforceLoop.open(
    {
      gate,
      store,
      clock,
      tell: () => {},
      queue: new TcQueue(),
      uplinks: () => [],
      carried: () => 0n,
      limits: () => [],
    },
    options,
  );
  await loop.start();
  if (plan !== "") await loop.apply(limits({ bulk: lease(BigInt(plan)) }));
  appendFileSync(told, "ready\n");
  for (;;) await loop.review();
}

void keep(process.argv.slice(2));
