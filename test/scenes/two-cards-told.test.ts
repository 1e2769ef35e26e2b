import { expect, test } from "vitest";
import { Minutes } from "../../src/base/duration.ts";
import { diagnosisScreen } from "../../src/cli/diagnosis-screen.ts";
import { diagnosisSlip } from "../../src/cli/diagnosis-slip.ts";
import { tellDiagnosis } from "../../src/agent/diagnosis-orders.ts";
import { AgentScene } from "../support/agent-scene.ts";
import { SHIPPED_PACKS } from "../support/shipped-carriers.ts";
import { shippedFamilies } from "../support/shipped-families.ts";

const NOW = Date.UTC(2026, 10, 12, 1);
const SECOND = "89860120801234567896";
const OWES = "尊敬的客户，您的账户已欠费，现已停机，请及时缴费。【中国移动】";
/** The simulated home card is one of this carrier's; the second one is another's. */
const PACKS = SHIPPED_PACKS.map((pack) =>
  pack.carrier === "china-mobile-iot" ? { ...pack, networks: ["46004"] } : pack,
);
const BOOT = {
  settings: [
    "bearer.owner=agent",
    "clock.trust_system=true",
    "modem.poll_interval=15min",
    "modem.sms=read",
    "fleet.size=1",
    "slots.switch_on=either",
  ],
  families: shippedFamilies,
  personality: "quectel-rm520n",
  packs: PACKS,
} as const;

async function minutes(scene: AgentScene, count: number): Promise<void> {
  for (let n = 0; n < count; n += 1) await scene.pass(Minutes(1));
}

/** The home card owes, the carrier has written so, and the second card is in use. */
async function onSecondCard(): Promise<AgentScene> {
  const scene = new AgentScene();
  await scene.boot({ ...BOOT, wall: NOW, network: NOW, otherCard: { iccid: SECOND, imsi: "460019876543210" } });
  await minutes(scene, 3);
  await scene.use(5_000);
  scene.modem.receiveMessage({ from: "10086", text: OWES });
  await minutes(scene, 2);
  scene.modem.suspend("arrears", { variant: "detach" });
  await minutes(scene, 60);
  expect(scene.modem.state().card.iccid).toBe(SECOND);
  await scene.use(7_000);
  return scene;
}

const kinds = (scene: AgentScene) => scene.diagnosis.answer(true).findings.map(({ kind }) => kind);

test("what is known of a card is of that card: back home it is no new one, and its carrier's notice is its own, also after a power cut", async () => {
  const scene = await onSecondCard();
  const home = "8986";
  // Nothing of it is said of the second card.
  expect(kinds(scene)).not.toContain("notice:arrears");
  expect(kinds(scene)).not.toContain("notice:not-taken");
  await tellDiagnosis(scene.diagnosis, { do: "confirm-cause", cause: "speed-capped", by: "10010" });
  const at = NOW + Minutes(90);
  await scene.boot({ ...BOOT, wall: at, network: at, settings: [...BOOT.settings, "slots.home=1"] });
  await minutes(scene, 3);
  const { iccid } = scene.diagnosis.answer(true);
  expect(iccid?.startsWith(home)).toBe(true);
  expect(iccid).not.toBe(SECOND);
  expect(kinds(scene)).not.toContain("card-new-here");
  expect(kinds(scene)).toContain("notice:arrears");
  expect(kinds(scene)).not.toContain("notice:not-taken");
  // What was confirmed of the second card is not the home one's.
  expect(scene.diagnosis.view?.diagnosis.confirmed).toBeUndefined();
});

test("what a person confirmed of a card is there again with the card", async () => {
  const scene = await onSecondCard();
  await tellDiagnosis(scene.diagnosis, { do: "confirm-cause", cause: "speed-capped", by: "10010" });
  const at = NOW + Minutes(90);
  await scene.boot({ ...BOOT, wall: at, network: at });
  await minutes(scene, 3);
  const then = NOW + Minutes(120);
  await scene.boot({ ...BOOT, wall: then, network: then, card: { iccid: SECOND, imsi: "460019876543210" } });
  await minutes(scene, 3);
  expect(scene.diagnosis.view?.diagnosis.confirmed).toMatchObject({ cause: "speed-capped", by: "10010" });
});

test("while the second card works, the screen, the slip, the status and the topic say what stands about the home one, and who acts", async () => {
  const scene = await onSecondCard();
  const home = scene.diagnosis.answer(true).otherCard?.iccid;
  expect(home).toMatch(/^89\d{17,18}$/);
  expect(scene.diagnosis.answer(true).diagnosis?.state).toBe("calm");
  const [en, zh] = [
    diagnosisScreen(scene.diagnosis.answer(true), ["en"]),
    diagnosisScreen(scene.diagnosis.answer(true), ["zh"]),
  ];
  expect(en).toContain("Nothing says that anything is wrong.");
  expect(en).toMatch(
    /^Other card: the home card \(slot 1, ICCID \d+\): stopped for arrears.* \[K04\] \((likely|suspected), \d\d %\)$/m,
  );
  expect(en).toMatch(/^ {2}Who acts: the owner of the fleet, then the carrier$/m);
  expect(en).toMatch(/^ {4}1\. Pay what is owed: /m);
  expect(en).toMatch(/^ {2}The device: looks at it again from 2026-11-1/m);
  expect(zh).toMatch(/^另一张卡: 主卡（卡槽 1，ICCID \d+）：欠费停机/m);
  const slip = diagnosisSlip(scene.diagnosis.answer(true), 32, "zh");
  expect(slip.length).toBeLessThanOrEqual(20);
  const paper = slip.join("\n");
  expect(paper).toContain("欠费停机");
  expect(paper).toContain("10086");
  expect(paper).toContain(`ICCID ${home}`);
  expect(scene.status.slots?.about?.en).toMatch(
    /^stopped for arrears.*: the owner of the fleet, then the carrier acts$/,
  );
  await minutes(scene, 2);
  const told = scene.broker.delivered.filter(({ topic }) => topic.endsWith("/diagnosis")).at(-1);
  expect(JSON.parse(String(told?.payload))).toMatchObject({
    state: "calm",
    other: { slot: 1, cause: { cause: "arrears", slip: "K04", acts: ["fleet-owner", "carrier"] } },
  });
  // Kept over a power cut, and gone when the home card is in again.
  const at = NOW + Minutes(100);
  await scene.boot({ ...BOOT, wall: at, network: at });
  await minutes(scene, 3);
  expect(scene.diagnosis.answer(true).otherCard).toBeUndefined();
});
