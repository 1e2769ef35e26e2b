import { expect, test } from "vitest";
import { Minutes } from "../../src/base/duration.ts";
import { diagnosisSlip } from "../../src/cli/diagnosis-slip.ts";
import { AgentScene } from "../support/agent-scene.ts";
import { SHIPPED_PACKS } from "../support/shipped-carriers.ts";

const NOW = Date.UTC(2026, 10, 22, 1);
const OTHER = "89860120801234567896";
const PACKS = SHIPPED_PACKS.map((pack) =>
  pack.carrier === "china-mobile-iot" ? { ...pack, networks: ["46004"] } : pack,
);
const BOOT = { settings: ["clock.trust_system=true", "modem.poll_interval=30s"], packs: PACKS } as const;

const slip = (scene: AgentScene): readonly string[] => diagnosisSlip(scene.diagnosis.answer(true), 32, "zh");

test("a slip of after a restart without a modem has the hotline and the number of the card that was in last, be it put in a minute before", async () => {
  const scene = new AgentScene();
  await scene.boot({ ...BOOT, wall: NOW });
  for (let n = 0; n < 3; n += 1) await scene.pass(Minutes(1));
  scene.modem.suspend("arrears", { variant: "deny" });
  for (let n = 0; n < 5; n += 1) await scene.pass(Minutes(1));
  const home = scene.modem.state().card.iccid;
  expect(slip(scene)).toEqual(expect.arrayContaining(["客服: 10086", `ICCID ${home}`]));
  await scene.boot({ ...BOOT, wall: NOW + Minutes(20), modem: false });
  await scene.pass(Minutes(1));
  expect(slip(scene)).toEqual(expect.arrayContaining(["客服: 10086", `ICCID ${home}`]));
  // Another carrier's card, seen for a moment before the power went.
  await scene.boot({ ...BOOT, wall: NOW + Minutes(30), card: { iccid: OTHER, imsi: "460019876543210" } });
  await scene.pass(Minutes(1));
  await scene.boot({ ...BOOT, wall: NOW + Minutes(40), modem: false });
  await scene.pass(Minutes(1));
  const lines = slip(scene);
  expect(lines).toContain(`ICCID ${OTHER}`);
  expect(lines).not.toContain(`ICCID ${home}`);
  expect(lines).not.toContain("客服: 10086");
});
