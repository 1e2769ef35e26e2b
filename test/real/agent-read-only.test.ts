import { chmodSync, chownSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import type { AgentProcess } from "../support/agent-process.ts";
import { type DeviceBench, deviceTest as it } from "../support/device-bench.ts";
import { FlowingBytes } from "../support/flowing-bytes.ts";
import { fingerprint } from "../support/level-bench.ts";
import { MountedDisk } from "../support/mounted-disk.ts";
import { describeReal } from "../support/real-parts.ts";

const AS_NOBODY = ["setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups"];

describeReal(["pty", "mounts"], "a state directory that nobody may write to", () => {
  function scene(bench: DeviceBench) {
    const disk = new MountedDisk("6m");
    bench.atEnd(() => disk.dispose());
    const bytes = new FlowingBytes(bench.path("net"));
    const settings = {
      "meter.sysfs_root": bench.path("net"),
      "meter.checkpoint_bytes": "4 KiB",
      "store.directory": join(disk.path, "state"),
    };
    return { disk, bytes, settings };
  }

  async function exactly(agent: AgentProcess, bytes: FlowingBytes): Promise<void> {
    const { usage } = await agent.until(
      (status) => status.usage?.sim !== undefined && status.usage.total.total >= bytes.total,
      `${bytes.total} bytes`,
    );
    expect(usage?.total).toEqual(bytes.directions);
  }

  /** Books of 30,000 bytes, closed. */
  async function begun(bench: DeviceBench, bytes: FlowingBytes, settings: ReturnType<typeof scene>["settings"]) {
    await bench.rig();
    const first = bench.agent(settings);
    await first.until(({ usage }) => usage?.sim !== undefined, "the card's book");
    bytes.carry(10_000, 20_000);
    await exactly(first, bytes);
    expect(await first.end("SIGTERM")).toMatchObject({ code: 0 });
  }

  it.concurrent("on a read-only disk the agent goes on with its books, names mount and remedy, and writes when it is writable", async ({
    bench,
  }) => {
    const { disk, bytes, settings } = scene(bench);
    await begun(bench, bytes, settings);
    disk.remount("ro");
    const before = fingerprint(disk.path);
    // What passed while no agent ran is in the kernel's counters, and belongs to the same book.
    bytes.carry(100, 200);
    const second = bench.agent(settings);
    const { state } = await second.until((status) => !status.state.store.durable, "the disk to refuse");
    expect(state.store).toMatchObject({ trouble: "read-only", mount: disk.path, path: join(disk.path, "state/store") });
    expect(state.books).toBeUndefined();
    await exactly(second, bytes);
    bytes.carry(7_000, 8_000);
    await exactly(second, bytes);
    const screen = (await bench.cellward(["status"], settings)).out;
    expect(screen).toContain(`read-only file system, mounted on ${disk.path} (tmpfs, tmpfs)`);
    expect(screen).toContain(`sudo mount -o remount,rw ${disk.path}`);
    expect(screen).toContain("文件系统只读");
    const doctor = await bench.cellward(["doctor"], settings);
    expect(doctor.out).toContain(`mount -o remount,rw ${disk.path}`);
    expect(doctor.out).not.toMatch(/this user may not write/);
    expect(fingerprint(disk.path)).toEqual(before);

    // Killed where nothing could be written: the books and the kernel's counters know it all.
    await second.kill();
    const third = bench.agent(settings);
    await exactly(third, bytes);
    disk.remount("rw");
    await third.until((status) => status.state.store.durable, "the disk to be well", 20);
    bytes.carry(1, 2);
    await exactly(third, bytes);
    await third.kill();
    await exactly(bench.agent(settings), bytes);
  }, 60_000);

  it.concurrent("a user who may only read the books goes on with them; one who may not read them is told whose they are", async ({
    bench,
  }) => {
    const { disk, bytes, settings } = scene(bench);
    await begun(bench, bytes, settings);
    for (const path of [bench.path(), disk.path, join(disk.path, "..")]) chmodSync(path, 0o755);
    const state = join(disk.path, "state");
    for (const name of ["", ...readdirSync(state, { recursive: true, encoding: "utf8" })]) {
      const path = join(state, name);
      chmodSync(path, 0o755);
    }
    const sockets = { "agent.socket": "/tmp/cellward-reading.sock", "modem.port": "none" };
    const reading = bench.agent({ ...settings, ...sockets }, { before: AS_NOBODY });
    const { state: told, usage } = await reading.until((status) => !status.state.store.durable, "the disk to refuse");
    expect(told.store).toMatchObject({ trouble: "forbidden", text: expect.stringMatching(/belongs to user id 0/) });
    expect(usage?.total.total).toBe(30_000);
    await reading.end("SIGTERM");

    chmodSync(join(state, "store"), 0o700);
    chownSync(join(state, "store"), 0, 0);
    const barred = bench.agent({ ...settings, ...sockets }, { before: AS_NOBODY });
    expect(await barred.ended()).toMatchObject({ code: 77 });
    expect(barred.complaints).toMatch(/this is user id 65534; .* belongs to user id 0, mode 700.*sudo chown/s);
  }, 60_000);
});
