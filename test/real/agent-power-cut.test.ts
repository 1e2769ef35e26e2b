import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import type { AgentProcess } from "../support/agent-process.ts";
import { until } from "../support/child-program.ts";
import { type DeviceBench, deviceTest as it } from "../support/device-bench.ts";
import { FlowingBytes } from "../support/flowing-bytes.ts";
import { Heard } from "../support/heard.ts";
import { PowerCutDisk } from "../support/power-cut.ts";
import { describeReal } from "../support/real-parts.ts";

const CUTS = process.env["CELLWARD_FULL"] === "1" ? 30 : 2;
const WINDOW = 64 * 1_024;
/** Bytes per millisecond at most, both directions. */
const RATE = 400;
/** What may have moved since the last sample, while that was being written, and until the agent stood still. */
const UNDER_WAY = RATE * 400;

describeReal(["pty", "mosquitto", "loop", "mounts"], "power that goes", () => {
  /** The next start finds another boot id. */
  function otherBoot(bench: DeviceBench, cut: number): readonly string[] {
    const file = bench.path(`boot-${cut}`);
    writeFileSync(file, `00000000-0000-4000-8000-${String(cut).padStart(12, "0")}\n`);
    const swap = `mount --bind ${file} /proc/sys/kernel/random/boot_id && exec "$@"`;
    return ["unshare", "--mount", "--propagation", "private", "sh", "-c", swap, "sh"];
  }

  it(
    `${CUTS} times at random instants: nothing that was told is missing, nothing counted twice, no more lost than the window`,
    async ({ bench }) => {
      const disk = new PowerCutDisk();
      bench.atEnd(() => disk.dispose());
      const broker = await bench.broker();
      const heard = new Heard(await bench.witness(broker));
      await bench.rig();
      const bytes = new FlowingBytes(bench.path("net"));
      bench.atEnd(() => bytes.rest());
      const plan = {
        "meter.checkpoint_bytes": `${WINDOW} B`,
        "plan.quota": `${CUTS * 300_000} B`,
        "plan.thresholds": "[5,10,15,20,25,30,35,40,45,50,55,60,65,70,75,80,85,90,95,100]",
      };
      const state = join(disk.path, "state");
      const alive = {
        ...plan,
        "mqtt.url": broker.url,
        "meter.sysfs_root": bench.path("net"),
        "store.directory": state,
      };
      for (let cut = 1; cut <= CUTS; cut += 1) {
        const agent = bench.agent(alive);
        await agent.until(({ usage }) => usage?.sim !== undefined, "the card's book");
        bytes.flow(RATE / 2);
        await heard.event("usage-threshold");
        await new Promise((resolve) => setTimeout(resolve, Math.random() * 1_000));
        agent.signal("SIGSTOP");
        await until(() => standsStill(agent), "the agent to stand still");
        const used = bytes.total;
        bytes.rest();
        const copy = disk.cut();
        await agent.kill();
        const acknowledged = Math.max(0, ...heard.events.map((event) => Number(event["used"] ?? 0)));

        const net = bench.path(`net-${cut}`);
        const afterwards = new FlowingBytes(net);
        const next = bench.agent(
          { ...plan, "meter.sysfs_root": net, "store.directory": join(copy.path, "state") },
          { before: otherBoot(bench, cut) },
        );
        const { usage, state: found } = await next.until((status) => status.usage?.sim !== undefined, "the books");
        const kept = usage?.total.total ?? 0;
        expect(found.books).toBeUndefined();
        expect(acknowledged).toBeGreaterThan(0);
        expect(kept).toBeGreaterThanOrEqual(acknowledged);
        expect(kept).toBeLessThanOrEqual(used);
        expect(used - kept).toBeLessThanOrEqual(WINDOW + UNDER_WAY);
        afterwards.carry(1_000, 2_345);
        await next.until((status) => status.usage?.total.total === kept + 3_345, "the new boot's bytes, once");
        await next.logged("counting-began", ({ counting }) => counting === "rebooted");
        expect(await next.end("SIGTERM")).toMatchObject({ code: 0 });
        copy.release();
      }
      heard.allValid();
    },
    CUTS * 10_000 + 20_000,
  );
});

function standsStill({ pid }: AgentProcess): boolean {
  return readdirSync(`/proc/${pid}/task`).every((thread) =>
    /\) T /.test(readFileSync(`/proc/${pid}/task/${thread}/stat`, "latin1")),
  );
}
