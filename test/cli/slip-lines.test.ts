import { expect, test } from "vitest";
import { wrapped } from "../../src/cli/diagnosis-slip.ts";
import { causeOf } from "../../src/diagnosis/cause.ts";
import type { DiagnosisAnswer } from "../../src/report/diagnosis-answer.ts";
import { slipParts } from "../../src/report/slip-parts.ts";

test("no line of a slip begins with a mark that ends something, at any width", () => {
  for (let columns = 8; columns <= 48; columns += 1)
    for (const text of ["之后等待：设备会自动复查。", "缴费后联系10086申请复机；物联网卡仅充值不一定自动复机。"]) {
      const lines = wrapped(text, columns);
      expect(lines.join("")).toBe(text);
      expect(lines.filter((line) => /^[，。、；：）]/.test(line))).toEqual([]);
    }
});

test("what brings it back is named as such", () => {
  const cause = causeOf("arrears") ?? "";
  const told = {
    cause,
    slip: "A1",
    side: "card",
    name: "",
    nameZh: "",
    confidence: 0.9,
    standing: "likely",
    for: [],
    against: [],
    notSeparatedFrom: [],
    acts: [],
    byItself: false,
    back: "after-act",
  } as const;
  const answer = {
    ok: true,
    diagnosis: { asOf: "2026-11-22T01:00:00Z", state: "trouble", causes: [told], notExcluded: [], unseen: [] },
    findings: [],
    zone: "Asia/Shanghai",
    contact: {},
  } as unknown as DiagnosisAnswer;
  expect(slipParts(answer, "zh").back).toEqual(["恢复: 充值，并人工申请复机"]);
  expect(slipParts(answer, "en").back).toEqual(["Back: payment and then a resumption on request"]);
});
