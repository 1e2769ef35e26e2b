import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import type { AgentProcess } from "../support/agent-process.ts";
import { pause, until } from "../support/child-program.ts";
import { deviceTest as it } from "../support/device-bench.ts";
import { FlowingBytes } from "../support/flowing-bytes.ts";
import { Heard } from "../support/heard.ts";
import { otherBoot } from "../support/other-boot.ts";
import { PowerCutDisk } from "../support/power-cut.ts";
import { describeReal } from "../support/real-parts.ts";

const CUTS = process.env["CELLWARD_FULL"] === "1" ? 30 : 2;
const WINDOW = 64 * 1_024;
const SAMPLE_MS = 100;
/** Bytes per millisecond at most, both directions. */
const RATE = 400;
/** What has to move in a life before its cut: an agent that writes nothing in it loses far more than it may. */
const LIFE = 4 * WINDOW;
/** A line to cross every so many bytes. What is told is written at once, which must not stand in for the checkpoints. */
const LINE = 2 * LIFE;

describeReal(["pty", "mosquitto", "loop", "mounts"], "power that goes", () => {
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
        "meter.sample_interval": `${SAMPLE_MS}ms`,
        "plan.quota": `${20 * LINE} B`,
        "plan.thresholds": `[${Array.from({ length: 20 }, (_, step) => 5 * (step + 1)).join()}]`,
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
        // The next line is farther than this life goes: only checkpoints keep its bytes.
        if (cut === 1) await heard.event("usage-threshold");
        const begin = bytes.total;
        // Several windows by the agent's own count: on a busy machine time alone would let little or nothing pass.
        const enough = begin + LIFE + Math.random() * WINDOW;
        const seen = await agent.until(({ usage }) => (usage?.total.total ?? 0) >= enough, "several windows to pass");
        // A last look that is one sample old at least, at a random instant of the next.
        const counted = seen.usage?.total.total ?? 0;
        await agent.until(({ usage }) => (usage?.total.total ?? 0) > counted, "another sample");
        await pause(Math.random() * SAMPLE_MS);
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
        // By the sample before the last one: a write that it made due was begun then, and a stop lets it end.
        expect(counted - kept).toBeLessThanOrEqual(WINDOW);
        expect(used - begin).toBeGreaterThan(3 * WINDOW);
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
