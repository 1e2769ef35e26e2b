import { describe, expect, test } from "vitest";
import { findPort } from "../../src/agent/find-port.ts";
import { Minutes, Seconds } from "../../src/base/duration.ts";
import { SimulatedModem } from "../../src/simulator/simulated-modem.ts";
import { SimulatedPorts } from "../../src/simulator/simulated-ports.ts";
import { AgentScene } from "../support/agent-scene.ts";
import { FakeClock } from "../support/fake-clock.ts";

const NOW = Date.UTC(2026, 10, 22, 1);

describe.each(["ATV0", "ATQ1", "ATE1V0", "ATE1Q1V0"])("a modem that another program left at %s", (left) => {
  test("is reached by the agent, and understood", async () => {
    const scene = new AgentScene();
    await scene.boot({ wall: NOW, left, settings: ["clock.trust_system=true"] });
    await scene.pass(Minutes(1));
    expect(scene.events("modem-silent")).toEqual([]);
    expect(scene.status.state.modem).toMatchObject({ link: "ready" });
    expect(scene.status.state.service).toMatchObject({ data: "up" });
  });

  test("is found among the ports", async () => {
    const clock = new FakeClock();
    const modem = new SimulatedModem({ clock });
    modem.receive(Buffer.from(`${left}\r`, "latin1"));
    const found = findPort({ serialPorts: new SimulatedPorts({ "/dev/ttyUSB2": modem }, clock), clock }, 115_200);
    for (let n = 0; n < 15; n += 1) await clock.advance(Seconds(0.2));
    expect(await found).toMatchObject({ kind: "open", path: "/dev/ttyUSB2" });
  });
});
