import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { expect } from "vitest";
import { type DeviceBench, deviceTest as it } from "../support/device-bench.ts";
import { DhcpServer } from "../support/dhcp-server.ts";
import { DeviceNetwork } from "../support/device-network.ts";
import type { AgentSettings } from "../support/agent-process.ts";
import { describeReal } from "../support/real-parts.ts";

const NOTHING = { up: false, addresses: [], routes: [] };
const CALL = {
  up: true,
  addresses: ["10.64.0.2/24"],
  routes: ["default via 10.64.0.1 metric 700 onlink"],
};

function network(bench: DeviceBench): DeviceNetwork {
  const made = new DeviceNetwork();
  bench.atEnd(() => made.close());
  return made;
}

const own = (bench: DeviceBench, { sysfsRoot }: DeviceNetwork, over: AgentSettings = {}): AgentSettings => ({
  "bearer.owner": "agent",
  "bearer.apn": "cmiot",
  "bearer.resolver_file": bench.path("resolv.conf"),
  "meter.sysfs_root": sysfsRoot,
  "log.level": "trace",
  ...over,
});

/** A family that has the address given by the modem's own DHCP server, over the standard's commands. */
const DHCP_FAMILY = `family = "dhcp"
title = "The simulated modem, as one with a DHCP server"
trust = "unverified"
sources = ["this test"]
[match]
manufacturers = ["cellward"]
[[data_calls]]
name = "by-dhcp"
up = ["AT+CGACT=1,{cid}"]
down = ["AT+CGACT=0,{cid}"]
address = "dhcp"
`;

describeReal(["pty", "namespaces", "dhcp"], "an agent that dials a modem with a DHCP server inside", () => {
  it("sets what the server gives, takes it back on a stop, and after a kill when it starts again", async ({
    bench,
  }) => {
    const net = network(bench);
    const server = await DhcpServer.behind(net);
    bench.atEnd(() => server.close());
    mkdirSync(bench.path("families"));
    writeFileSync(bench.path("families", "dhcp.toml"), DHCP_FAMILY);
    await bench.rig();
    const settings = own(bench, net, { "modem.families": bench.path("families") });
    const leased = {
      up: true,
      addresses: [expect.stringMatching(/^10\.77\.0\.\d\d\/24$/)],
      routes: ["default via 10.77.0.1 metric 700 onlink"],
    };
    const agent = bench.agent(settings, { before: net.within });
    await agent.logged("bearer-up");
    expect(net.wwan).toEqual(leased);
    expect(net.ip("link", "show", "wwan0")).toMatch(/ mtu 1428 /);
    expect(readFileSync(bench.path("resolv.conf"), "utf8")).toMatch(
      /^nameserver 10\.77\.0\.53\nnameserver 10\.77\.0\.54$/m,
    );
    expect((await agent.ask())?.state.bearer.text).toMatch(/resolv\.conf leads to/);
    await agent.kill();
    expect(net.wwan).toEqual(leased);
    const without = bench.agent({ ...settings, "modem.port": "/dev/none" }, { before: net.within });
    await without.logged("port-refused");
    expect(net.wwan).toEqual(NOTHING);
    expect(net.ip("link", "show", "wwan0")).toMatch(/ mtu 1500 /);
    expect(existsSync(bench.path("resolv.conf"))).toBe(false);
    await without.end("SIGTERM");
    const again = bench.agent(settings, { before: net.within });
    await again.logged("bearer-up");
    expect(net.wwan).toEqual(leased);
    expect(await again.end("SIGTERM")).toMatchObject({ code: 0 });
    expect(net.wwan).toEqual(NOTHING);
    expect(again.said("agent-fault")).toEqual([]);
  }, 90_000);
});

describeReal(["pty", "namespaces"], "an agent that dials", () => {
  it.concurrent("gives the interface address, route and resolver, redials a lost call, and takes all back on SIGTERM", async ({
    bench,
  }) => {
    const net = network(bench);
    const rig = await bench.rig();
    const agent = bench.agent(own(bench, net), { before: net.within });
    await agent.logged("bearer-up");
    expect(net.wwan).toEqual(CALL);
    expect(readFileSync(bench.path("resolv.conf"), "utf8")).toMatch(/^nameserver 211\.136\.17\.107$/m);
    await rig.tell({ do: "pdn-deact", cid: 1 });
    await agent.logged("bearer-down");
    expect(net.wwan).toMatchObject({ addresses: [], routes: [] });
    // Lost soon after it was up: 24 s to 36 s.
    await agent.until(({ state }) => state.bearer.state === "up", "the call's being up again", 60);
    expect(net.wwan).toEqual(CALL);
    expect(agent.said("at-tx").some(({ line }) => line === "AT+CGACT=1,1")).toBe(true);
    expect(await agent.end("SIGTERM")).toMatchObject({ code: 0 });
    expect(net.wwan).toEqual(NOTHING);
    expect(existsSync(bench.path("resolv.conf"))).toBe(false);
    expect(agent.said("agent-fault")).toEqual([]);
  }, 90_000);

  async function afterKill(bench: DeviceBench, over: AgentSettings, ready: string): Promise<void> {
    const net = network(bench);
    await bench.rig();
    const agent = bench.agent(own(bench, net), { before: net.within });
    await agent.logged("bearer-up");
    await agent.kill();
    expect(net.wwan).toEqual(CALL);
    net.ip("addr", "add", "192.0.2.1/32", "dev", "wwan0");
    const next = bench.agent(own(bench, net, over), { before: net.within });
    await next.logged(ready);
    expect(net.wwan).toEqual({ up: false, addresses: ["192.0.2.1/32"], routes: [] });
    expect(existsSync(bench.path("resolv.conf"))).toBe(false);
    expect(await next.end("SIGTERM")).toMatchObject({ code: 0 });
  }

  // Without a modem the next one cannot have a call.
  it.concurrent(
    "what a killed agent leaves is taken away by the next one, and nothing else",
    ({ bench }) => afterKill(bench, { "modem.port": "/dev/none" }, "port-refused"),
    60_000,
  );

  it.concurrent(
    "also by one that does not dial any more",
    ({ bench }) => afterKill(bench, { "bearer.owner": "external" }, "modem-ready"),
    60_000,
  );

  it.concurrent("another program's default route of the same metric is left alone, and what to do is said", async ({
    bench,
  }) => {
    const net = network(bench);
    net.add("eth7");
    net.ip("link", "set", "eth7", "up");
    net.ip("route", "add", "default", "dev", "eth7", "metric", "700");
    await bench.rig();
    const agent = bench.agent(own(bench, net), { before: net.within });
    const failed = await agent.logged("bearer-failed");
    expect(failed["detail"]).toMatch(/metric 700 already.*bearer\.route_metric/);
    expect(net.wwan).toEqual(NOTHING);
    expect(net.ip("route", "show", "default")).toMatch(/^default dev eth7 .*metric 700/);
  }, 60_000);
});
