import { describe, expect, test } from "vitest";
import * as v from "valibot";
import { diagnosisScreen } from "../../src/cli/diagnosis-screen.ts";
import { diagnosisSlip, MOST_LINES } from "../../src/cli/diagnosis-slip.ts";
import { diagnosisOrder } from "../../src/cli/diagnosis-facts.ts";
import { gb18030 } from "../../src/base/gb18030.ts";
import { slipParts } from "../../src/report/slip-parts.ts";
import { textColumns } from "../../src/cli/text-columns.ts";
import { Minutes } from "../../src/base/duration.ts";
import { wallAfter, WallMs } from "../../src/base/instant.ts";
import { CAUSE_CODES } from "../../src/diagnosis/cause.ts";
import { type Confirmation, diagnose } from "../../src/diagnosis/diagnose.ts";
import type { FindingKind } from "../../src/diagnosis/findings/finding.ts";
import type { ResumeFacts } from "../../src/diagnosis/rules/resume-rule.ts";
import { Diagnosis } from "../../src/report/contract.ts";
import type { DiagnosisAnswer } from "../../src/report/diagnosis-answer.ts";
import { diagnosisPayload } from "../../src/report/diagnosis-payload.ts";

const NOW = WallMs(Date.UTC(2026, 10, 23, 8));
const SAID = { wall: NOW, trusted: true, source: "test" };

function answerOf(
  found: readonly FindingKind[],
  before = false,
  confirmed?: Confirmation,
  more: Pick<ResumeFacts, "topUp"> = {},
): DiagnosisAnswer {
  const findings = found.map((kind) => ({ kind, at: wallAfter(NOW, Minutes(-5)) }));
  const diagnosis = diagnose({ findings, now: NOW, ...(confirmed === undefined ? {} : { confirmed }) });
  const resume = { now: NOW, zone: "Asia/Shanghai", cycleEnds: WallMs(Date.UTC(2026, 10, 30, 16)), ...more };
  return {
    ok: true,
    diagnosis: v.parse(Diagnosis, diagnosisPayload({ diagnosis, before, resume }, SAID)),
    findings: [],
    iccid: "89860412345678901234",
    imei: "860000000000017",
    zone: "Asia/Shanghai",
    contact: { hotline: "10086", pay: { en: "the 10086 app", zh: "10086公众号" } },
  };
}

const OVER: readonly FindingKind[] = [
  "modem-answers",
  "sim-ready",
  "signal-good",
  "registered",
  "context-up",
  "quota-used-up",
  "limit-stops",
  "path-silent",
];
const ARREARS: readonly FindingKind[] = [
  "modem-answers",
  "sim-ready",
  "signal-good",
  "registered",
  "context-barred",
  "balance-empty",
  "messages-refused",
];

describe("the screen", () => {
  test("shows what a person said also where what is seen speaks against it", () => {
    const works: readonly FindingKind[] = ["modem-answers", "sim-ready", "registered", "context-up", "path-open"];
    const said = { cause: "arrears", by: "10086", at: wallAfter(NOW, Minutes(-30)) } as const;
    const screen = diagnosisScreen(answerOf(works, false, said), ["en"]);
    expect(screen).toContain("Nothing says that anything is wrong.");
    expect(screen).toMatch(/^Confirmed by: 10086, 2026-11-23 15:30:00 \(Asia\/Shanghai\): stopped for arrears$/m);
    expect(screen).toMatch(/^ {2}Against: ./m);
  });

  test("says what it costs, where that is known", () => {
    const cost = { en: "waiting is free", zh: "等待不收费" };
    const screen = diagnosisScreen({ ...answerOf(OVER), cost }, ["en", "zh"]);
    expect(screen).toMatch(/^Costs: waiting is free$/m);
    expect(screen).toMatch(/^费用: 等待不收费$/m);
    expect(diagnosisScreen(answerOf(OVER), ["en"])).not.toContain("Costs");
  });

  test("names the carrier's query codes where the card may be stopped, and where nothing is known", () => {
    const codes = { en: "CXYL to 10086 (what was used)", zh: "发送CXYL到10086（已用流量）" };
    const screenOf = (found: readonly FindingKind[]): string =>
      diagnosisScreen({ ...answerOf(found), contact: { codes } }, ["en", "zh"]);
    expect(screenOf(OVER)).toContain("\nAsk by message, where the card can send one: CXYL to 10086 (what was used)\n");
    expect(screenOf(OVER)).toContain("\n短信查询（卡有短信功能时）: 发送CXYL到10086（已用流量）\n");
    expect(screenOf(["modem-answers", "sim-missing"])).not.toContain("CXYL");
  });

  test("says what, why, how sure, who acts, by when and what to do", () => {
    expect(diagnosisScreen(answerOf(OVER), ["en"]).split("\n")).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^What: stopped at the plan's limit \[K01\] \(likely, \d\d %\)$/) as string,
        expect.stringContaining("Because: the plan's quota is used up") as string,
        "Who acts: nobody: it passes, then the owner of the fleet",
        "If it stays away: 4 d after that, the carrier",
        expect.stringContaining("Back: 2026-12-01 00:00 at the earliest, at the latest 2026-12-04 00:00") as string,
        expect.stringContaining("  2. If it cannot wait: ask 10086") as string,
      ]),
    );
  });

  test.each<[boolean | undefined, RegExp, RegExp, RegExp]>([
    [
      false,
      /1\. Wait until 2026-12-01: with this plan nothing can be bought that brings data back before\./,
      /1\. 请等到2026-12-01：此套餐在此之前无法通过加购恢复。/,
      /add-on|加餐包/,
    ],
    [
      true,
      /1\. If it cannot wait: buy an add-on, by 10086/,
      /1\. 如不能等：通过10086购买加餐包/,
      /nothing can be bought|无法通过加购/,
    ],
    [
      undefined,
      /2\. If it cannot wait: ask 10086 whether an add-on/,
      /2\. 如不能等：询问10086能否购买加餐包/,
      /nothing can be bought|无法通过加购/,
    ],
  ])(
    "where the plan says of data sold in mid-cycle: %s, that is the remedy, on the screen and on the slip",
    (topUp, en, zh, never) => {
      const answer = answerOf(OVER, false, undefined, topUp === undefined ? {} : { topUp });
      const screens = [diagnosisScreen(answer, ["en"]), diagnosisScreen(answer, ["zh"])];
      expect(screens).toEqual([expect.stringMatching(en), expect.stringMatching(zh)]);
      for (const language of ["en", "zh"] as const) {
        const { todo, back } = slipParts(answer, language);
        expect(todo.join("\n")).toMatch(language === "en" ? en : zh);
        expect([...screens, ...back, ...todo].join("\n")).not.toMatch(never);
      }
    },
  );

  test("says that the device looks by itself only where it does, on the slip too", () => {
    const answer = answerOf(ARREARS);
    const steps = (recovery: DiagnosisAnswer["recovery"]): string => {
      const told = recovery === undefined ? answer : { ...answer, recovery };
      return [diagnosisScreen(told, ["en", "zh"]), ...slipParts(told, "en").todo, ...slipParts(told, "zh").todo].join(
        "\n",
      );
    };
    for (const recovery of [undefined, { waits: "not-yet", next: "2026-11-23T09:00:00Z" }] as const) {
      expect(steps(recovery).match(/the device looks by itself|设备会自动复查/g)).toHaveLength(4);
    }
    for (const recovery of [{ waits: "not-ours", picture: "denied" }, { waits: "nothing-to-try" }] as const) {
      expect(steps(recovery)).not.toMatch(/the device looks by itself|设备会自动复查/);
      expect(steps(recovery).match(/nothing here looks by itself|本机不会自动尝试/g)).toHaveLength(4);
    }
  });

  test("in Chinese, with the carrier's own ways to pay in their places", () => {
    const text = diagnosisScreen(answerOf(ARREARS), ["zh"]);
    expect(text).toContain("现象: 欠费停机，单向停机 [K04]");
    expect(text).toContain("1. 缴清欠费：10086公众号。");
    expect(text).not.toMatch(/[{}]/);
  });

  test("says that nothing is wrong, that nothing was looked at yet, and that it was before the restart", () => {
    expect(diagnosisScreen(answerOf(["registered", "path-open"]), ["en"])).toContain(
      "Nothing says that anything is wrong",
    );
    const { diagnosis: _none, ...unlooked } = answerOf([]);
    expect(diagnosisScreen(unlooked, ["en"])).toContain("Nothing was looked at yet");
    expect(diagnosisScreen(answerOf(OVER, true), ["zh"])).toContain("重启前");
  });
});

describe("the slip", () => {
  test.each([
    [32, "zh"],
    [48, "zh"],
    [32, "en"],
    [48, "en"],
  ] as const)(
    "of %i columns in %s fits the paper for every cause, with code, hotline, ICCID and IMEI",
    (columns, language) => {
      for (const cause of CAUSE_CODES) {
        const lines = diagnosisSlip(answerOf([`platform:${cause}`, "path-silent", "registered"]), columns, language);
        expect(lines.length).toBeLessThanOrEqual(MOST_LINES);
        expect(lines.filter((line) => textColumns(line) > columns)).toEqual([]);
        expect(lines.join("\n")).toMatch(/[ [][KNDS]\d\d/);
        expect(lines).toEqual(expect.arrayContaining(["ICCID 89860412345678901234", "IMEI 860000000000017"]));
      }
    },
  );

  test.each([
    ["zh", 32, "下次复查: 2026-11-24 12:02"],
    ["zh", 48, "下次复查: 2026-11-24 12:02"],
    ["en", 32, "Looks again: 2026-11-24 12:02"],
    ["en", 48, "Looks again: 2026-11-24 12:02"],
  ] as const)(
    "in %s, %i columns, says when the device looks again, however much is left out",
    (language, columns, line) => {
      const looks = { ...answerOf(ARREARS), recovery: { waits: "not-yet", next: "2026-11-24T04:02:10Z" } } as const;
      expect(diagnosisSlip(looks, columns, language)).toContain(line);
      for (const recovery of [{ waits: "rests" }, { waits: "not-ours", next: "2026-11-24T04:02:10Z" }] as const)
        expect(diagnosisSlip({ ...looks, recovery }, columns, language).join("\n")).not.toMatch(/下次复查|Looks again/);
    },
  );

  test("keeps the warning that fits, whatever is left out", () => {
    const lines = diagnosisSlip(answerOf(["platform:imei-separation", "device-changed", "denied-device"]), 32, "zh");
    expect(lines.join("")).toContain("请勿将此卡插入其他设备");
  });

  test("in GB 18030 is what such a printer reads", () => {
    const text = `${diagnosisSlip(answerOf(ARREARS), 32, "zh").join("\n")}\n`;
    expect(new TextDecoder("gb18030").decode(gb18030(text))).toBe(text);
  });
});

describe("what is stated of a stop", () => {
  test("a confirmed cause and a platform's word become orders", () => {
    expect(diagnosisOrder("confirmed-cause", "arrears", "10086")).toEqual({
      do: "confirm-cause",
      by: "10086",
      cause: "arrears",
    });
    expect(diagnosisOrder("onelink-stop", "000020000000", "me")).toMatchObject({
      do: "platform-says",
      platform: "onelink-stop",
    });
    expect(diagnosisOrder("reading", undefined, "me")).toBeUndefined();
  });

  test("a cause that is none is refused with those that are", () => {
    expect(() => diagnosisOrder("confirmed-cause", "areas", "me")).toThrow(
      /found "areas"; expected one of over-limit, /,
    );
    expect(() => diagnosisOrder("cmp-status", undefined, "me")).toThrow(
      "cmp-status: found nothing; expected 1, 3, 4, 5, 6, 7",
    );
  });
});
