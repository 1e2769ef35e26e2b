import { describe, expect, test } from "vitest";
import type { Cursor } from "../../src/meter/cursor.ts";
import { type Advance, advance } from "../../src/meter/delta.ts";
import { type RawCounters, counterSample, linkOf } from "../support/counter-samples.ts";

const ETHERNET = linkOf(14, 14);
const GIB = 1n << 30n;

const install = (raw: RawCounters, link = ETHERNET): Cursor =>
  advance(undefined, counterSample(raw), link, true).cursor;
const then = (cursor: Cursor | undefined, raw: RawCounters, link = ETHERNET): Advance =>
  advance(cursor, counterSample(raw), link, false);

describe("the first sample", () => {
  const raw: RawCounters = { rx: [5_000_000n, 4_000n], tx: [900_000n, 3_000n] };

  test("of a new installation is the baseline: what was used before it is not booked", () => {
    const first = advance(undefined, counterSample(raw), ETHERNET, true);
    expect(first).toMatchObject({ up: 0n, down: 0n, reset: "installed" });
    expect(then(first.cursor, { rx: [5_000_114n, 4_001n], tx: [900_000n, 3_000n] })).toMatchObject({
      up: 0n,
      down: 100n,
    });
  });

  test("without a cursor in an installed program is booked whole", () => {
    expect(then(undefined, raw)).toMatchObject({ down: 4_944_000n, up: 858_000n, reset: "cursor-lost" });
  });
});

describe("counters of one epoch", () => {
  test("are booked as IP bytes, uplink from tx, downlink from rx, each with its own overhead", () => {
    const cursor = install({}, linkOf(0, 14));
    const moved = then(cursor, { rx: [1_500n, 1n], tx: [2_028n, 2n] }, linkOf(0, 14));
    expect(moved).toEqual({
      down: 1_500n,
      up: 2_000n,
      cursor: {
        bootId: "boot-1",
        interfaceName: "wwan0",
        ifindex: 3,
        rxBytes: 1_500n,
        rxPackets: 1n,
        txBytes: 2_028n,
        txPackets: 2n,
        ipRx: 1_500n,
        ipTx: 2_000n,
        at: 0,
      },
    });
  });

  test("whose packets ran ahead of their bytes never lower the total and are exact at rest", () => {
    const start = install({});
    const torn = then(start, { tx: [1_140n, 20n] });
    expect(torn).toMatchObject({ up: 860n });
    const worse = then(torn.cursor, { tx: [1_254n, 40n] });
    expect(worse.up).toBe(0n);
    expect(worse.cursor).toEqual(torn.cursor);
    const rest = then(worse.cursor, { tx: [4_560n, 40n] });
    expect(rest.cursor.ipTx).toBe(4_000n);
    expect(torn.up + worse.up + rest.up).toBe(4_000n);
  });

  test("that stand still book nothing", () => {
    const cursor = install({ rx: [10_000n, 10n] });
    expect(then(cursor, { rx: [10_000n, 10n] })).toEqual({ up: 0n, down: 0n, cursor });
  });

  test("of a renamed interface go on: it is the same counter under another name", () => {
    const cursor = install({ rx: [10_000n, 10n] });
    const moved = then(cursor, { interfaceName: "wwan9", rx: [10_114n, 11n] });
    expect(moved).toMatchObject({ down: 100n, cursor: { interfaceName: "wwan9" } });
    expect(moved.reset).toBeUndefined();
  });
});

describe("another epoch", () => {
  const cursor = install({ rx: [4n * GIB, 3_000_000n], tx: [4n * GIB, 3_000_000n] });
  const small: RawCounters = { rx: [11_400n, 100n], tx: [1_140n, 10n] };

  test.each([
    ["a reboot", { bootId: "boot-2" }, "rebooted"],
    ["an interface made anew under the same name", { ifindex: 4 }, "re-created"],
    ["another interface", { ifindex: 4, interfaceName: "ppp0" }, "other-interface"],
    ["another interface that was given the old index", { interfaceName: "ppp0" }, "other-interface"],
  ])("after %s is booked whole, and nothing more", (_, key, reset) => {
    const moved = then(cursor, { ...small, ...key });
    expect(moved).toMatchObject({ down: 10_000n, up: 1_000n, reset, cursor: { ipRx: 10_000n, ipTx: 1_000n } });
  });

  test("whose counter is already higher than the old one is booked whole as well", () => {
    const moved = then(install({ rx: [114n, 1n] }), { ifindex: 4, rx: [11_400n, 100n] });
    expect(moved).toMatchObject({ down: 10_000n, reset: "re-created" });
  });

  test("is one whose index is the old one, too: the entry in the list of interfaces is another", () => {
    const old = install({ instance: 41, rx: [114n, 1n] });
    const moved = then(old, { instance: 42, rx: [11_400n, 100n] });
    expect(moved).toMatchObject({ down: 10_000n, reset: "re-created", cursor: { instance: 42 } });
  });

  test("is not one that was known by its index alone, as earlier versions wrote it", () => {
    const moved = then(install({ rx: [114n, 1n] }), { instance: 42, rx: [228n, 2n] });
    expect(moved).toMatchObject({ down: 100n, cursor: { instance: 42 } });
    expect(moved.reset).toBeUndefined();
  });
});

describe("a counter that fell within its epoch", () => {
  test("has wrapped when it was near the top and its packets went on", () => {
    const cursor = install({ rx: [4n * GIB - 1_000n, 3_000_000n] });
    const moved = then(cursor, { rx: [10_400n, 3_000_010n] });
    expect(moved.down).toBe(11_400n - 140n);
    expect(moved.reset).toBeUndefined();
  });

  test("has wrapped when the packets fell over the top and the bytes went on", () => {
    const cursor = install({ tx: [900n * GIB, (1n << 32n) - 5n] });
    expect(then(cursor, { tx: [900n * GIB + 1_140n, 5n] })).toMatchObject({ up: 1_000n });
  });

  test("of 64 bits cannot have wrapped: it is a reset, and the new value is all there is", () => {
    const cursor = install({ rx: [5n * GIB, 4_000_000n], tx: [114n, 1n] });
    const moved = then(cursor, { rx: [1_140n, 10n], tx: [228n, 2n] });
    expect(moved).toMatchObject({ down: 1_000n, up: 100n, reset: "fell" });
    expect(moved.cursor.ipRx).toBe(5n * GIB - 56_000_000n + 1_000n);
  });

  test("with its packets is a reset, however near the top it was", () => {
    const cursor = install({ rx: [4n * GIB - 1_000n, 3_000_000n] });
    expect(then(cursor, { rx: [1_140n, 10n] })).toMatchObject({ down: 1_000n, reset: "fell" });
  });

  test("by more than a GiB over the top is not believed to have wrapped", () => {
    const cursor = install({ rx: [2n * GIB, 1_000_000n] });
    expect(then(cursor, { rx: [140_000n, 9_000_000n] }, linkOf(0, 0))).toMatchObject({ down: 140_000n, reset: "fell" });
  });

  test("by more bytes than its packets can hold is not believed to have wrapped", () => {
    const cursor = install({ rx: [4n * GIB - 1_000_000n, 3_000_000n] });
    expect(then(cursor, { rx: [10_000n, 3_000_001n] }, linkOf(0, 0))).toMatchObject({ down: 10_000n, reset: "fell" });
  });

  test("by a hair has neither wrapped nor begun again: the driver stepped back, and nothing is booked twice", () => {
    const cursor = install({ rx: [5n * GIB, 4_000_000n] });
    const back = then(cursor, { rx: [5n * GIB - 3_000n, 3_999_998n] });
    expect(back).toEqual({ up: 0n, down: 0n, cursor });
    expect(then(back.cursor, { rx: [5n * GIB + 114n, 4_000_001n] })).toMatchObject({ down: 100n });
  });
});

describe("an overhead that changes within an epoch", () => {
  test("leaves what was booked as it was and holds from the next packet on", () => {
    const before = then(install({}), { rx: [114_000n, 1_000n] });
    expect(before.down).toBe(100_000n);
    const after = then(before.cursor, { rx: [114_100n, 1_001n] }, linkOf(0, 14));
    expect(after.down).toBe(100n);
    expect(after.cursor.ipRx).toBe(100_100n);
    expect(then(after.cursor, { rx: [114_214n, 1_002n] }).down).toBe(100n);
  });
});
