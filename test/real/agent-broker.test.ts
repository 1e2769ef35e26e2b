import { writeFileSync } from "node:fs";
import { expect } from "vitest";
import type { AgentProcess } from "../support/agent-process.ts";
import { type DeviceBench, deviceTest as it } from "../support/device-bench.ts";
import { Heard } from "../support/heard.ts";
import { freePort } from "../support/mosquitto.ts";
import { describeReal } from "../support/real-parts.ts";
import type { RigProcess } from "../support/rig-process.ts";

const SUBSCRIBER = ["-u", "subscriber", "-P", "s"];

/** The service goes and comes so many times, each time with several events. */
async function outages(rig: RigProcess, agent: AgentProcess, times: number): Promise<void> {
  for (let n = 0; n < times; n += 1) {
    const from = agent.lines.length;
    await rig.tell({ do: "pdn-deact", cid: 1 });
    await agent.logged("service-down", () => true, from);
    await rig.tell({ do: "pdn-act", cid: 1 });
    await agent.logged("service-up", () => true, from);
  }
}

describeReal(["pty", "mosquitto"], "a broker that comes and goes", () => {
  /** The agent's password is `right`; what the broker takes for it is the test's to say. */
  async function guarded(bench: DeviceBench, agentsPassword: string) {
    const broker = await bench.broker({ passwords: { dev: agentsPassword, subscriber: "s" } });
    const heard = new Heard(await bench.witness(broker, SUBSCRIBER));
    writeFileSync(bench.path("password"), "right\n", { mode: 0o600 });
    const login = {
      "mqtt.url": broker.url,
      "mqtt.username": "dev",
      "mqtt.password_file": bench.path("password"),
    };
    const nowTakes = (password: string): void => {
      broker.setPasswords({ dev: password, subscriber: "s" });
      broker.signal("SIGHUP");
    };
    return { broker, heard, login, nowTakes };
  }

  it.concurrent("one that is not there at the start is retried, said so, and told everything once it is", async ({
    bench,
  }) => {
    await bench.rig();
    const port = await freePort();
    const agent = bench.agent({ "mqtt.url": `mqtt://127.0.0.1:${port}` });
    await agent.logged("modem-ready");
    const { mqtt } = await agent.until((status) => status.mqtt.lastRefusal !== undefined, "a refusal");
    expect(mqtt).toMatchObject({ lastRefusal: { why: "unreachable" } });
    expect(mqtt.queued).toBeGreaterThan(0);
    const { out } = await bench.cellward(["status"]);
    expect(out).toMatch(/^Broker .*\[unreachable\].*\d+ events queued/m);
    const heard = new Heard(await bench.witness(await bench.broker({ port })));
    await heard.available("online");
    await heard.retained("state", ({ service }) => service.data === "up");
    await agent.until((status) => status.mqtt.state === "connected" && status.mqtt.queued === 0, "an empty outbox");
  });

  it.concurrent("wrong credentials have a text of their own, are retried, and heal when the broker's password file is mended", async ({
    bench,
  }) => {
    await bench.rig();
    const { heard, login, nowTakes } = await guarded(bench, "another");
    const agent = bench.agent(login);
    await agent.until((status) => status.mqtt.lastRefusal?.why === "credentials", "the refusal");
    const { out, code } = await bench.cellward(["status"], login);
    expect(out).toMatch(/^Broker .*\[credentials\]/m);
    expect(out).not.toMatch(/unreachable/);
    expect(code).toBe(0);
    const refusals = agent.said("broker-refused").length;
    await agent.logged("broker-refused", ({ attempts }) => Number(attempts) > refusals + 1);
    expect(agent.said("broker-refused")[0]).toMatchObject({ severity: "error", why: "credentials" });
    expect(agent.output).not.toContain("right");
    nowTakes("right");
    await heard.available("online");
    await heard.retained("decision", ({ level }) => level === "normal");
    await heard.event("agent-started");
    expect(heard.events[0]).toMatchObject({ type: "agent-started" });
  });

  it.concurrent("gone for long: the oldest events are dropped and counted; back again: the state first, the drops, the events in order", async ({
    bench,
  }) => {
    const rig = await bench.rig();
    const { broker, heard: before, login, nowTakes } = await guarded(bench, "right");
    const agent = bench.agent({ ...login, "mqtt.max_events": 5 });
    await before.retained("state", ({ service }) => service.data === "up");
    await agent.until((status) => status.mqtt.queued === 0, "an empty outbox");
    await broker.halt();
    await agent.logged("broker-lost");
    await outages(rig, agent, 3);
    const last = agent.lines.length;
    await rig.tell({ do: "detach" });
    await agent.logged("decision-changed", ({ level }) => level === "reserve-only", last);
    const { decision } = await agent.until(
      ({ mqtt: { dropped, queued } }) => dropped > 5 && queued === 5,
      "events to be dropped, and five to be on the disk",
    );
    expect((await bench.cellward(["status"], login)).out).toMatch(/^Broker .*5 events queued, \d+ dropped/m);
    expect(decision.level).toBe("reserve-only");

    // It comes back with a wrong password, so that somebody listens before the agent speaks.
    const shut = { dev: "shut", subscriber: "s" };
    await broker.run(shut);
    const since = agent.lines.length;
    const after = new Heard(await bench.witness(broker, SUBSCRIBER));
    expect(after.all).toEqual([]);
    nowTakes("right");
    await agent.logged("broker-connected", () => true, since);
    await agent.until((status) => status.mqtt.queued === 0, "an empty outbox");
    await after.event("outbox-dropped");
    const names = after.names;
    const firstEvent = names.findIndex((name) => name.startsWith("event/"));
    expect(new Set(names.slice(0, firstEvent))).toEqual(
      new Set(["availability", "state", "usage", "decision", "diagnosis"]),
    );
    expect(names.slice(firstEvent)[0]).toBe("event/outbox-dropped");
    const { dropped } = await after.event("outbox-dropped");
    expect(dropped).toBe((await agent.until(() => true, "an answer")).mqtt.dropped);
    await after.event("decision-changed", ({ level }) => level === "reserve-only");
    const told = after.events.slice(1).map(({ type, at }) => ({ type, at }));
    expect(told).toHaveLength(5);
    expect(told.toSorted((a, b) => a.at.localeCompare(b.at))).toEqual(told);
    await after.retained("state", ({ suspicion }) => suspicion.held);
    after.allValid();
  });

  it.concurrent("events that a killed agent had not got rid of are told by the next one, before its own", async ({
    bench,
  }) => {
    const rig = await bench.rig();
    const port = await freePort();
    const url = { "mqtt.url": `mqtt://127.0.0.1:${port}` };
    const agent = bench.agent(url);
    await agent.logged("modem-ready");
    await rig.tell({ do: "pdn-deact", cid: 1 });
    await agent.logged("decision-changed");
    const { mqtt } = await agent.until(
      (status) => status.mqtt.queued > 10,
      "what the loss brought beside the start's eight",
    );
    await agent.kill();
    await rig.tell({ do: "pdn-act", cid: 1 });
    const broker = await bench.broker({ port });
    const heard = new Heard(await bench.witness(broker));
    bench.agent(url);
    await heard.event("agent-started", () => true, mqtt.queued);
    const types = heard.events.map(({ type }) => type);
    expect(types.slice(0, mqtt.queued)).toContain("context-lost");
    expect(types[mqtt.queued]).toBe("agent-started");
    await heard.retained("decision", ({ level }) => level === "normal");
  });
});

describeReal(["pty", "mosquitto"], "the agent's end, seen by the fleet", () => {
  async function connected(bench: DeviceBench, before: readonly string[] = []) {
    const rig = await bench.rig();
    const broker = await bench.broker();
    const heard = new Heard(await bench.witness(broker));
    const agent = bench.agent({ "mqtt.url": broker.url }, { before });
    await heard.retained("state", ({ service }) => service.data === "up");
    await rig.tell({ do: "consume", up: 1_234, down: 4_321 });
    await agent.until(({ usage }) => usage?.total.total === 5_555, "the bytes");
    return { rig, broker, heard, agent };
  }

  /** What was counted is on the disk: a later run knows it although the counters are gone. */
  async function booked(bench: DeviceBench, rig: RigProcess): Promise<void> {
    await rig.stop();
    const next = bench.agent();
    const { usage } = await next.until(({ usage: seen }) => seen !== undefined, "the books");
    expect(usage?.total).toEqual({ up: 1_234, down: 4_321, total: 5_555 });
  }

  it("killed: the broker tells the last will", async ({ bench }) => {
    const { agent, heard } = await connected(bench);
    await agent.kill();
    expect(await heard.available("offline")).toMatchObject({ reason: "connection-lost" });
  });

  it.for([
    ["asked to stop", "SIGTERM", []],
    // The other end of a terminal is one, too.
    ["left by its terminal", "SIGHUP", ["sh", "-c", 'exec "$@" < /dev/ptmx', "sh"]],
  ] as const)(
    "%s: a deliberate offline, within two seconds, no will, everything booked",
    async ([, signal, before], { bench }) => {
      const { agent, heard, rig } = await connected(bench, before);
      const end = await agent.end(signal);
      expect(end).toMatchObject({ code: 0, signal: null });
      expect(end.tookMs).toBeLessThan(2_000);
      expect(await heard.available("offline")).toMatchObject({ reason: "stopped" });
      expect(heard.every("availability").map(({ reason }) => reason)).toEqual(["started", "stopped"]);
      await booked(bench, rig);
    },
  );

  it.for([
    ["under nohup", ["nohup"]],
    ["as a service, without a terminal", []],
  ] as const)("%s: a terminal that is closed somewhere ends nothing, SIGTERM does", async ([, before], { bench }) => {
    const { agent, rig } = await connected(bench, before);
    agent.signal("SIGHUP");
    await agent.logged("plans-read");
    await rig.tell({ do: "consume", up: 1, down: 2 });
    await agent.until(({ usage }) => usage?.total.total === 5_558, "it to go on counting");
    expect(await agent.end("SIGTERM")).toMatchObject({ code: 0, signal: null });
  });

  it("asked to stop twice, as npm and the terminal both pass Ctrl-C on: the same", async ({ bench }) => {
    const { agent, heard, rig } = await connected(bench);
    agent.signal("SIGINT");
    await agent.logged("agent-stopping");
    const end = await agent.end("SIGINT");
    expect(end).toMatchObject({ code: 0, signal: null });
    expect(await heard.available("offline")).toMatchObject({ reason: "stopped" });
    await booked(bench, rig);
  });

  it("asked to stop while the broker is frozen and the modem hangs: still within two seconds, everything booked", async ({
    bench,
  }) => {
    const { agent, broker, heard, rig } = await connected(bench);
    await rig.tell({ do: "fault", name: "hang" });
    broker.signal("SIGSTOP");
    const end = await agent.end("SIGTERM");
    broker.signal("SIGCONT");
    expect(end).toMatchObject({ code: 0, signal: null });
    expect(end.tookMs).toBeLessThan(2_000);
    await heard.available("offline");
    await booked(bench, rig);
  });

  it("a broker that hangs while connected: the status says for how long it has acknowledged nothing", async ({
    bench,
  }) => {
    const { agent, broker, rig } = await connected(bench);
    await agent.until(({ mqtt }) => mqtt.unacknowledged === undefined, "everything to be acknowledged");
    broker.signal("SIGSTOP");
    await rig.tell({ do: "pdn-deact", cid: 1 });
    await agent.until(({ mqtt }) => (mqtt.unacknowledged?.forS ?? 0) >= 1, "a doubt");
    const { out } = await bench.cellward(["status"]);
    broker.signal("SIGCONT");
    expect(out).toMatch(/^Broker .*connected for .*, but nothing acknowledged for \d+ s, \d+ events queued/m);
    await agent.until(({ mqtt }) => mqtt.unacknowledged === undefined, "everything to be acknowledged");
  });

  it("asked to stop in the middle of its start: it stops, with code 0", async ({ bench }) => {
    await bench.rig();
    const broker = await bench.broker();
    const agent = bench.agent({ "mqtt.url": broker.url });
    await agent.logged("agent-started");
    const end = await agent.end("SIGTERM");
    expect(end).toMatchObject({ code: 0, signal: null });
    expect(end.tookMs).toBeLessThan(2_000);
  });
});
