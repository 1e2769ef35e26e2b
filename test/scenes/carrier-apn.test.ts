import { expect, test } from "vitest";
import { carrierFiles } from "../../src/agent/carrier-files.ts";
import { Seconds } from "../../src/base/duration.ts";
import { AgentScene, type Boot } from "../support/agent-scene.ts";

const PACKS = carrierFiles(undefined).map(({ pack }) => pack);

/** A card of China Mobile in a modem whose contexts nobody has defined. */
async function dialled(settings: readonly string[], more: Partial<Boot> = {}): Promise<AgentScene> {
  const scene = new AgentScene();
  await scene.boot({
    wall: Date.UTC(2026, 10, 22, 1),
    settings: ["bearer.owner=agent", "clock.trust_system=true", "modem.poll_interval=30s", ...settings],
    packs: PACKS,
    card: { imsi: "460001234567890" },
    contexts: [],
    ...more,
  });
  for (let n = 0; n < 60; n += 1) await scene.pass(Seconds(1));
  return scene;
}

const written = (scene: AgentScene): readonly string[] =>
  scene.heard.filter((line) => /^AT\+(CGDCONT=|CGACT=)/.test(line));

test("no APN in the settings and none in the modem: the call is dialled with the carrier's, and status says whose it is", async () => {
  const scene = await dialled(["bearer.cid=2"]);
  expect(written(scene)).toEqual(['AT+CGDCONT=2,"IP","cmnet"', "AT+CGACT=1,2"]);
  expect(scene.status.state.bearer).toMatchObject({ state: "up", apn: { from: "carrier", name: "cmnet" } });
});

test("on LTE the first context is left as it is: the modem attaches with it", async () => {
  const scene = await dialled([]);
  expect(written(scene).filter((line) => line.startsWith("AT+CGDCONT="))).toEqual([]);
  expect(scene.status.state.bearer.apn?.from).toBe("modem");
});

test("on GSM, where nothing is attached with, the first context gets the carrier's APN", async () => {
  const scene = await dialled([], { carrier: { cell: { tac: 0x10e1, ci: 0xc0ff, act: 0 } } });
  expect(written(scene)).toEqual(['AT+CGDCONT=1,"IP","cmnet"', "AT+CGACT=1,1"]);
});

test("a card of a carrier that nobody knows gets no APN of anybody's", async () => {
  const scene = await dialled(["bearer.cid=2"], { card: { imsi: "001010123456789" } });
  expect(written(scene).filter((line) => line.startsWith("AT+CGDCONT="))).toEqual([]);
});
