import { join } from "node:path";
import { expect } from "vitest";
import type { AgentProcess } from "../support/agent-process.ts";
import { type DeviceBench, deviceTest as it } from "../support/device-bench.ts";
import { FlowingBytes } from "../support/flowing-bytes.ts";
import { Heard } from "../support/heard.ts";
import { MountedDisk } from "../support/mounted-disk.ts";
import { otherBoot } from "../support/other-boot.ts";
import { describeReal } from "../support/real-parts.ts";

const CHECKPOINT = 4_096;

describeReal(["pty", "mosquitto", "mounts"], "a disk that is full", () => {
  function smallDisk(bench: DeviceBench): MountedDisk {
    const disk = new MountedDisk("6m");
    bench.atEnd(() => disk.dispose());
    return disk;
  }

  const settings = (bench: DeviceBench, disk: MountedDisk) => ({
    "meter.sysfs_root": bench.path("net"),
    "meter.checkpoint_bytes": `${CHECKPOINT} B`,
    "store.directory": join(disk.path, "state"),
  });

  async function exactly(agent: AgentProcess, bytes: FlowingBytes): Promise<void> {
    const { usage } = await agent.until(
      (status) => status.usage?.sim !== undefined && status.usage.total.total >= bytes.total,
      `${bytes.total} bytes`,
    );
    expect(usage?.total).toEqual(bytes.directions);
  }

  /** Counters that begin at zero, under another boot id: whatever is known now was on the disk. */
  async function afterReboot(bench: DeviceBench, disk: MountedDisk, bytes: FlowingBytes): Promise<void> {
    const net = bench.path("net-rebooted");
    const counters = new FlowingBytes(net);
    const next = bench.agent({ ...settings(bench, disk), "meter.sysfs_root": net }, { before: otherBoot(bench, 1) });
    const { usage } = await next.until((status) => status.usage?.sim !== undefined, "the books");
    const kept = usage?.total.total ?? 0;
    // The rest that had not come to a checkpoint yet, and the few bytes after the disk was well again.
    expect(bytes.total - kept).toBeLessThanOrEqual(CHECKPOINT + 3);
    expect(kept).toBeLessThanOrEqual(bytes.total);
    counters.carry(1_000, 2_345);
    await next.until((status) => status.usage?.total.total === kept + 3_345, "the new boot's bytes, once");
  }

  it.concurrent("is named with what it needs, counting goes on, and all of it is written when there is room again", async ({
    bench,
  }) => {
    const disk = smallDisk(bench);
    const bytes = new FlowingBytes(bench.path("net"));
    bench.atEnd(() => bytes.rest());
    await bench.rig();
    const broker = await bench.broker();
    const heard = new Heard(await bench.witness(broker));
    const agent = bench.agent({ ...settings(bench, disk), "mqtt.url": broker.url });
    await heard.retained("usage", ({ sim }) => sim !== undefined);
    bytes.carry(10_000, 20_000);
    await exactly(agent, bytes);

    disk.fill();
    bytes.flow(500);
    const failing = await heard.event("store-failing");
    expect(failing).toMatchObject({
      why: expect.stringMatching(/full|space/i),
      path: expect.stringContaining(disk.path),
    });
    const { store } = await heard.retained("state", (state) => !state.store.durable);
    expect(store).toMatchObject({
      path: join(disk.path, "state/store"),
      text: expect.stringMatching(/counting goes on in memory/),
    });
    expect(store.freeBytes).toBeLessThan(64 * 1_024);
    expect(store.neededBytes).toBeGreaterThan(store.freeBytes ?? 0);
    await agent.until(({ state }) => (state.store.ageS ?? 0) >= 2, "the age of the last durable entry");
    expect((await bench.cellward(["status"], settings(bench, disk))).out).toMatch(
      /^Store .*\/state\/store: .*nothing was written for/m,
    );
    bytes.rest();
    await exactly(agent, bytes);
    // What has to be written later is more than may be missing.
    expect(bytes.total).toBeGreaterThan(30_000 + 4 * CHECKPOINT);

    disk.free();
    await heard.event("store-recovered");
    await heard.retained("state", (state) => state.store.durable);
    bytes.carry(1, 2);
    await exactly(agent, bytes);
    expect(agent.said("agent-fault")).toEqual([]);
    expect(agent.complaints).toBe("");
    heard.allValid();
    await agent.kill();
    await afterReboot(bench, disk, bytes);
  }, 60_000);

  it.concurrent("that never gets room again before the stop or a kill: nothing is lost, the kernel's counters are still there", async ({
    bench,
  }) => {
    const disk = smallDisk(bench);
    const bytes = new FlowingBytes(bench.path("net"));
    bench.atEnd(() => bytes.rest());
    await bench.rig();
    const first = bench.agent(settings(bench, disk));
    await first.until(({ usage }) => usage?.sim !== undefined, "the card's book");
    bytes.carry(10_000, 20_000);
    await exactly(first, bytes);
    disk.fill();
    bytes.flow(500);
    await first.until(({ state }) => !state.store.durable, "the disk to refuse");
    bytes.rest();
    await exactly(first, bytes);
    const end = await first.end("SIGTERM");
    expect(end).toMatchObject({ code: 0 });
    expect(end.tookMs).toBeLessThan(2_000);

    // Started on the full disk: it runs, says so, and knows everything.
    const second = bench.agent(settings(bench, disk));
    const { state } = await second.until((status) => !status.state.store.durable, "the disk to refuse");
    expect(state.books).toBeUndefined();
    bytes.carry(5, 6);
    await exactly(second, bytes);
    await second.kill();

    disk.free();
    const third = bench.agent(settings(bench, disk));
    await exactly(third, bytes);
    await third.until((status) => status.state.store.durable, "the disk to be well");
  }, 60_000);

  it.concurrent("at the very first start: the agent runs and counts, and the books begin when there is room", async ({
    bench,
  }) => {
    const disk = smallDisk(bench);
    const bytes = new FlowingBytes(bench.path("net"), { had: 1_000 });
    await bench.rig();
    disk.fill();
    const agent = bench.agent(settings(bench, disk));
    await agent.until(({ usage, state }) => usage?.sim !== undefined && !state.store.durable, "the card, and no books");
    bytes.carry(7_000, 8_000);
    await exactly(agent, bytes);
    disk.free();
    await agent.until((status) => status.state.store.durable, "the disk to be well", 20);
    await exactly(agent, bytes);
    await agent.kill();
    await afterReboot(bench, disk, bytes);
  }, 60_000);
});
