import { expect, test } from "vitest";
import { Minutes, Seconds } from "../../src/base/duration.ts";
import { AgentScene } from "../support/agent-scene.ts";

const NOW = Date.UTC(2026, 10, 22, 1);
const QUICK = ["clock.trust_system=true", "modem.poll_interval=30s"];

async function booted(pin: string, pinFile?: () => string): Promise<AgentScene> {
  const scene = new AgentScene();
  await scene.boot({ wall: NOW, settings: QUICK, card: { pin }, ...(pinFile === undefined ? {} : { pinFile }) });
  for (let n = 0; n < 30; n += 1) await scene.pass(Seconds(2));
  return scene;
}

const pinsOf = (scene: AgentScene): readonly string[] => scene.heard.filter((line) => line.startsWith("AT+CPIN="));

/** Everything that anybody outside could have read. */
const everything = (scene: AgentScene): string =>
  JSON.stringify([scene.log.lines, scene.broker.delivered, scene.status]);

test("a locked card with the right PIN: unlocked, told, the modem set up anew, in service; the PIN is nowhere to be read", async () => {
  const scene = await booted("47114711", () => "47114711");
  expect(pinsOf(scene)).toEqual(['AT+CPIN="47114711"']);
  expect(scene.events("sim-unlocked")).toHaveLength(1);
  expect(scene.status.state).toMatchObject({ sim: { state: "ready" }, service: { data: "up" } });
  expect(scene.status.state.sim.text).toBeUndefined();
  expect(everything(scene)).not.toContain("47114711");
});

test("a wrong PIN is given once in a day of polls; event and status say what to do", async () => {
  const scene = await booted("4711", () => "1234");
  await scene.pass(Minutes(60 * 24));
  expect(pinsOf(scene)).toEqual(['AT+CPIN="1234"']);
  expect(scene.events("sim-unlock-refused")).toMatchObject([{ detail: expect.stringContaining("phone") as string }]);
  expect(scene.status.state.sim).toMatchObject({
    state: "pin",
    text: expect.stringContaining("not tried again") as string,
  });
  expect(everything(scene)).not.toContain('"1234');
});

test("a file that is corrected is noticed, and the card's last two tries stay a person's", async () => {
  let file = "1234";
  const scene = await booted("4711", () => file);
  file = "4711";
  await scene.pass(Minutes(5));
  expect(pinsOf(scene)).toHaveLength(1);
  expect(scene.events("sim-unlock-refused")).toHaveLength(2);
  expect(scene.status.state.sim.text).toContain("only 2 tries are left");
});

test("without a PIN file the card stays locked, and status says which setting is missing", async () => {
  const scene = await booted("4711");
  expect(pinsOf(scene)).toEqual([]);
  expect(scene.status.state.sim.text).toContain("modem.pin_file is not set");
  expect(scene.events("sim-unlock-refused")).toHaveLength(1);
});

test("a hint about a card's PIN is not shown of a slot that is empty, nor of another card", async () => {
  const scene = await booted("4711", () => "1234");
  expect(scene.status.state.sim.text).toContain("not tried again");
  scene.modem.setSim({ state: "absent" });
  await scene.pass(Seconds(1));
  expect(scene.status.state.sim).toMatchObject({ state: "absent" });
  expect(scene.status.state.sim.text).toBeUndefined();
});
