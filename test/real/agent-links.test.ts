import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { expect } from "vitest";
import type { AgentProcess, AgentSettings } from "../support/agent-process.ts";
import { type Call, CarrierLink, type CarrierLinkOptions } from "../support/carrier-link.ts";
import { certificate } from "../support/certificates.ts";
import { type DeviceBench, deviceTest as it } from "../support/device-bench.ts";
import { IpCapture } from "../support/ip-capture.ts";
import { describeReal } from "../support/real-parts.ts";

const TIMES = process.env["CELLWARD_FULL"] === "1" ? 10 : 1;

// Short requests with a handshake each, then what is sent and fetched in one go.
const CALLS: readonly Call[] = [
  { tls: true, times: 5 * TIMES, give: 2_000, ask: 2_000 },
  { give: 1_000_000 * TIMES, ask: 1 },
  { give: 1, ask: 1_500_000 * TIMES },
];
const CARRIED = 2_500_000 * TIMES;

async function linkOf(bench: DeviceBench, options: CarrierLinkOptions = {}): Promise<CarrierLink> {
  const link = new CarrierLink(options);
  bench.atEnd(() => link.close());
  if (options.tun === true) await link.radio();
  return link;
}

/** An agent that sees this link alone. */
function agentOn(
  bench: DeviceBench,
  link: CarrierLink,
  before: readonly string[] = [],
  over: AgentSettings = {},
): AgentProcess {
  const places = { "modem.port": "none", "meter.sysfs_root": link.sysfsRoot, "meter.checkpoint_bytes": "64 KiB" };
  const settings = { ...places, ...over };
  return bench.agent(settings, { before: [...link.before, ...before] });
}

const first = (agent: AgentProcess) => agent.until(({ state }) => state.interface.present, "the first sample");

/** ARP that passes before the agent's own counters are there is billed like everything else: on a busy machine a burst comes first. */
async function countsArp(link: CarrierLink): Promise<void> {
  const [command, ...words] = [...link.before, "nft", "list", "table", "arp", "cellward"];
  while (spawnSync(command, words).status !== 0) await setTimeout(20);
}

/** Resolves when the agent's figure is this one, to the byte. */
async function counted(agent: AgentProcess, truth: { readonly up: number; readonly down: number }): Promise<void> {
  const total = truth.up + truth.down;
  await agent.until(({ usage }) => usage?.total.total === total, JSON.stringify({ ...truth, total }));
  const { usage } = await agent.until(() => true, "an answer");
  expect(usage?.total).toEqual({ ...truth, total });
}

/** What both ends call for, from the device and from behind it. */
async function busy(link: CarrierLink): Promise<void> {
  link.addClient();
  await link.answerCalls(certificate({ subject: "carrier" }));
  await link.call("device", ...CALLS);
  await link.call("client", ...CALLS);
  await link.send("device", 20, { count: 300 });
}

/** The last packets are on their way when a call has ended: asked for until the answer is twice the same. */
async function atRest<T extends { readonly total: number }>(ask: () => Promise<T>): Promise<T> {
  let last = await ask();
  for (let same = 0; same < 2;) {
    const now = await ask();
    same = now.total === last.total ? same + 1 : 0;
    last = now;
  }
  return last;
}

const statistic = ({ sysfsRoot }: CarrierLink, file: string): number =>
  Number(readFileSync(join(sysfsRoot, "wwan0/statistics", file), "latin1"));

describeReal(["namespaces", "mounts", "nft", "tcpdump"], "the agent's figure is the carrier's, to the byte", () => {
  it.concurrent("on ethernet where ARP passes too, also over a kill", async ({ bench }) => {
    const link = await linkOf(bench, { arp: true });
    let agent = agentOn(bench, link);
    await first(agent);
    await countsArp(link);
    const [up, down] = [link.received("carrier"), link.received("device")];
    const truth = () => ({ up: Number(link.received("carrier") - up), down: Number(link.received("device") - down) });
    await link.askAround(1_000);
    const { state } = await agent.until(({ state: { metering } }) => metering?.arp !== undefined, "ARP to be told of");
    expect(state.metering?.arp).not.toHaveProperty("text");
    await link.send("device", 100, { count: 40 });
    await link.send("carrier", 700, { count: 40 });
    await counted(agent, truth());
    expect(truth().up).toBeGreaterThanOrEqual(40 * 128);

    await agent.kill();
    await link.askAround(500);
    agent = agentOn(bench, link);
    await link.send("carrier", 700, { count: 40 });
    await counted(agent, truth());

    expect(agent.said("agent-fault")).toEqual([]);
  });

  it.concurrent("but for ARP where the agent may not ask the packet filter: it says so, and what a frame costs", async ({
    bench,
  }) => {
    const link = await linkOf(bench, { arp: true });
    // As it is without a word from anybody: nobody cuts pieces into packets before they are counted.
    link.ip("device", "link", "set", "wwan0", "gso_max_segs", "65535");
    const agent = agentOn(bench, link, ["setpriv", "--bounding-set", "-net_admin", "--inh-caps", "-net_admin"]);
    await first(agent);
    const [up, down] = [link.received("carrier"), link.received("device")];
    const arp = await link.askAround(100);
    const { state } = await agent.until(
      ({ usage }) =>
        usage?.total.total === arp + Number(link.received("device") - down + link.received("carrier") - up),
      "the frames",
    );
    expect(state.metering?.arp?.text).toMatch(/CAP_NET_ADMIN/);
    const cure = /`ip link set dev wwan0 gso_max_segs 1`/;
    await agent.until(({ state: now }) => cure.test(now.metering?.links?.[0]?.doubt ?? ""), "the cure to be told");
    const { out } = await bench.cellward(["status"], { "modem.port": "none" });
    expect(out).toMatch(/^ARP +NOT LEFT OUT 未剔除: each frame counts as 28 bytes/m);
  });

  it.concurrent("for TLS requests and bulk both ways, its own and those of somebody behind it, on ethernet", async ({
    bench,
  }) => {
    const link = await linkOf(bench);
    const agent = agentOn(bench, link);
    await first(agent);
    const capture = await IpCapture.start(link, "carrier", "car0");
    await busy(link);
    const { usage } = await agent.until(({ usage: now }) => (now?.total.total ?? 0) > 2 * CARRIED, "all of it");
    expect(usage?.total.down).toBeGreaterThan(usage?.total.up ?? 0);
    const packets = statistic(link, "rx_packets") + statistic(link, "tx_packets");
    const total = Number(await capture.bytesOf(packets));
    await capture.stop();
    const { usage: end } = await agent.until(({ usage: now }) => now?.total.total === total, `${total} bytes`);
    expect(end?.total.total).toBe(total);
  }, 60_000);

  it.concurrent("for the same on a link without ethernet, by what the program between its ends carried", async ({
    bench,
  }) => {
    const link = await linkOf(bench, { tun: true });
    const before = await link.carried();
    const agent = agentOn(bench, link);
    const start = await first(agent);
    expect(start.state.metering?.arp).toBeUndefined();
    await busy(link);
    const { up, down } = await atRest(() => link.carried());
    expect(up + down).toBeGreaterThan(2 * CARRIED);
    await counted(agent, { up: up - before.up, down: down - before.down });
  }, 60_000);
});

describeReal(["namespaces", "mounts"], "what a driver adds to a packet", () => {
  it.concurrent("is measured where its kind says something else, told, and taken off from then on; what a person set stays", async ({
    bench,
  }) => {
    const link = await linkOf(bench, { arp: true });
    // A bridge counts no ethernet header on receipt (measured); by its kind it would be as any ethernet.
    link.bridge();
    await link.echo();
    const over = { "meter.interface": "br0", "probe.echo": "10.9.0.2:7" };
    const agent = agentOn(bench, link, [], over);
    const { state } = await agent.until(
      ({ state: { metering } }) => metering?.links?.[0]?.by === "calibrated",
      "the measurement",
    );
    const text = expect.stringContaining("14/14");
    expect(state.metering?.links).toMatchObject([{ name: "br0", rx: 0, tx: 14, text }]);
    // Until then the header that is not there was taken off what came back, of five datagrams at most.
    const { usage } = await agent.until(({ usage: now }) => now?.total.up === Number(link.received("carrier")), "rest");
    const missed = Number(link.received("device")) - (usage?.total.down ?? 0);
    expect([2, 3, 4, 5].map((answers) => answers * 14)).toContain(missed);
    const truth = () => ({ up: Number(link.received("carrier")), down: Number(link.received("device")) - missed });
    await link.send("carrier", 100, { count: 500 });
    await link.send("device", 100, { count: 300 });
    await counted(agent, truth());
    const { out } = await bench.cellward(["status"], { "modem.port": "none" });
    expect(out).toMatch(/^Overhead 开销 +br0 0\/14 bytes a packet \(rx\/tx\) are taken off, measured/m);

    await agent.end("SIGTERM");
    const again = agentOn(bench, link, [], { ...over, "meter.overhead_rx": 0, "meter.overhead_tx": 14 });
    await first(again);
    await link.send("carrier", 100, { count: 10 });
    await counted(again, truth());
    expect((await again.ask())?.state.metering?.links).toMatchObject([{ by: "hand" }]);
  });
});
