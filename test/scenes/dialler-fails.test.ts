import { expect, test } from "vitest";
import { lossReason } from "../../src/agent/loss-reason.ts";
import { Minutes, Seconds } from "../../src/base/duration.ts";
import { diagnosisScreen } from "../../src/cli/diagnosis-screen.ts";
import { diagnosisSlip } from "../../src/cli/diagnosis-slip.ts";
import type { OwnerAnswer, OwnerRequest } from "../../src/ports/owner-request.ts";
import { AgentScene } from "../support/agent-scene.ts";

const NOW = Date.UTC(2026, 10, 22, 1);
const QUICK = ["clock.trust_system=true", "modem.poll_interval=30s"];
const HANGS: OwnerAnswer = { kind: "failed", cause: "hangs", text: "/usr/bin/dial did not end within 30 s" };

async function asking(answer: OwnerAnswer): Promise<{ scene: AgentScene; asked: OwnerRequest[] }> {
  const asked: OwnerRequest[] = [];
  const scene = new AgentScene();
  const ask = async (request: OwnerRequest) => (asked.push(request), answer);
  await scene.boot({ wall: NOW, settings: QUICK, owner: { way: "command", ask } });
  return { scene, asked };
}

test("a request command that hangs is told by the diagnosis with what to do, and what the network never heard of is no reason to blame the card", async () => {
  const { scene } = await asking(HANGS);
  scene.modem.setContext(1, false);
  for (let n = 0; n < 10; n += 1) await scene.pass(Minutes(1));
  const answer = scene.diagnosis.answer(false);
  expect(answer.findings.map(({ kind }) => kind)).toContain("dial-not-made");
  expect(answer.findings.map(({ kind }) => kind)).not.toContain("context-refused-unnamed");
  expect(answer.diagnosis?.state).toBe("trouble");
  const en = diagnosisScreen(answer, ["en"]);
  expect(en.split("\n")[0]).toBe("What: data does not pass; the cause is not known yet");
  expect(en).toMatch(
    /^Whoever dials: bearer\.request_command was asked to connect .* and FAILED: \/usr\/bin\/dial did not end/m,
  );
  expect(en).toMatch(/^ {2}What bearer\.request_command runs does not end: run it by hand/m);
  const zh = diagnosisScreen(answer, ["zh"]);
  expect(zh).toMatch(/^拨号程序: .*失败/m);
  expect(zh).toContain("  bearer.request_command 执行的程序没有结束");
  const slip = (language: "en" | "zh"): string => diagnosisSlip(answer, 32, language).join(" ");
  expect(slip("en")).toContain("Whoever dials was asked and FAILED: see `cellward diagnose`");
  expect(slip("zh")).toContain("拨号程序请求失败");
  // Once it dials, nothing of that stands any more.
  scene.modem.setContext(1, true, "ME");
  for (let n = 0; n < 5; n += 1) await scene.pass(Minutes(1));
  expect(diagnosisScreen(scene.diagnosis.answer(false), ["en"])).not.toContain("Whoever dials");
});

test("an owner that was asked and accepted is not blamed", async () => {
  const { scene } = await asking({ kind: "accepted" });
  scene.modem.setContext(1, false);
  for (let n = 0; n < 10; n += 1) await scene.pass(Minutes(1));
  const answer = scene.diagnosis.answer(false);
  expect(answer.findings.map(({ kind }) => kind)).toContain("context-refused-unnamed");
  expect(diagnosisScreen(answer, ["en"])).not.toContain("Whoever dials");
});

test("a request hands no guess on as a fact: what is merely possible is not named, what is suspected is called so", async () => {
  const { scene, asked } = await asking({ kind: "accepted" });
  scene.modem.detach({ cause: 7 });
  for (let n = 0; n < 300; n += 1) await scene.pass(Seconds(30));
  const cycle = asked.find(({ request }) => request === "radio-cycle");
  const [leading] = scene.diagnosis.view?.diagnosis.causes ?? [];
  expect(leading?.standing).toBe("suspected");
  expect(cycle?.why).toMatch(/^suspected: [a-z]/);
  expect(lossReason("arrears", "likely")).toEqual({ told: { cause: "arrears" }, why: "stopped for arrears" });
  expect(lossReason("arrears", "possible")).toEqual({
    told: {},
    why: "data does not pass, and the cause is not known yet",
  });
});
