import { expect, it } from "vitest";
import { Minutes } from "../../src/base/duration.ts";
import { diagnosisScreen } from "../../src/cli/diagnosis-screen.ts";
import { statusScreen } from "../../src/cli/status-screen.ts";
import { usageLines } from "../../src/cli/usage-lines.ts";
import { explainPlan } from "../../src/plan/file/explain-plan.ts";
import { accountOf } from "../../src/plan/file/plan-account.ts";
import { WallMs } from "../../src/base/instant.ts";
import { AgentScene } from "../support/agent-scene.ts";
import { acceptedPlan } from "../support/plan-texts.ts";
import { CARRIER_TEXTS } from "../support/shipped-carriers.ts";

const NOW = Date.UTC(2026, 10, 10, 1);
const planText = (top: string, readings: string): string => `name = "shop"
carrier = "china-mobile-iot"
${top}
[cycle]
every = "month"
day = 1
[[bucket]]
id = "plan"
kind = "industry-plan"
quota = "1000 KB"
[overage]
kind = "auto-stop"
${readings}`;

const BUY =
  /add-on can be bought|buy an add-on|sooner with an add-on|add-on, by|Top up with|购买加餐包|购买加速包|向运营商加购/;
const WAIT = /[Ww]ait until 2026-12-01/;

/** Everything that this device says of a card that was stopped at its plan's limit. */
async function saidOf(text: string) {
  const scene = new AgentScene();
  const plan = acceptedPlan(text);
  const carrier = CARRIER_TEXTS[plan.rules.carrier] ?? "";
  const settings = ["modem.poll_interval=30s"];
  await scene.boot({ wall: NOW, network: NOW, settings, plans: { kind: "file", written: { plan, text, carrier } } });
  await scene.use(1_001 * 1024);
  scene.modem.suspend("over-limit", { variant: "detach" });
  for (let n = 0; n < 20; n += 1) await scene.pass(Minutes(1));
  return {
    check: explainPlan(accountOf(plan, WallMs(NOW)))
      .flatMap(({ lines }) => lines.flatMap(({ en, zh }) => [en, zh]))
      .join("\n"),
    usage: usageLines(scene.usage)
      .map(([, said]) => said)
      .join("\n"),
    status: statusScreen(scene.status),
    diagnosis: (["en", "zh"] as const)
      .map((language) => diagnosisScreen(scene.diagnosis.answer(false), [language]))
      .join("\n"),
    mqtt: [...scene.broker.retained.values()].map(({ payload }) => payload).join("\n"),
  };
}

it.each([
  ["nothing is sold before the cycle ends", planText("mid_cycle_topup = false", "")],
  ["what is sold does not lift the limit", planText("mid_cycle_topup = true", "[readings]\nadd_on_lifts = false\n")],
])("where %s, nobody is told to buy, and everybody until when to wait", async (_, text) => {
  const { check, usage, status, diagnosis, mqtt } = await saidOf(text);
  expect([check, usage, status, diagnosis, mqtt].filter((said) => BUY.test(said))).toEqual([]);
  expect(check).toMatch(/before the cycle ends: wait until 2026-12-01/);
  expect(usage).toMatch(WAIT);
  expect(status).toMatch(WAIT);
  expect(diagnosis).toMatch(WAIT);
  expect(mqtt).toContain('"topUp":false');
});

it("where data is sold and helps, it is said", async () => {
  const { check, status, diagnosis } = await saidOf(planText("mid_cycle_topup = true", ""));
  expect(check).toContain("More data can be bought before the cycle ends.");
  expect(status).toMatch(BUY);
  expect(diagnosis).toMatch(BUY);
});
