import { expect, test } from "vitest";
import { Minutes } from "../../src/base/duration.ts";
import type { RequestOwner } from "../../src/ports/owner-request.ts";
import { AgentScene } from "../support/agent-scene.ts";

const SETTINGS = ["clock.trust_system=true", "modem.poll_interval=1min"];

async function passing(scene: AgentScene, minutes: number): Promise<void> {
  for (let n = 0; n < minutes; n += 1) await scene.pass(Minutes(1));
}

/** Somebody else dials when asked; the card is stopped in one way, and twenty minutes pass. */
async function stopped(kind: string, variant: string): Promise<AgentScene> {
  const owner: RequestOwner = {
    way: "command",
    ask: async () => {
      scene.modem.receive(Buffer.from("AT+CGACT=1,1\r"));
      return { kind: "accepted" };
    },
  };
  const scene = new AgentScene();
  await scene.boot({ wall: Date.UTC(2026, 10, 12, 1), settings: SETTINGS, owner });
  await passing(scene, 3);
  await scene.use(5_000);
  scene.heard.length = 0;
  scene.modem.suspend(kind, { variant });
  await passing(scene, 20);
  return scene;
}

test.each([
  ["card-threshold", "apn", "context-unknown-apn", ["wrong-apn", "data-switched-off", "card-threshold"]],
  ["data-switched-off", "apn", "context-unknown-apn", ["wrong-apn", "data-switched-off", "card-threshold"]],
  ["wrong-apn", "unknown", "context-unknown-apn", ["wrong-apn", "data-switched-off", "card-threshold"]],
  ["expired", "context", "context-not-subscribed", ["data-switched-off", "card-threshold", "arrears", "expired"]],
  ["not-activated", "context", "context-not-subscribed", ["data-switched-off", "card-threshold", "arrears", "expired"]],
])(
  "%s, %s: the modem is asked why somebody else is given no context, and the diagnosis goes by it",
  async (kind, variant, found, first) => {
    const scene = await stopped(kind, variant);
    const { findings = [], causes = [] } = scene.diagnosis.view?.diagnosis ?? {};
    expect(findings.find((finding) => finding.kind === found)?.text).toMatch(
      /the modem tells as the last cause "[A-Z]/,
    );
    expect(findings.map((finding) => finding.kind)).not.toContain("context-refused-unnamed");
    expect(causes.slice(0, 4).map((row) => row.cause)).toEqual(expect.arrayContaining([...first]));
    expect(causes.map((row) => row.cause)).not.toContain("network-fault");
    expect(scene.heard.filter((line) => line === "AT+CEER").length).toBeGreaterThan(10);
    scene.modem.restore();
    await passing(scene, 3);
    scene.heard.length = 0;
    await passing(scene, 5);
    expect(scene.status.state.service.data).toBe("up");
    expect(scene.heard).not.toContain("AT+CEER");
  },
);
