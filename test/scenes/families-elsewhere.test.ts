import { expect, test } from "vitest";
import { Hours, Minutes } from "../../src/base/duration.ts";
import { actionOf, type ActionOrder } from "../../src/modem/action.ts";
import type { ModemProfile } from "../../src/modem/profile.ts";
import { FAMILIES } from "../../src/simulator/personalities/families.ts";
import { AgentScene } from "../support/agent-scene.ts";
import { PLAYED, shippedFamilies } from "../support/shipped-families.ts";

const NOW = Date.UTC(2026, 10, 22, 1);
const ORDERS: readonly ActionOrder[] = ["reset", "off", "radio-cycle", { slot: 1 }, { slot: 2 }];

/** What does something to the modem: every line of every plan, and how each way of a data call begins. */
function doing(family: ModemProfile): readonly string[] {
  const plans = ORDERS.flatMap((order) => {
    const found = actionOf(family, order);
    return found.kind === "none" ? [] : found.action.steps;
  });
  const calls = family.data_calls.flatMap(({ up, down, define }) => [...up, ...down, define]);
  return [
    ...plans.flatMap((step) => (step.kind === "send" ? [step.command.line] : [])),
    ...calls.map((line) => line.split("{")[0] ?? line),
  ];
}

test.each(shippedFamilies)(
  "on a modem of the family $family the agent does nothing while another program owns the data call, whatever happens",
  async (family) => {
    const scene = new AgentScene();
    await scene.boot({
      wall: NOW,
      personality: FAMILIES[PLAYED[family.family] ?? ""] ?? {},
      families: shippedFamilies,
      settings: ["clock.trust_system=true", "modem.poll_interval=5min"],
    });
    await scene.pass(Minutes(10));
    expect(scene.status.state.modem.family).toBe(family.family === "generic" ? "unknown" : family.title);
    scene.modem.setContext(1, false);
    await scene.pass(Minutes(20));
    scene.modem.detach({ cause: 8 });
    await scene.pass(Hours(3));
    scene.modem.restore();
    scene.modem.reboot();
    await scene.pass(Minutes(10));
    scene.modem.setSim({ state: "absent" });
    await scene.pass(Minutes(10));
    scene.modem.fault({ name: "hang", lasts: Minutes(5) });
    await scene.pass(Minutes(30));
    const forbidden = doing(family);
    expect(forbidden.length).toBeGreaterThan(3);
    expect(scene.heard.filter((line) => forbidden.some((begin) => line.startsWith(begin)))).toEqual([]);
    expect(scene.heard.length).toBeGreaterThan(200);
    expect(scene.modem.state().radio.level).toBe(1);
  },
);
