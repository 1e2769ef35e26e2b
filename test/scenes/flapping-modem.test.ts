import { expect, test } from "vitest";
import { Millis, Minutes, Seconds } from "../../src/base/duration.ts";
import { AgentScene } from "../support/agent-scene.ts";

const NOW = Date.UTC(2026, 10, 22, 1);

async function booted(): Promise<AgentScene> {
  const scene = new AgentScene();
  await scene.boot({ wall: NOW, settings: ["clock.trust_system=true"] });
  await scene.pass(Minutes(2));
  return scene;
}

/** Until it is asked again, the modem has no other packet domain that could stand in. */
const onlyEps = (scene: AgentScene): void => scene.modem.urc("+CGREG: 0");

/** As the log has them: of two payloads that are alike to the millisecond the broker's witness keeps one. */
const changes = (scene: AgentScene) => scene.log.said("registration-changed").map(({ fields }) => fields);

const asked = (scene: AgentScene): number =>
  scene.log.said("at-tx").filter(({ fields }) => fields["line"] === "AT+CGATT?").length;

test("every change in a burst of lines is an event, in its order, however many come in one turn", async () => {
  const scene = await booted();
  const before = changes(scene).length;
  const stats = [3, 1, 2, 5, 0, 1];
  onlyEps(scene);
  for (const stat of stats) scene.modem.urc(`+CEREG: ${stat}`);
  await scene.pass(Seconds(5));
  expect(
    changes(scene)
      .slice(before)
      .map(({ stat }) => stat),
  ).toEqual(stats);
  expect(scene.status.state.service).toMatchObject({ data: "up" });
});

test("detaches for ten seconds on end make the agent ask twice a second, and the last question finds the state as it is", async () => {
  const scene = await booted();
  const before = asked(scene);
  for (let time = 0; time < 10_000; time += 20) {
    for (let at = 0; at < 3; at += 1) scene.modem.urc("+CGEV: NW DETACH");
    await scene.clock.advance(Millis(20));
  }
  await scene.pass(Seconds(2));
  expect(asked(scene) - before).toBeGreaterThanOrEqual(20);
  expect(asked(scene) - before).toBeLessThanOrEqual(23);
  // The simulated modem is attached all the while; the next poll would be an hour away.
  expect(scene.status.state.service).toMatchObject({ data: "up" });
});

test("of more changes than are worth telling, the first of the next minute says how many were held back", async () => {
  const scene = await booted();
  const sent = 400;
  const count = (): number =>
    changes(scene).reduce((sum, { suppressed }) => sum + 1 + (typeof suppressed === "number" ? suppressed : 0), 0);
  await scene.pass(Minutes(2));
  const before = count();
  onlyEps(scene);
  for (let at = 0; at < sent; at += 1) scene.modem.urc(`+CEREG: ${at % 2 === 0 ? 3 : 1}`);
  await scene.pass(Minutes(2));
  onlyEps(scene);
  scene.modem.urc("+CEREG: 3");
  await scene.pass(Seconds(5));
  // Each that was sent, the last one, and the answer that took it back.
  expect(count() - before).toBe(sent + 2);
});
