import { expect } from "vitest";
import type { AgentProcess } from "../support/agent-process.ts";
import { pause } from "../support/child-program.ts";
import { type DeviceBench, deviceTest as it } from "../support/device-bench.ts";
import { FlowingBytes } from "../support/flowing-bytes.ts";
import { describeReal } from "../support/real-parts.ts";

const KILLS = process.env["CELLWARD_FULL"] === "1" ? 200 : 10;
/** A start takes about a third of this: some of those that die by time alone have counted nothing. */
const LONGEST_LIFE_MS = 1_500;
const CHECKPOINT = 16 * 1_024;

describeReal(["pty"], "an agent that is killed", () => {
  const settings = (bench: DeviceBench) => ({
    "meter.sysfs_root": bench.path("net"),
    "meter.checkpoint_bytes": `${CHECKPOINT} B`,
  });

  async function exactly(agent: AgentProcess, bytes: FlowingBytes): Promise<void> {
    const { usage, state } = await agent.until(
      (status) => status.usage?.sim !== undefined && status.usage.total.total >= bytes.total,
      `${bytes.total} bytes`,
    );
    expect(usage?.total).toEqual(bytes.directions);
    expect(state.books).toBeUndefined();
  }

  it(
    `${KILLS} times at random instants while bytes flow: none is lost, none counted twice`,
    async ({ bench }) => {
      const bytes = new FlowingBytes(bench.path("net"), { had: 5_000_000 });
      bench.atEnd(() => bytes.rest());
      await bench.rig();
      let agent = bench.agent(settings(bench));
      await agent.until(({ usage }) => usage?.sim !== undefined, "the card's book");
      // The end of the installation: from here on every byte counts.
      await exactly(agent, bytes);
      bytes.flow(2_000);
      for (let kill = 1; kill <= KILLS; kill += 1) {
        // Two of three while they count; every third at any time from its first moment on, the start included.
        if (kill % 3 === 0) await pause(Math.random() * LONGEST_LIFE_MS);
        else {
          // On a busy machine time alone would kill every agent before it has counted anything.
          const { usage: first } = await agent.until(({ usage }) => usage?.sim !== undefined, "the card's book");
          const begin = first?.total.total ?? 0;
          await agent.until(({ usage }) => (usage?.total.total ?? 0) > begin + CHECKPOINT, "a checkpoint's bytes");
          await pause(Math.random() * 300);
        }
        await agent.kill();
        agent = bench.agent(settings(bench));
        if (kill % 5 !== 0) continue;
        bytes.rest();
        await exactly(agent, bytes);
        bytes.flow(2_000);
      }
      bytes.rest();
      await exactly(agent, bytes);
      expect(await agent.end("SIGTERM")).toMatchObject({ code: 0 });
      await exactly(bench.agent(settings(bench)), bytes);
    },
    KILLS * 3_000 + 30_000,
  );

  it("before the first checkpoint after its installation: what it saw is counted, what was there before is not", async ({
    bench,
  }) => {
    const bytes = new FlowingBytes(bench.path("net"), { had: 7_000_000 });
    await bench.rig();
    const agent = bench.agent({ ...settings(bench), "meter.checkpoint_bytes": "1 MiB" });
    await agent.logged("modem-ready");
    await exactly(agent, bytes);
    bytes.carry(300, 500);
    await exactly(agent, bytes);
    await agent.kill();
    bytes.carry(70, 80);
    const next = bench.agent(settings(bench));
    await exactly(next, bytes);
    await next.kill();
    await exactly(bench.agent(settings(bench)), bytes);
  });

  it("in the first second of its life, again and again: never more than what flowed since, never what was there before", async ({
    bench,
  }) => {
    const bytes = new FlowingBytes(bench.path("net"), { had: 9_000_000 });
    bench.atEnd(() => bytes.rest());
    await bench.rig();
    bytes.flow(100);
    for (let kill = 0; kill < 5; kill += 1) {
      const agent = bench.agent(settings(bench));
      await new Promise((resolve) => setTimeout(resolve, 250 + Math.random() * 200));
      await agent.kill();
    }
    const agent = bench.agent(settings(bench));
    await agent.until(({ usage }) => usage?.sim !== undefined, "the card's book");
    bytes.rest();
    const total = await standingTotal(agent);
    expect(total).toBeGreaterThan(0);
    expect(total).toBeLessThanOrEqual(bytes.total);
    await agent.kill();
    bytes.carry(10, 20);
    const next = bench.agent(settings(bench));
    await next.until(({ usage }) => usage?.sim !== undefined, "the card's book");
    expect(await standingTotal(next)).toBe(total + 30);
  });
});

/** Its figure once it has not moved for several samples. */
async function standingTotal(agent: AgentProcess): Promise<number> {
  let [seen, since] = [-1, performance.now()];
  await agent.until(({ usage }) => {
    const now = usage?.total.total ?? 0;
    if (now !== seen) [seen, since] = [now, performance.now()];
    return performance.now() - since > 400;
  }, "a figure that stands");
  return seen;
}
