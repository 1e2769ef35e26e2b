import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe } from "vitest";
import { NftCounters } from "../../src/host/nft-counters.ts";
import { FakeFilter } from "../support/fake-filter.ts";
import { describeReal } from "../support/real-parts.ts";
import { UplinkLab } from "../support/uplink-lab.ts";
import { type ClassCountersBench, classCountersContract } from "./class-counters-contract.ts";

function fakeBench(): ClassCountersBench {
  const filter = new FakeFilter();
  const names = new Set<string>();
  return {
    counters: filter,
    make: (name) => {
      names.add(name);
      filter.make(name);
    },
    take: (name) => filter.take(name),
    count: (name, bytes) => filter.count(name, bytes),
    dropTable: () => {
      for (const name of names) filter.take(name);
      filter.absent = true;
    },
    addTable: () => (filter.absent = false),
    close: () => undefined,
  };
}

const TABLE = "inet cellward";
const FIRST_PORT = 1_000;

/** The kernel's own filter, in a namespace of its own; what a class is, is told by the port. */
function kernelBench(): ClassCountersBench {
  const lab = new UplinkLab();
  lab.plugIn("wwan0");
  const directory = mkdtempSync(join(tmpdir(), "cellward-nft-"));
  const program = join(directory, "nft");
  writeFileSync(program, `#!/bin/sh\nexec ${lab.before.join(" ")} nft "$@"\n`);
  chmodSync(program, 0o755);
  const ports = new Map<string, number>();
  const addTable = (): void =>
    void lab.nft(`add table ${TABLE}; add chain ${TABLE} out { type filter hook postrouting priority 0; }`);
  const rules = (): void => {
    for (const [name, port] of ports) lab.nft(`add rule ${TABLE} out udp dport ${port} counter name ${name}`);
  };
  /** A counter that a rule names stays. */
  const take = (name: string): void => {
    if (!ports.delete(name)) return;
    lab.nft(`flush chain ${TABLE} out; delete counter ${TABLE} ${name}`);
    rules();
  };
  let made = FIRST_PORT;
  addTable();
  return {
    counters: NftCounters.of(TABLE, program),
    make: (name) => {
      take(name);
      lab.nft(`add counter ${TABLE} ${name}; flush chain ${TABLE} out`);
      ports.set(name, (made += 1));
      rules();
    },
    take,
    count: (name, bytes) => void lab.carry("wwan0", "up", { size: bytes, count: 1, port: ports.get(name) ?? 0 }),
    dropTable: () => {
      ports.clear();
      lab.nft(`delete table ${TABLE}`);
    },
    addTable,
    close: () => {
      lab.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

describe("class counters in a test's hands", () => classCountersContract(fakeBench));
describeReal(["namespaces", "nft"], "class counters of the kernel's packet filter", () =>
  classCountersContract(kernelBench),
);
