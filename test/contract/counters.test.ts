import { describe } from "vitest";
import { SysCounters } from "../../src/host/sys-counters.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { FakeCounters } from "../support/fake-counters.ts";
import { SysfsTree } from "../support/sysfs-tree.ts";
import { type CountersBench, countersContract } from "./counters-contract.ts";

function fakeBench(): CountersBench {
  const counters = new FakeCounters(new FakeClock());
  let reached = { rx: [0, 0], tx: [0, 0] };
  return {
    counters,
    plugIn: (ifindex) => {
      reached = { rx: [0, 0], tx: [0, 0] };
      counters.plugIn(ifindex);
    },
    unplug: () => counters.unplug(),
    reach: (rx, tx) => {
      for (const [direction, [bytes, packets]] of Object.entries({ rx, tx }) as ["rx" | "tx", typeof rx][]) {
        const [bytesBefore = 0, packetsBefore = 0] = reached[direction];
        const more = packets - packetsBefore;
        if (more > 0) counters.carry(direction, more, (bytes - bytesBefore) / more);
      }
      reached = { rx: [...rx], tx: [...tx] };
    },
    close: () => undefined,
  };
}

function sysfsBench(): CountersBench {
  const tree = new SysfsTree();
  const parts = { clock: new FakeClock(), bootId: "boot-1", interfaceName: "wwan0", sysfsRoot: tree.root };
  return {
    counters: new SysCounters(parts),
    plugIn: (ifindex) => tree.add("wwan0", { ifindex }),
    unplug: () => tree.remove("wwan0"),
    reach: (rx, tx) => tree.count("wwan0", ...rx, ...tx),
    close: () => tree.close(),
  };
}

describe("counters in a test's hands", () => countersContract(fakeBench));
describe("counters of the kernel's folder", () => countersContract(sysfsBench));
