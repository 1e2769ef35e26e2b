import { expect } from "vitest";
import type { AgentStatus } from "../../src/report/local-contract.ts";
import { deviceTest as it } from "../support/device-bench.ts";
import { describeReal } from "../support/real-parts.ts";

const MIB = 1024 ** 2;
/** A reply says the hour, and of a cycle's first hour nobody knows which cycle is meant: today is no cycle's first day. */
const CYCLE_DAY = new Date(Date.now() + 8 * 3_600_000).getUTCDate() > 14 ? 1 : 15;
const TAKES = { "modem.sms": "take", "plan.quota": "30 MB", "plan.cycle_day": CYCLE_DAY };

describeReal(["pty"], "asking the carrier, from the outside", () => {
  it.concurrent("the query goes out by SMS, the reply comes in, and status shows how far the two counts are apart", async ({
    bench,
  }) => {
    const rig = await bench.rig("--quota", String(30 * MIB));
    // Before the agent was there: the carrier has counted it, this device has not. Nothing passes before the modem is registered.
    let serving: unknown;
    do ({ serving } = await rig.tell({ do: "consume", down: MIB }));
    while (serving !== true);
    const agent = bench.agent(TAKES);
    await agent.until(({ state, usage }) => state.service.data === "up" && usage !== undefined, "service");
    await rig.tell({ do: "consume", down: 2 * MIB });
    await agent.until(({ usage }) => usage?.used.total === 2 * MIB, "the bytes");
    const asked = await bench.cellward(["ask", "usage", "--by", "test"], TAKES);
    expect(asked).toMatchObject({ code: 0, err: "" });
    expect(asked.out).toMatch(/^Sent: "CXYL" to 10086/);
    expect(asked.out).toContain("已发送");
    await agent.until(({ usage }) => usage?.reading !== undefined, "the reply");
    const screen = await bench.cellward(["status"], TAKES);
    expect(screen.out).toMatch(
      /^Carrier .*3\.00 MiB used, 27\.00 MiB left \(by SMS, .*1\.00 MiB, 50 % more than here \(2\.00 MiB\)/m,
    );
    const { usage } = JSON.parse((await bench.cellward(["status", "--json"], TAKES)).out) as AgentStatus;
    expect(usage).toMatchObject({
      used: { total: 2 * MIB },
      reading: { source: "sms", used: 3 * MIB, ours: 2 * MIB, drift: { bytes: MIB, percent: 50 } },
    });
    expect(agent.output).not.toMatch(/CXYL|流量/);
  });

  it.concurrent("a card that may not send, and a fourth question within the hour, are told in words and by exit codes", async ({
    bench,
  }) => {
    const rig = await bench.rig();
    const agent = bench.agent(TAKES);
    await agent.until(({ state }) => state.service.data === "up", "service");
    await rig.tell({ do: "one-way" });
    for (let n = 0; n < 3; n += 1) {
      const refused = await bench.cellward(["ask", "usage"], TAKES);
      expect(refused).toMatchObject({ code: 1, out: "" });
      expect(refused.err).toMatch(/Refused: .*\+CMS ERROR 50\)/);
    }
    expect((await bench.cellward(["status"], TAKES)).out).toMatch(/^Carrier .*10086 was asked .*the network refused/m);
    const limited = await bench.cellward(["ask", "usage"], TAKES);
    expect(limited).toMatchObject({ code: 75, out: "" });
    expect(limited.err).toMatch(/three questions within an hour .* from \d\d:\d\d on/);
  });

  it.concurrent("what a person reads on the carrier's page is kept beside the meter; nonsense is refused", async ({
    bench,
  }) => {
    await bench.rig();
    const agent = bench.agent();
    await agent.until(({ usage }) => usage?.sim !== undefined, "the card");
    expect(await bench.cellward(["ask", "usage"])).toMatchObject({ code: 78 });
    const kept = await bench.cellward(["fact", "reading", "--used", "1.5 MB", "--remaining", "28.5 MB", "--by", "Li"]);
    expect(kept).toMatchObject({ code: 0, err: "" });
    expect(kept.out).toMatch(/^Kept: the carrier says 1\.50 MiB .*The meter stays as it is\.\n已记录/);
    const { usage } = JSON.parse((await bench.cellward(["status", "--json"])).out) as AgentStatus;
    expect(usage?.reading).toMatchObject({ source: "hand", used: 1.5 * MIB });
    expect((await bench.cellward(["fact", "reading", "--used", "much"])).code).toBe(64);
    expect((await bench.cellward(["fact", "reading"])).code).toBe(64);
    expect((await bench.cellward(["fact", "clock-right", "--used", "1 MB"])).code).toBe(64);
  });
});
