import { expect } from "vitest";
import { type DeviceBench, deviceTest as it } from "../support/device-bench.ts";
import { ForeignModem } from "../support/foreign-modem.ts";
import { Heard } from "../support/heard.ts";
import { describeReal } from "../support/real-parts.ts";

describeReal(["pty", "mosquitto"], "the network takes its service away", () => {
  /** Everything up, and told: service there, card known, level normal. */
  async function serving(bench: DeviceBench, ...rigArguments: readonly string[]) {
    const rig = await bench.rig(...rigArguments);
    const broker = await bench.broker();
    const heard = new Heard(await bench.witness(broker));
    const agent = bench.agent({ "mqtt.url": broker.url });
    await agent.logged("modem-ready");
    await heard.retained("state", ({ service, sim }) => service.data === "up" && sim.key !== undefined);
    await heard.retained("decision", ({ level }) => level === "normal");
    return { rig, agent, heard };
  }

  it("a detach is told within a second, suspected with its evidence, and taken back when service returns", async ({
    bench,
  }) => {
    const { rig, agent, heard } = await serving(bench);
    const since = performance.now();
    await rig.tell({ do: "detach" });
    await heard.event("network-detached");
    const eventAfter = performance.now() - since;
    await heard.event("suspension-suspected");
    await heard.event("decision-changed", ({ level }) => level === "reserve-only");
    const state = await heard.retained("state", ({ suspicion, service }) => suspicion.held && service.data === "down");
    const decision = await heard.retained("decision", ({ level }) => level === "reserve-only");
    const stateAfter = performance.now() - since;
    expect(eventAfter).toBeLessThan(1_000);
    // A retained topic is said at most once a second: one that was said just before waits out the rest of it.
    expect(stateAfter).toBeLessThan(1_500);
    expect(state.attached).toBe(false);
    expect(state.contexts).toEqual([{ cid: 1, active: false }]);
    expect(state.suspicion.evidence.map(({ kind }) => kind)).toContain("network-detach");
    expect(state.suspicion.evidence.find(({ kind }) => kind === "network-detach")?.text).toContain("NW DETACH");
    expect(state.suspicion.confidence).toBeGreaterThanOrEqual(0.5);
    expect(state.suspicion.confidence).toBeLessThan(1);
    expect(decision).toMatchObject({ enforced: "no", reasons: [{ code: "suspected-suspension" }] });

    await rig.tell({ do: "restore" });
    const cleared = await heard.event("suspicion-cleared");
    expect(cleared).toMatchObject({ why: "packet data service is back", since: state.suspicion.since });
    await heard.event("decision-changed", ({ level }) => level === "normal");
    await heard.retained("state", ({ suspicion, service }) => !suspicion.held && service.data === "up");
    await heard.retained("decision", ({ level }) => level === "normal");
    const told = heard.events.map(({ type }) => type);
    for (const once of ["network-detached", "suspicion-cleared", "service-down"])
      expect(told.filter((type) => type === once)).toHaveLength(1);
    // Events come in the order in which things happened.
    const order = ["network-detached", "service-down", "suspension-suspected", "decision-changed", "suspicion-cleared"];
    expect(order.toSorted((a, b) => told.indexOf(a as never) - told.indexOf(b as never))).toEqual(order);
    heard.allValid();
    expect(agent.said("agent-fault")).toEqual([]);
  });

  it.concurrent("registration denied with cause 7: offline, and the cause is named", async ({ bench }) => {
    const { rig, heard } = await serving(bench);
    await rig.tell({ do: "deny", cause: 7 });
    const changed = await heard.event("registration-changed", ({ stat }) => stat === 3);
    expect(changed).toMatchObject({
      domain: "eps",
      rejectCause: 7,
      causeText: expect.stringMatching(/EPS services not allowed/),
    });
    const decision = await heard.retained("decision", ({ level }) => level === "offline");
    expect(decision.reasons).toMatchObject([
      { code: "denied", text: expect.stringMatching(/cause 7, EPS services not allowed/) },
    ]);
    const state = await heard.retained("state", ({ service }) => service.why === "denied");
    expect(state.registration["eps"]).toMatchObject({
      stat: 3,
      rejectCause: 7,
      causeText: "EPS services not allowed",
    });
    expect(state.suspicion.evidence.map(({ kind }) => kind)).toContain("denied-permanently");
    await rig.tell({ do: "restore" });
    await heard.event("suspicion-cleared");
    await heard.retained("decision", ({ level }) => level === "normal");
  });

  it.concurrent("a context that the network takes away is told, and its return clears the suspicion", async ({
    bench,
  }) => {
    const { rig, heard } = await serving(bench);
    await rig.tell({ do: "pdn-deact", cid: 1 });
    expect(await heard.event("context-lost")).toMatchObject({ cid: 1, said: "NW PDN DEACT 1" });
    const state = await heard.retained("state", ({ service }) => service.why === "no-context");
    expect(state).toMatchObject({ attached: true, registration: { eps: { stat: 1 } } });
    await heard.retained("decision", ({ level }) => level === "reserve-only");
    await rig.tell({ do: "pdn-act", cid: 1 });
    await heard.event("suspicion-cleared");
    await heard.retained("decision", ({ level }) => level === "normal");
  });

  it.concurrent("lost coverage is not taken for a suspension: less confidence, a lower level, the reason said", async ({
    bench,
  }) => {
    const { rig, heard } = await serving(bench);
    await rig.tell({ do: "search" });
    await heard.event("registration-changed", ({ stat }) => stat === 2);
    const decision = await heard.retained("decision", ({ level }) => level === "essential");
    expect(decision.reasons[0]).toMatchObject({ code: "possible-suspension" });
    const state = await heard.retained("state", ({ suspicion }) => suspicion.held);
    expect(state.suspicion.confidence).toBeLessThan(0.4);
    await rig.tell({ do: "restore" });
    await heard.retained("decision", ({ level }) => level === "normal");
  });

  it.concurrent("the carrier stops the card at its own limit: the device's meter and the network's acts are put together", async ({
    bench,
  }) => {
    const rig = await bench.rig("--quota", "100000");
    const broker = await bench.broker();
    const heard = new Heard(await bench.witness(broker));
    const agent = bench.agent({ "mqtt.url": broker.url, "plan.quota": "100000 B", "plan.thresholds": "[50, 100]" });
    await heard.retained("state", ({ service }) => service.data === "up");
    await rig.tell({ do: "consume", up: 20_000, down: 40_000 });
    await heard.event("usage-threshold", ({ percent }) => percent === 50);
    await rig.tell({ do: "consume", up: 20_000, down: 30_000 });
    await heard.event("over-limit");
    await heard.event("network-detached");
    const state = await heard.retained("state", ({ suspicion }) => suspicion.evidence.length > 1);
    const kinds = state.suspicion.evidence.map(({ kind }) => kind);
    expect(kinds).toContain("over-limit");
    expect(kinds).toContain("network-detach");
    const usage = await heard.retained("usage", ({ overLimit }) => overLimit);
    expect(usage).toMatchObject({ remaining: 0, thresholdsCrossed: [50, 100] });
    expect(agent.said("agent-fault")).toEqual([]);
  });
});

describeReal(["pty", "mosquitto"], "a modem that changes without telling", () => {
  it.concurrent("heals with the next poll, in both directions, with the same events as if it had told", async ({
    bench,
  }) => {
    const modem = await ForeignModem.start(bench.path("tty"));
    bench.atEnd(() => modem.stop());
    const broker = await bench.broker();
    const heard = new Heard(await bench.witness(broker));
    bench.agent({ "mqtt.url": broker.url });
    await heard.retained("state", ({ service }) => service.data === "up");
    for (const domain of ["E", "G", ""]) await modem.answers(`AT+C${domain}REG?`, `+C${domain}REG: 2,3`, "OK");
    await modem.answers("AT+CGATT?", "+CGATT: 0", "OK");
    await modem.answers("AT+CGACT?", "+CGACT: 1,0", "+CGACT: 2,0", "OK");
    await heard.event("service-down");
    await heard.event("registration-changed", ({ stat }) => stat === 3);
    await heard.retained("decision", ({ level }) => level === "offline");
    const missed = (await heard.retained("state", ({ suspicion }) => suspicion.held)).suspicion;
    expect(missed.evidence.map(({ kind }) => kind)).toContain("registration-denied");
    for (const domain of ["E", "G", ""]) await modem.answers(`AT+C${domain}REG?`, `+C${domain}REG: 2,5`, "OK");
    await modem.answers("AT+CGATT?", "+CGATT: 1", "OK");
    await modem.answers("AT+CGACT?", "+CGACT: 1,1", "+CGACT: 2,0", "OK");
    await heard.event("suspicion-cleared");
    await heard.retained("decision", ({ level }) => level === "normal");
    expect((await heard.retained("state", ({ service }) => service.data === "up")).registration["eps"]).toMatchObject({
      stat: 5,
    });
  }, 30_000);

  it.concurrent("a context that is gone without a word is suspected as well, with less weight", async ({ bench }) => {
    const modem = await ForeignModem.start(bench.path("tty"));
    bench.atEnd(() => modem.stop());
    const broker = await bench.broker();
    const heard = new Heard(await bench.witness(broker));
    bench.agent({ "mqtt.url": broker.url });
    await heard.retained("state", ({ service }) => service.data === "up");
    await modem.answers("AT+CGACT?", "+CGACT: 1,0", "+CGACT: 2,0", "OK");
    const { suspicion } = await heard.retained("state", ({ service }) => service.why === "no-context");
    expect(suspicion.held).toBe(true);
  });
});
