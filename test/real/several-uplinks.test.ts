import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect } from "vitest";
import type { AgentProcess, AgentSettings } from "../support/agent-process.ts";
import { type DeviceBench, deviceTest as it } from "../support/device-bench.ts";
import { describeReal } from "../support/real-parts.ts";
import { UplinkLab } from "../support/uplink-lab.ts";

const RULES = fileURLToPath(new URL("../../config/nftables/classes.nft", import.meta.url));
const [PAYMENT, ACQUIRER, TELEMETRY, OTHER] = [1_001, 1_002, 1_003, 1_009];

const DIRECTED = `name = "directed"
carrier = "china-telecom-4g"
[cycle]
every = "month"
day = 1
[[bucket]]
id = "acquirer"
kind = "directed-pack"
quota = "1 MB"
destination = "acquirer"
[[bucket]]
id = "national"
kind = "plan-national"
quota = "500 MB"
`;

interface UsageJson {
  readonly rows: readonly { readonly of: string; readonly up: number; readonly down: number }[];
  readonly notMetered: readonly { readonly name: string; readonly used?: { readonly total: number } }[];
}

/** An agent on a device of three ways out, two of them metered, and what should have been counted. */
class Trial {
  readonly lab = new UplinkLab();
  readonly #bench: DeviceBench;
  readonly over: AgentSettings;
  metered = 0;

  constructor(bench: DeviceBench, over: AgentSettings = {}) {
    bench.atEnd(() => this.lab.close());
    this.#bench = bench;
    this.over = {
      "modem.port": "none",
      uplink: "wwan0, ppp*, lan0:unmetered",
      "meter.sysfs_root": this.lab.sysfsRoot,
      "meter.checkpoint_bytes": "4 KiB",
      ...over,
    };
  }

  agent(): AgentProcess {
    return this.#bench.agent(this.over, { before: this.lab.before });
  }

  carry(name: string, way: "up" | "down", port: number, count = 200, size = 500): number {
    const bytes = this.lab.carry(name, way, { size, count, port });
    if (name !== "lan0") this.metered += bytes;
    return bytes;
  }

  async counted(agent: AgentProcess): Promise<void> {
    const { usage } = await agent.until(
      (status) => (status.usage?.total.total ?? 0) >= this.metered,
      `${this.metered} bytes`,
    );
    expect(usage?.total.total).toBe(this.metered);
  }

  async byClass(): Promise<UsageJson> {
    const end = await this.#bench.cellward(["usage", "--by", "class", "--json"], this.over);
    expect(end.err).toBe("");
    return JSON.parse(end.out) as UsageJson;
  }
}

describeReal(["namespaces", "nft"], "an agent with several uplinks", () => {
  it.concurrent("counts the metered ones together to the byte, through new units and kills, and the other one apart", async ({
    bench,
  }) => {
    const trial = new Trial(bench);
    const { lab } = trial;
    for (const name of ["wwan0", "ppp0", "lan0"]) lab.plugIn(name);
    // Used before the agent was installed.
    lab.carry("wwan0", "up", { size: 900, count: 50, port: OTHER });
    lab.carry("lan0", "down", { size: 900, count: 50, port: OTHER });
    let agent = trial.agent();
    await agent.until(({ state }) => state.interface.present, "the first sample");
    let apart = 0;
    for (let round = 0; round < 8; round += 1) {
      trial.carry("wwan0", "up", OTHER, 100 + round);
      trial.carry("ppp0", "down", OTHER, 90 + round, 1_000);
      apart += trial.carry("lan0", "down", OTHER, 50, 1_400);
      if (round % 2 === 0) await trial.counted(agent);
      await agent.kill();
      trial.carry("ppp0", "up", OTHER, 7);
      apart += trial.carry("lan0", "up", OTHER, 3);
      agent = trial.agent();
      await agent.logged("agent-started");
    }
    await trial.counted(agent);

    // The call ends and the next one gets another unit, while the first still hangs.
    lab.plugIn("ppp1");
    trial.carry("ppp1", "up", OTHER, 40);
    trial.carry("ppp0", "down", OTHER, 10);
    await trial.counted(agent);
    lab.unplug("ppp0");
    trial.carry("ppp1", "down", OTHER, 40);
    await trial.counted(agent);
    // A new unit while nobody looks.
    await agent.kill();
    lab.unplug("ppp1");
    lab.plugIn("ppp2");
    trial.carry("ppp2", "down", OTHER, 60);
    agent = trial.agent();
    await trial.counted(agent);

    await agent.end("SIGTERM");
    agent = trial.agent();
    await trial.counted(agent);
    const { state } = await agent.until(
      ({ state: { uplinks } }) => uplinks?.[2]?.used?.total === apart,
      "what is apart",
    );
    expect(state.uplinks).toMatchObject([
      { name: "wwan0", metered: true, present: true },
      { name: "ppp2", metered: true, present: true },
      { name: "lan0", metered: false, present: true, used: { total: apart } },
    ]);
    expect((await trial.byClass()).notMetered).toMatchObject([{ name: "lan0", used: { total: apart } }]);
    expect(agent.said("agent-fault")).toEqual([]);
  }, 120_000);

  it.concurrent("divides what the interfaces counted by the classes of the shipped rules, also over a kill, and counts on without them", async ({
    bench,
  }) => {
    const trial = new Trial(bench, { "meter.class_counters": "inet cellward" });
    const { lab } = trial;
    for (const name of ["wwan0", "ppp0", "lan0"]) lab.plugIn(name);
    lab.nft("-f", RULES);
    expect(readFileSync(RULES, "utf8")).toContain("unattributed");
    for (const name of ["wwan0", "ppp0"]) {
      lab.nft("add", "element", "inet", "cellward", "payment", `{ ${lab.far(name)} . ${PAYMENT} }`);
      lab.nft("add", "element", "inet", "cellward", "telemetry", `{ ${lab.far(name)} . ${TELEMETRY} }`);
    }
    let agent = trial.agent();
    await agent.until(({ state }) => state.interface.present, "the first sample");
    const sent = { payment: 0, telemetry: 0 };
    for (let round = 0; round < 4; round += 1) {
      sent.payment += trial.carry("wwan0", "up", PAYMENT, 30, 200);
      sent.telemetry += trial.carry("ppp0", "up", TELEMETRY, 20);
      trial.carry("wwan0", "up", OTHER, 100);
      trial.carry("lan0", "up", PAYMENT, 100);
      if (round === 1) {
        await agent.kill();
        sent.payment += trial.carry("ppp0", "up", PAYMENT, 11);
        agent = trial.agent();
        await agent.logged("agent-started");
      }
      await trial.counted(agent);
    }
    // Whatever still waits is written at the stop, and the next start says how it was divided.
    await agent.end("SIGTERM");
    agent = trial.agent();
    sent.payment += trial.carry("wwan0", "up", PAYMENT, 30, 200);
    trial.carry("wwan0", "up", OTHER, 20);
    await trial.counted(agent);
    // What was booked within half a second of a reading gets its class with the bytes after the next one.
    let rows = new Map<string, number>();
    for (let more = 0; more < 20 && rows.get("payment") !== sent.payment; more += 1) {
      trial.carry("wwan0", "up", OTHER, 60);
      await trial.counted(agent);
      rows = new Map((await trial.byClass()).rows.map(({ of, up }) => [of, up]));
      expect(rows.get("payment") ?? 0).toBeLessThanOrEqual(sent.payment);
      expect([...rows.values()].reduce((sum, bytes) => sum + bytes, 0)).toBe(trial.metered);
    }
    expect(Object.fromEntries(rows)).toMatchObject(sent);
    const { state } = await agent.until(() => true, "an answer");
    expect(state.metering?.classes).toMatchObject({
      table: "inet cellward",
      claimed: { up: sent.payment + sent.telemetry, down: 0 },
    });

    // Somebody takes the rules away.
    lab.nft("delete", "table", "inet", "cellward");
    let said: string | undefined;
    for (let more = 0; more < 20 && said === undefined; more += 1) {
      trial.carry("wwan0", "up", PAYMENT, 100);
      await trial.counted(agent);
      said = (await agent.ask())?.state.metering?.classes?.text;
    }
    expect(said).toMatch(/there is no table inet cellward/);
    await agent.kill();
    await trial.counted(trial.agent());
  }, 120_000);

  it.concurrent("draws directed data by the shipped rules' counters of a destination, to the byte, and no other byte", async ({
    bench,
  }) => {
    const plan = bench.path("directed.toml");
    writeFileSync(plan, DIRECTED);
    const trial = new Trial(bench, { "meter.class_counters": "inet cellward", "plan.file": plan });
    const { lab } = trial;
    lab.plugIn("wwan0");
    lab.nft("-f", RULES);
    lab.nft("add", "element", "inet", "cellward", "acquirer", `{ ${lab.far("wwan0")} . ${ACQUIRER} }`);
    lab.nft("add", "element", "inet", "cellward", "payment", `{ ${lab.far("wwan0")} . ${PAYMENT} }`);
    const agent = trial.agent();
    await agent.until(({ state }) => state.interface.present, "the first sample");
    let directed = 0;
    let left: number | undefined;
    for (let round = 0; round < 20 && (round < 4 || left !== 1_048_576 - directed); round += 1) {
      if (round < 3) directed += trial.carry("wwan0", "up", ACQUIRER, 30, 300);
      trial.carry("wwan0", "up", PAYMENT, 20);
      trial.carry("wwan0", "up", OTHER, 60);
      await trial.counted(agent);
      const { usage } = await agent.until(() => true, "an answer");
      left = usage?.buckets?.find(({ id }) => id === "acquirer")?.left;
      expect(left).toBeGreaterThanOrEqual(1_048_576 - directed);
    }
    expect(left).toBe(1_048_576 - directed);
    const end = await bench.cellward(["usage", "--csv"], trial.over);
    const rows = end.out.split("\n").map((line) => line.split(","));
    const told = rows.filter(([, , , destination, , , name]) => destination === "acquirer" && name === "payment");
    expect(told.reduce((sum, [, up = 0]) => sum + Number(up), 0)).toBe(directed);
  }, 120_000);
});
