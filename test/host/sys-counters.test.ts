import { readdirSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { SysCounters, type SysCountersParts } from "../../src/host/sys-counters.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { SysfsTree } from "../support/sysfs-tree.ts";

let tree: SysfsTree;
let counters: SysCounters;

const countersOf = (parts: Partial<SysCountersParts> = {}): SysCounters =>
  new SysCounters({
    clock: new FakeClock(),
    bootId: "boot-1",
    interfaceName: "wwan0",
    sysfsRoot: tree.root,
    ...parts,
  });

beforeEach(() => {
  tree = new SysfsTree();
  counters = countersOf();
});

afterEach(() => {
  counters.close();
  tree.close();
});

const openFiles = (): number => readdirSync("/proc/self/fd").length;

describe("the counters of an interface", () => {
  test("are read with their epoch and the monotonic instant", () => {
    tree.add("wwan0", { ifindex: 7, counters: [1_000, 10, 500, 5] });
    expect(counters.sample()).toEqual({
      kind: "sample",
      epoch: { bootId: "boot-1", interfaceName: "wwan0", ifindex: 7, instance: expect.any(Number) },
      rx: { bytes: 1_000n, packets: 10n },
      tx: { bytes: 500n, packets: 5n },
      at: 1_000,
    });
  });

  test("are read anew through kept descriptors, to the last digit of 64 bits", () => {
    tree.add("wwan0");
    counters.sample();
    const before = openFiles();
    tree.count("wwan0", (1n << 64n) - 1n, 1n << 63n, 9_007_199_254_740_993n, 7n);
    expect(counters.sample()).toMatchObject({
      rx: { bytes: 18_446_744_073_709_551_615n, packets: 9_223_372_036_854_775_808n },
      tx: { bytes: 9_007_199_254_740_993n, packets: 7n },
    });
    expect(openFiles()).toBe(before);
  });

  test("hold the packet that a driver adds after its bytes", () => {
    tree.add("wwan0", { counters: [1_000, 10, 500, 5] });
    counters.sample();
    tree.count("wwan0", 1_000n, 11n, 500n, 6n);
    expect(counters.sample()).toMatchObject({ rx: { packets: 11n }, tx: { packets: 6n } });
  });

  test("move again after any time of rest", () => {
    tree.add("wwan0", { counters: [1_000, 10, 500, 5] });
    for (let look = 0; look < 5; look += 1) counters.sample();
    tree.count("wwan0", 1_001n, 11n, 500n, 5n);
    expect(counters.sample()).toMatchObject({ rx: { bytes: 1_001n, packets: 11n }, tx: { bytes: 500n, packets: 5n } });
    tree.count("wwan0", 1_001n, 12n, 502n, 6n);
    expect(counters.sample()).toMatchObject({ rx: { bytes: 1_001n, packets: 12n }, tx: { bytes: 502n, packets: 6n } });
  });

  test("of one that rests and is renamed end within four looks, and one that took its name is seen from its first byte", () => {
    tree.add("wwan0", { ifindex: 3, counters: [1_000, 10, 500, 5] });
    for (let look = 0; look < 9; look += 1) counters.sample();
    tree.rename("wwan0", "wwan9");
    tree.add("wwan0", { ifindex: 4, counters: [70, 1, 0, 0] });
    const looks = Array.from({ length: 4 }, () => counters.sample());
    expect(looks.at(-1)).toMatchObject({ epoch: { ifindex: 4 }, rx: { bytes: 70n } });
  });

  test("of an absent interface are absent, and there as soon as it is", () => {
    expect(counters.sample()).toEqual({ kind: "absent", why: `there is no interface at ${tree.root}/wwan0` });
    expect(counters.linkOverhead()).toBeUndefined();
    tree.add("wwan0");
    expect(counters.sample().kind).toBe("sample");
  });

  test("are those of the new interface when one was made under the same name between two samples", () => {
    tree.add("wwan0", { ifindex: 3, counters: [9_000, 9, 9_000, 9] });
    counters.sample();
    tree.remove("wwan0");
    tree.add("wwan0", { ifindex: 4, counters: [100, 1, 0, 0] });
    expect(counters.sample()).toMatchObject({ epoch: { ifindex: 4 }, rx: { bytes: 100n } });
  });

  test("end when the interface is taken away, and nothing stays open", () => {
    const before = openFiles();
    tree.add("wwan0");
    counters.sample();
    tree.remove("wwan0");
    expect(counters.sample().kind).toBe("absent");
    expect(openFiles()).toBe(before);
  });

  test("end when it is renamed, although the descriptors go on working, and go on when it is renamed back", () => {
    tree.add("wwan0", { ifindex: 3, counters: [100, 1, 0, 0] });
    counters.sample();
    tree.rename("wwan0", "wwan9");
    expect(counters.sample().kind).toBe("absent");
    tree.count("wwan9", 300, 3, 0, 0);
    tree.rename("wwan9", "wwan0");
    expect(counters.sample()).toMatchObject({ epoch: { ifindex: 3 }, rx: { bytes: 300n } });
  });

  test("are not those of the interface that went away when another one took its name", () => {
    tree.add("wwan0", { ifindex: 3, counters: [100, 1, 0, 0] });
    tree.add("wwan1", { ifindex: 4, counters: [7, 1, 0, 0] });
    counters.sample();
    tree.rename("wwan0", "wwan2");
    tree.rename("wwan1", "wwan0");
    expect(counters.sample()).toMatchObject({ epoch: { ifindex: 4 }, rx: { bytes: 7n } });
  });

  test("that cannot be read are absent with the reason, never a number", () => {
    tree.add("wwan0");
    tree.write("wwan0", "tx_bytes", "");
    expect(counters.sample()).toMatchObject({ kind: "absent", why: expect.stringContaining("empty") as string });
    tree.write("wwan0", "tx_bytes", "lots\n");
    expect(counters.sample()).toMatchObject({ kind: "absent", why: expect.stringContaining("lots") as string });
    tree.write("wwan0", "tx_bytes", "12\n");
    expect(counters.sample()).toMatchObject({ tx: { bytes: 12n } });
  });

  test("of an interface without an index are absent: every sample would begin an epoch", () => {
    tree.add("wwan0", { ifindex: Number.NaN });
    expect(counters.sample()).toMatchObject({ kind: "absent", why: expect.stringContaining("ifindex") as string });
  });

  test("under a root that is no folder are absent", () => {
    tree.add("wwan0");
    const lost = countersOf({ sysfsRoot: `${tree.root}/wwan0/ifindex` });
    expect(lost.sample()).toMatchObject({ kind: "absent", why: expect.stringContaining("ENOTDIR") as string });
    expect(lost.linkOverhead()).toBeUndefined();
  });

  test("of a folder that lacks one are absent", () => {
    tree.add("wwan0");
    tree.drop("wwan0", "rx_packets");
    expect(counters.sample()).toEqual({ kind: "absent", why: "wwan0 is being taken away and made again" });
  });

  test("can be closed at any time and asked again", () => {
    tree.add("wwan0");
    counters.close();
    counters.sample();
    counters.close();
    counters.close();
    expect(counters.sample().kind).toBe("sample");
  });
});

describe("the overhead of a link", () => {
  test.each([
    [65534, undefined, 0, 0, "raw-ip link (ARPHRD 65534)"],
    [519, undefined, 0, 0, "raw-ip link (ARPHRD 519)"],
    [65534, "qmi_wwan", 0, 0, "raw-ip link (ARPHRD 65534)"],
    [512, undefined, 0, 0, "ppp link (ARPHRD 512)"],
    [1, undefined, 14, 14, "ethernet (ARPHRD 1), no driver named"],
    [1, "smsc95xx", 14, 14, "ethernet (ARPHRD 1), driver smsc95xx"],
    [1, "cdc_ether", 0, 14, "ethernet (ARPHRD 1), driver cdc_ether"],
    [1, "rndis_host", 0, 58, "ethernet (ARPHRD 1), driver rndis_host"],
    [1, "cdc_ncm", 0, 14, "ethernet (ARPHRD 1), driver cdc_ncm"],
    [1, "cdc_mbim", 0, 0, "ethernet (ARPHRD 1), driver cdc_mbim"],
    [1, "qmi_wwan", 0, 14, "ethernet (ARPHRD 1), driver qmi_wwan"],
    [801, undefined, 0, 0, "unknown kind of link (ARPHRD 801), taken as raw-ip"],
  ])("of type %d with driver %s is %d and %d", (type, driver, rx, tx, because) => {
    tree.add("wwan0", driver === undefined ? { type } : { type, driver });
    // ARP passes over what frames packets as Ethernet does.
    expect(counters.linkOverhead()).toEqual({ rx, tx, because, ...(type === 1 ? { arp: true } : {}) });
  });

  test("is what was set by hand, per direction", () => {
    tree.add("wwan0", { type: 1 });
    expect(countersOf({ overhead: { rx: 0, tx: 30 } }).linkOverhead()).toMatchObject({
      rx: 0,
      tx: 30,
      because: "set by hand",
    });
    expect(countersOf({ overhead: { rx: 0 } }).linkOverhead()).toMatchObject({
      rx: 0,
      tx: 14,
      because: "rx set by hand, else ethernet (ARPHRD 1), no driver named",
    });
  });

  test("is found anew with every interface", () => {
    tree.add("wwan0", { type: 1 });
    counters.sample();
    expect(counters.linkOverhead()).toMatchObject({ rx: 14, tx: 14 });
    tree.remove("wwan0");
    tree.add("wwan0", { ifindex: 4, type: 65534 });
    counters.sample();
    expect(counters.linkOverhead()).toMatchObject({ rx: 0, tx: 0 });
  });
});
