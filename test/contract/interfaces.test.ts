import { describe, expect, it } from "vitest";
import { SysInterfaces } from "../../src/host/sys-interfaces.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { FakeInterfaces } from "../support/fake-interfaces.ts";
import { describeReal } from "../support/real-parts.ts";
import { SysfsTree } from "../support/sysfs-tree.ts";
import { UplinkLab } from "../support/uplink-lab.ts";
import { type InterfacesBench, interfacesContract } from "./interfaces-contract.ts";

function fakeBench(): InterfacesBench {
  const interfaces = new FakeInterfaces(new FakeClock());
  return {
    interfaces,
    plugIn: (name) => void interfaces.plugIn(name),
    unplug: (name) => interfaces.unplug(name),
    send: (name, bytes) => {
      interfaces.counters(name).carry("tx", 1, bytes);
      return bytes;
    },
    close: () => undefined,
  };
}

function folderBench(): InterfacesBench {
  const tree = new SysfsTree();
  let made = 2;
  return {
    interfaces: new SysInterfaces({ clock: new FakeClock(), bootId: "boot-1", sysfsRoot: tree.root }),
    plugIn: (name) => tree.add(name, { ifindex: (made += 1) }),
    unplug: (name) => tree.remove(name),
    send: (name, bytes) => {
      tree.count(name, 0, 0, bytes, 1);
      return bytes;
    },
    close: () => tree.close(),
  };
}

/** An Ethernet header of 14 bytes is in a veth's counters. */
const HEADER = 14;

function kernelBench(): InterfacesBench {
  const lab = new UplinkLab();
  return {
    interfaces: new SysInterfaces({ clock: new FakeClock(), bootId: "boot-1", sysfsRoot: lab.sysfsRoot }),
    plugIn: (name) => lab.plugIn(name),
    unplug: (name) => lab.unplug(name),
    send: (name, bytes) => lab.carry(name, "up", { size: bytes, count: 1, port: 9 }) + HEADER,
    close: () => lab.close(),
  };
}

describe("interfaces in a test's hands", () => interfacesContract(fakeBench));
describe("interfaces of a folder in the kernel's shape", () => interfacesContract(folderBench));
describeReal(["namespaces", "nft"], "interfaces of the kernel", () => interfacesContract(kernelBench));

describe("a machine that does not list its interfaces", () => {
  it("has none, and that is no fault", () => {
    const sysfsRoot = "/nowhere/class/net";
    expect(new SysInterfaces({ clock: new FakeClock(), bootId: "boot-1", sysfsRoot }).names()).toEqual([]);
  });
});
