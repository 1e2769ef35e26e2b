import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Minutes } from "../../src/base/duration.ts";
import { SysCounters } from "../../src/host/sys-counters.ts";
import type { Counters } from "../../src/ports/counters.ts";
import { AgentScene } from "../support/agent-scene.ts";
import { SysfsTree } from "../support/sysfs-tree.ts";

const AT = Date.UTC(2026, 10, 22, 1);
const WHOLE = (1n << 64n) - 1n;

let tree: SysfsTree;
beforeEach(() => {
  tree = new SysfsTree();
  tree.add("wwan0", { counters: [5_000, 50, 3_000, 30] });
});
afterEach(() => tree.close());

/** An agent on the folder of counters, sampling every minute, with the card known. */
async function booted(over: (counters: Counters) => Counters = (counters) => counters): Promise<AgentScene> {
  const scene = new AgentScene();
  await scene.boot({
    wall: AT,
    network: AT,
    counters: (clock, bootId) => over(new SysCounters({ clock, bootId, interfaceName: "wwan0", sysfsRoot: tree.root })),
  });
  await scene.pass(Minutes(1));
  return scene;
}

const down = (rx: number | bigint, tx: number | bigint = 3_000): void => tree.count("wwan0", rx, 60, tx, 30);

describe("a kernel's counter that reads an absurd value", () => {
  test("once is refused with its figures, the state says so, and not a byte is lost or counted twice", async () => {
    const scene = await booted();
    down(15_000);
    await scene.pass(Minutes(1));
    expect(scene.usage.total).toMatchObject({ up: 0, down: 10_000 });
    down(WHOLE, 4_000);
    await scene.pass(Minutes(1));
    expect(scene.usage.total).toMatchObject({ up: 0, down: 10_000 });
    expect(scene.status.state.interface.text).toMatch(
      /^not booked, .*rx moved by 18446744073709536615 bytes within 60\.0 s/,
    );
    expect(scene.events("counters-implausible")).toMatchObject([
      {
        name: "wwan0",
        jumps: [{ direction: "rx", movedBytes: Number(WHOLE - 15_000n), limitBytes: 75_268_435_456, withinMs: 60_000 }],
      },
    ]);
    down(25_000, 5_000);
    await scene.pass(Minutes(1));
    expect(scene.usage.total).toMatchObject({ up: 2_000, down: 20_000 });
    expect(scene.status.state.interface).toEqual({ name: "wwan0", present: true });
    expect(scene.events("counters-cleared")).toHaveLength(1);
    expect([scene.events("over-limit"), scene.log.said("agent-fault")]).toEqual([[], []]);
  });

  test("and stays there is gone on with: the jump is not booked, and neither a stop nor a start books it later", async () => {
    const scene = await booted();
    down(15_000);
    await scene.pass(Minutes(1));
    for (const more of [0n, 1_000n, 2_000n, 3_000n]) {
      down((1n << 60n) + more);
      await scene.pass(Minutes(1));
    }
    expect(scene.usage.total).toMatchObject({ up: 0, down: 13_000 });
    expect(scene.events("counters-rebased")).toHaveLength(1);
    expect(scene.status.state.interface.text).toMatch(/counting goes on from where its counters stand/);
    await scene.stop();
    await scene.boot({ wall: AT + 3_600_000, network: AT + 3_600_000 });
    expect(scene.usage.total).toMatchObject({ up: 0, down: 13_000 });
    expect([scene.status.state.books, scene.events("over-limit")]).toEqual([undefined, []]);
  });

  test("in the last sample before a stop is not booked", async () => {
    const scene = await booted();
    down(15_000);
    await scene.pass(Minutes(1));
    down(WHOLE);
    await scene.stop();
    await scene.boot({ wall: AT + 60_000, network: AT + 60_000 });
    expect(scene.usage.total).toMatchObject({ down: 10_000 });
  });
});

describe("counters that fail in a way nobody thought of", () => {
  test("end nothing: it is told once, tried again with every sample, and counting goes on where it was", async () => {
    let broken = false;
    const scene = await booted((counters) => ({
      sample: () => {
        if (broken) throw new TypeError("no such thing");
        return counters.sample();
      },
      linkOverhead: () => counters.linkOverhead(),
      close: () => counters.close(),
    }));
    broken = true;
    down(15_000);
    await scene.pass(Minutes(5));
    expect(scene.log.said("agent-fault")).toMatchObject([
      { level: "error", fields: { what: "sampling the counters", why: "no such thing" } },
    ]);
    broken = false;
    await scene.pass(Minutes(1));
    expect(scene.usage.total).toMatchObject({ down: 10_000 });
  });

  test("or hold something that is no number are absent, and counted on when they are back", async () => {
    const scene = await booted();
    for (const text of ["", "-1\n", "0x10\n", "nan\n", "99999999999999999999999\n"]) {
      tree.write("wwan0", "rx_bytes", text);
      await scene.pass(Minutes(1));
      expect(scene.status.state.interface.present).toBe(false);
    }
    down(15_000);
    await scene.pass(Minutes(1));
    expect(scene.usage.total).toMatchObject({ up: 0, down: 10_000 });
  });
});
