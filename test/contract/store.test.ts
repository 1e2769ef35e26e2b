import { join } from "node:path";
import { describe } from "vitest";
import { Minutes } from "../../src/base/duration.ts";
import { LevelStore } from "../../src/host/level-store.ts";
import type { Store } from "../../src/ports/store.ts";
import { FailingLevel } from "../support/failing-level.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { MemoryStore } from "../support/memory-store.ts";
import { scratchDirectories } from "../support/scratch-directory.ts";
import { SilentLog } from "../support/silent-log.ts";
import { type StoreBench, storeContract } from "./store-contract.ts";

const scratch = scratchDirectories();

describe("the store in memory keeps the contract", () => {
  storeContract(async () => {
    const store = new MemoryStore();
    return {
      store,
      refuse: () => store.refuse(),
      relent: async () => store.relent(),
      found: async () => new MemoryStore(store.durable),
      close: async () => undefined,
    };
  });
});

describe("LevelDB keeps the contract", () => {
  storeContract(async () => levelBench(false));
});

describe("LevelDB keeps the contract while a full disk lets nobody open it again", () => {
  storeContract(async () => levelBench(true));
});

async function levelBench(refusesOpening: boolean): Promise<StoreBench> {
  const disk = new FailingLevel();
  disk.refusesOpening = refusesOpening;
  const clock = new FakeClock();
  const ports = {
    directory: join(scratch(), "store"),
    clock,
    log: new SilentLog(),
    random: () => 1,
    openDatabase: disk.open,
    freeBytes: () => 1n << 40n,
  };
  const opened: Store[] = [];
  const open = async (): Promise<Store> => {
    const opening = await LevelStore.open(ports);
    if (opening.kind !== "open") throw new Error(`not opened: ${opening.kind}`);
    opened.push(opening.store);
    return opening.store;
  };
  const store = await open();
  return {
    store,
    refuse: () => void (disk.trouble = "No space left on device"),
    relent: async () => {
      // One retry in vain, so that reading from in between is tried too.
      await clock.advance(Minutes(1));
      await store.write([]);
      disk.trouble = undefined;
      await clock.advance(Minutes(1));
      await store.write([]);
    },
    found: async () => {
      await store.close();
      return await open();
    },
    close: async () => {
      disk.trouble = undefined;
      for (const one of opened) await one.close();
    },
  };
}
