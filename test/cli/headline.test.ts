import { expect, test } from "vitest";
import * as v from "valibot";
import { bridgeState } from "../../src/agent/bridge-state.ts";
import { sameWords } from "../../src/agent/recheck-words.ts";
import { Minutes } from "../../src/base/duration.ts";
import { wallAfter, WallMs } from "../../src/base/instant.ts";
import { diagnosisScreen } from "../../src/cli/diagnosis-screen.ts";
import { diagnosisSlip, MOST_LINES } from "../../src/cli/diagnosis-slip.ts";
import { diagnose } from "../../src/diagnosis/diagnose.ts";
import type { FindingKind } from "../../src/diagnosis/findings/finding.ts";
import { Diagnosis } from "../../src/report/contract.ts";
import type { DiagnosisAnswer } from "../../src/report/diagnosis-answer.ts";
import { diagnosisPayload } from "../../src/report/diagnosis-payload.ts";

const NOW = WallMs(Date.UTC(2026, 10, 23, 8));
const SAID = { wall: NOW, trusted: true, source: "test" };
/** Let in, a context is up, nothing comes back: a dozen causes look like that. */
const VAGUE: readonly FindingKind[] = ["modem-answers", "sim-ready", "registered", "context-up", "path-silent"];

const told = (found: readonly FindingKind[]) => {
  const findings = found.map((kind) => ({ kind, at: wallAfter(NOW, Minutes(-5)) }));
  const resume = { now: NOW, zone: "Asia/Shanghai" };
  return { diagnosis: diagnose({ findings, now: NOW }), before: false, resume };
};

const answerOf = (found: readonly FindingKind[]): DiagnosisAnswer => ({
  ok: true,
  diagnosis: v.parse(Diagnosis, diagnosisPayload(told(found), SAID)),
  findings: found.map((kind) => ({ kind, at: "2026-11-23T08:00:00Z" })),
  iccid: "89860412345678901234",
  imei: "860000000000017",
  zone: "Asia/Shanghai",
  contact: { hotline: "10086" },
});

test("a cause that is merely possible is no headline, on the screen and on the slip: that it is not known is, and the possible ones stand below", () => {
  const answer = answerOf(VAGUE);
  const [first] = answer.diagnosis?.causes ?? [];
  expect(first?.standing).toBe("possible");
  const en = diagnosisScreen(answer, ["en"]);
  expect(en.split("\n")[0]).toBe("What: data does not pass; the cause is not known yet");
  expect(en).toMatch(/^Possible: .+ \[K\d\d\] \(\d+ %\); .+ \(\d+ %\)/m);
  // What would be done about a guess is not ordered.
  expect(en).not.toMatch(/Pay what is owed|Who acts|^Back:/m);
  expect(en).toMatch(/^ {2}2\. .*10086/m);
  const zh = diagnosisScreen(answer, ["zh"]);
  expect(zh.split("\n")[0]).toBe("现象: 数据不通，原因尚未确定");
  expect(zh).toMatch(/^可能: .+ \[K\d\d\]（\d+ %）/m);
  for (const [language, head] of [
    ["en", "data does not pass; the cause is"],
    ["zh", "数据不通，原因尚未确定"],
  ] as const) {
    const slip = diagnosisSlip(answer, 32, language);
    expect(slip[0]).toBe(head);
    expect(slip.length).toBeLessThanOrEqual(MOST_LINES);
    expect(slip.join("")).toMatch(/K\d\d/);
    expect(slip.join("\n")).not.toMatch(/1\. (Pay|缴清)/);
    expect(slip).toContain("ICCID 89860412345678901234");
  }
});

test("names that are answered falsely are not said to be unanswered", () => {
  const lies = answerOf(["registered", "context-up", "names-false", "addresses-answer"]);
  const dead = answerOf(["registered", "context-up", "names-dead"]);
  const heads = (answer: DiagnosisAnswer) =>
    (["en", "zh"] as const).map((one) => diagnosisScreen(answer, [one]).split("\n")[0]);
  expect(heads(lies)).toEqual([
    expect.stringMatching(/^What: names are answered with addresses of somebody else's \[S02\]/) as string,
    expect.stringMatching(/^现象: DNS解析结果被篡改 \[S02\]/) as string,
  ]);
  expect(heads(dead)[0]).toMatch(/^What: names are not resolved \[S02\]/);
});

test("where something passes it is not said that nothing does", () => {
  const answer = { ...answerOf(["registered", "context-up", "path-open", "slow-now"]) };
  const [first] = answer.diagnosis?.causes ?? [];
  expect(first).toBeDefined();
  const vague = { ...answer.diagnosis, causes: [{ ...first, standing: "possible", confidence: 0.14 }] };
  expect(diagnosisScreen({ ...answer, diagnosis: v.parse(Diagnosis, vague) }, ["en"]).split("\n")[0]).toBe(
    "What: data does not pass as it should; the cause is not known yet",
  );
});

test("the bridge says that something is wrong and nothing tells what, and a recheck names no guess", () => {
  const state = {
    service: { data: "up" },
    sim: { state: "ready" },
    suspicion: { held: false, confidence: 0 },
    clock: { trusted: true },
  };
  const status = { state, decision: { level: "normal", reasons: [] } } as unknown as Parameters<typeof bridgeState>[0];
  expect(bridgeState(status, told(VAGUE), undefined)).toMatchObject({ cause: "unknown" });
  const sure = told([...VAGUE, "platform:arrears"]);
  expect(bridgeState(status, sure, undefined)).toMatchObject({ cause: "arrears" });
  expect(sameWords(undefined)).toEqual({
    en: "Still no data; the cause is not known yet.",
    zh: "仍未恢复，原因尚未确定。",
  });
});
