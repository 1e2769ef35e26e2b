import { chmodSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import type { AgentProcess } from "../support/agent-process.ts";
import { CarrierLink } from "../support/carrier-link.ts";
import { type DeviceBench, deviceTest as it } from "../support/device-bench.ts";
import { FlowingBytes } from "../support/flowing-bytes.ts";
import { Heard } from "../support/heard.ts";
import { IpCapture } from "../support/ip-capture.ts";
import { describeReal } from "../support/real-parts.ts";

/** What the IP layers of both ends say has passed since then; they know nothing of interfaces. */
class Truth {
  readonly #carrier: CarrierLink;
  readonly #up: bigint;
  readonly #down: bigint;

  constructor(carrier: CarrierLink) {
    this.#carrier = carrier;
    this.#up = carrier.received("carrier");
    this.#down = carrier.received("device");
  }

  get now(): { readonly up: number; readonly down: number; readonly total: number } {
    const up = Number(this.#carrier.received("carrier") - this.#up);
    const down = Number(this.#carrier.received("device") - this.#down);
    return { up, down, total: up + down };
  }
}

describeReal(["pty", "mosquitto", "namespaces", "tcpdump"], "the agent counts what real packets carry", () => {
  function link(bench: DeviceBench): CarrierLink {
    const made = new CarrierLink();
    bench.atEnd(() => made.close());
    return made;
  }

  /** Resolves when the agent's figure has come to this, to the byte. */
  async function counted(agent: AgentProcess, truth: Truth): Promise<void> {
    const { total } = truth.now;
    const { usage } = await agent.until((status) => (status.usage?.total.total ?? 0) >= total, `${total} bytes`);
    // Nobody listens at the far port, so that the kernels answer with ICMP now and then: it is billed like the rest.
    expect(usage?.total).toEqual(truth.now);
    expect(usage?.used).toEqual(truth.now);
  }

  it.concurrent("usage is the IP bytes that a capture at the far end saw, to the byte at rest, through a new interface and an absence", async ({
    bench,
  }) => {
    const carrier = link(bench);
    // Used before the agent was installed: not its business.
    await carrier.send("device", 700, { count: 10 });
    await bench.rig();
    const broker = await bench.broker();
    const heard = new Heard(await bench.witness(broker));
    const agent = bench.agent({ "mqtt.url": broker.url, "meter.sysfs_root": carrier.sysfsRoot });
    await heard.retained("usage", ({ sim }) => sim !== undefined);
    const truth = new Truth(carrier);
    await counted(agent, truth);

    const capture = await IpCapture.start(carrier, "carrier", "car0");
    const before = packets(carrier);
    await carrier.send("device", 1, { count: 3_000 });
    await carrier.send("carrier", 1_400, { count: 2_000 });
    expect(await capture.bytesOf(packets(carrier) - before)).toBe(BigInt(truth.now.total));
    await capture.stop();
    expect(truth.now.total).toBeGreaterThanOrEqual(3_000 * 29 + 2_000 * 1_428);
    await counted(agent, truth);

    // The modem falls off the bus and comes back: another interface under the old name.
    carrier.destroy();
    await heard.event("interface-absent");
    const absent = await heard.retained("state", (state) => !state.interface.present);
    expect(absent.interface.text).toMatch(/no interface/);
    const gone = heard.events.length;
    carrier.create();
    await heard.event("interface-present", () => true, gone);
    await carrier.send("device", 100, { count: 500 });
    await carrier.send("carrier", 60, { count: 500 });
    await counted(agent, truth);

    // So quickly that no sample falls in between: only the index tells.
    carrier.destroy();
    carrier.create();
    await carrier.send("carrier", 1_400, { count: 1_000 });
    await counted(agent, truth);
    const resets = agent.lines.flatMap(({ counting }) => counting ?? []);
    expect(resets).toEqual(["installed", "re-created", "re-created"]);
    expect(agent.said("agent-fault")).toEqual([]);

    // And all of it is on the disk: another run begins with the same figure, and what passed in between.
    await agent.end("SIGTERM");
    await carrier.send("carrier", 500, { count: 100 });
    await counted(bench.agent({ "meter.sysfs_root": carrier.sysfsRoot }), truth);
    heard.allValid();
  });

  it.concurrent("an interface that is not there at the start is counted from its first byte", async ({ bench }) => {
    const carrier = link(bench);
    carrier.destroy();
    await bench.rig();
    const agent = bench.agent({ "meter.sysfs_root": carrier.sysfsRoot });
    await agent.logged("interface-absent");
    await agent.logged("modem-ready");
    const truth = new Truth(carrier);
    carrier.create();
    await carrier.send("device", 1_000, { count: 50 });
    await counted(agent, truth);
    expect(truth.now.up).toBe(50 * 1_028);
  });

  it.concurrent("counters that this user may not read are told as such; what they held before is nobody's once they can be read", async ({
    bench,
  }) => {
    const bytes = new FlowingBytes(bench.path("net"), { had: 50_000 });
    const file = bench.path("net/wwan0/statistics/rx_bytes");
    for (const path of [bench.path(), bench.path("net")]) chmodSync(path, 0o755);
    mkdirSync(bench.path("own"), { mode: 0o777 });
    chmodSync(bench.path("own"), 0o777);
    chmodSync(file, 0);
    const settings = {
      "modem.port": "none",
      "meter.sysfs_root": bench.path("net"),
      "store.directory": bench.path("own/state"),
      "agent.socket": bench.path("own/agent.sock"),
    };
    const before = ["setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups"];
    const agent = bench.agent(settings, { before });
    const { state } = await agent.until((status) => status.state.interface.unreadable === true, "the refusal");
    expect(state.interface).toMatchObject({
      present: false,
      text: expect.stringContaining(`${file} is there and may not`),
    });
    expect((await bench.cellward(["status"], settings)).out).toMatch(/^Interface +wwan0 UNREADABLE 无权读取: /m);
    chmodSync(file, 0o444);
    await agent.until((status) => status.state.interface.present, "the counters");
    bytes.carry(1_000, 2_000);
    const { usage } = await agent.until((status) => (status.usage?.total.total ?? 0) > 0, "the bytes");
    expect(usage?.total).toEqual(bytes.directions);
  });

  it.concurrent("bytes that flow before the card has said who it is belong to that card", async ({ bench }) => {
    const carrier = link(bench);
    const agent = bench.agent({ "meter.sysfs_root": carrier.sysfsRoot, "meter.checkpoint_bytes": "4 KiB" });
    await agent.until(({ state, usage }) => state.interface.present && usage !== undefined, "the first sample");
    const truth = new Truth(carrier);
    await carrier.send("device", 1_000, { count: 40 });
    await counted(agent, truth);
    await bench.rig();
    const { usage } = await agent.until((status) => status.usage?.sim !== undefined, "the card's book");
    expect(usage?.total).toEqual(truth.now);
    await agent.end("SIGTERM");
    await counted(bench.agent({ "meter.sysfs_root": carrier.sysfsRoot }), truth);
  });

  it.concurrent("calls of two seconds at most, each with an interface of its own, are counted whole at an interval of five, under one index too", async ({
    bench,
  }) => {
    const carrier = link(bench);
    carrier.destroy();
    await bench.rig();
    const broker = await bench.broker();
    const heard = new Heard(await bench.witness(broker));
    const settings = { "mqtt.url": broker.url, "meter.sysfs_root": carrier.sysfsRoot, "meter.sample_interval": "5s" };
    const agent = bench.agent(settings);
    await agent.logged("interface-absent");
    await heard.retained("state", ({ sim }) => sim.key !== undefined);
    const truth = new Truth(carrier);
    for (let call = 0; call < 4; call += 1) {
      const from = heard.events.length;
      carrier.create(call < 2 ? undefined : 77);
      await carrier.send("device", 972, { count: 20 });
      const { total } = truth.now;
      await agent.until(({ usage }) => (usage?.total.total ?? 0) >= total, "the call, before it ends");
      carrier.destroy();
      const { unseenMs } = await heard.event("interface-absent", () => true, from);
      expect(unseenMs).toBeLessThan(1_000);
    }
    await counted(agent, truth);
    expect(truth.now.up).toBe(4 * 20_000);

    // Killed right after a call: nothing but the disk knows of it.
    await agent.kill();
    await counted(bench.agent(settings), truth);
  });

  it.concurrent("an agent that is killed while packets flow loses none of them and counts none twice", async ({
    bench,
  }) => {
    const carrier = link(bench);
    await bench.rig();
    const settings = { "meter.sysfs_root": carrier.sysfsRoot, "meter.checkpoint_bytes": "64 KiB" };
    const first = bench.agent(settings);
    await first.until(({ usage }) => usage?.sim !== undefined, "the card's book");
    const truth = new Truth(carrier);
    let stopped = false;
    const traffic = (async () => {
      while (!stopped) await carrier.send("device", 1_000, { count: 100 });
    })();
    let agent = first;
    for (let kills = 0; kills < 3; kills += 1) {
      const passed = truth.now.total;
      await agent.until(({ usage }) => (usage?.total.total ?? 0) > passed, "some of it to be counted");
      await agent.kill();
      agent = bench.agent(settings);
    }
    stopped = true;
    await traffic;
    await agent.kill();
    await counted(bench.agent(settings), truth);
  });
});

/** Both directions. */
function packets({ sysfsRoot }: CarrierLink): number {
  const read = (file: string): number => Number(readFileSync(join(sysfsRoot, "wwan0/statistics", file), "latin1"));
  return read("rx_packets") + read("tx_packets");
}

describeReal(["pty", "mosquitto"], "another card in the same device", () => {
  it.concurrent("has a book of its own, and the first one's is as it was when that card comes back", async ({
    bench,
  }) => {
    const rig = await bench.rig("--iccid", "89860400000000000011", "--imsi", "460040000000011");
    const broker = await bench.broker();
    const heard = new Heard(await bench.witness(broker));
    const agent = bench.agent({ "mqtt.url": broker.url });
    const totalIs = (total: number) => agent.until(({ usage }) => usage?.total.total === total, `a total of ${total}`);
    await heard.retained("state", ({ service, sim }) => service.data === "up" && sim.key !== undefined);
    await rig.tell({ do: "consume", up: 1_000, down: 2_000 });
    const first = await totalIs(3_000);
    await rig.tell({ do: "sim", state: "absent" });
    await heard.event("sim-state-changed", ({ to }) => to === "absent");
    await heard.retained("decision", ({ level }) => level === "offline");
    await rig.tell({ do: "sim", state: "ready", iccid: "89860400000000000022", imsi: "460040000000022" });
    const changed = await heard.event("sim-changed");
    expect(JSON.stringify(changed)).not.toMatch(/8986040000000000/);
    await agent.until(({ state }) => state.service.data === "up", "service with the second card");
    await rig.tell({ do: "consume", up: 10, down: 20 });
    const second = await totalIs(30);
    expect(second.usage?.sim?.key).not.toBe(first.usage?.sim?.key);
    await rig.tell({ do: "sim", iccid: "89860400000000000011", imsi: "460040000000011" });
    const again = await totalIs(3_000);
    expect(again.usage?.sim).toEqual(first.usage?.sim);
    expect(agent.said("agent-fault")).toEqual([]);
  });
});
