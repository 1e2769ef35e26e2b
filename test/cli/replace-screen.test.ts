import { describe, expect, test } from "vitest";
import { cardScreen } from "../../src/cli/card-screen.ts";
import { historyScreen } from "../../src/cli/history-screen.ts";
import { replaceScreen } from "../../src/cli/replace-screen.ts";
import { replaceSlip } from "../../src/cli/replace-slip.ts";
import { textColumns } from "../../src/cli/text-columns.ts";
import { nextSteps } from "../../src/replace/instructions.ts";
import { ACCEPTANCE_LINES } from "../../src/replace/acceptance.ts";
import type { CardAnswer } from "../../src/report/card-answer.ts";

const AT = "2026-11-23T08:00:00.000Z";
const lines = ACCEPTANCE_LINES.map((id) => ({
  id,
  result: id === "dns" ? ("failed" as const) : ("pass" as const),
  tookMs: 1_500,
  ...(id === "dns" ? { found: "silent" } : {}),
}));
const NOTHING: CardAnswer = {
  ok: true,
  at: AT,
  clockTrusted: true,
  zone: "Asia/Shanghai",
  access: "user",
  card: {
    state: "ready",
    iccid: "89860412345678900002",
    imei: "860000000000017",
    validity: [],
    snapshot: {
      at: AT,
      carrier: "china-mobile-iot",
      plan: "iot",
      planKnown: true,
      used: 1_048_576,
      quota: 10_485_760,
      unitBase: 1024,
      left: [{ name: "plan", left: 9_437_184 }, { name: "free" }],
      lost: [],
    },
  },
  contact: { hotline: "10086" },
  need: { helps: "no", cause: "arrears", words: { en: "Pay first.", zh: "先缴费。" } },
  next: [],
  checklist: [
    { id: "form", before: "requested", words: { en: "form", zh: "申请表" }, done: { at: AT, by: "Li" } },
    { id: "tools", before: "inserted", words: { en: "tools", zh: "工具" } },
  ],
  reminders: [],
  history: [],
};
const ticket = (state: NonNullable<CardAnswer["ticket"]>["state"]): NonNullable<CardAnswer["ticket"]> => ({
  state,
  openedAt: AT,
  by: "Li",
  oldCard: "89860412345678900001",
  newCard: "89860412345678900002",
  moves: [{ to: state, at: AT, by: "Li" }],
});

describe("where the replacement stands", () => {
  test("without one: whether a card helps, what does instead with the carrier's number, and how to begin", () => {
    const screen = replaceScreen(NOTHING, ["en"]);
    expect(screen).toMatch(/Does a new card help: no \[K04\]\n {2}Pay first\.\nInstead:\n {2}1\. .*\n {2}2\. .*10086/);
    expect(screen).toMatch(/No replacement is under way/);
    expect(replaceScreen(NOTHING, ["zh", "en"])).toMatch(/^换卡是否有用: 无用 \[K04\][^]*\n\nDoes a new card/);
  });

  test("under way: only what is still needed stands on the list, and what is done is ticked", () => {
    const planned = replaceScreen({ ...NOTHING, ticket: ticket("planned") }, ["en"]);
    expect(planned).toMatch(/\[x\] form: form\n {2}\[ \] tools: tools/);
    const received = replaceScreen({ ...NOTHING, ticket: ticket("received") }, ["en"]);
    expect(received).not.toMatch(/\] form/);
    expect(received).toMatch(/\[ \] tools/);
    expect(replaceScreen({ ...NOTHING, ticket: ticket("inserted") }, ["en"])).not.toMatch(/Checklist|Does a new card/);
  });

  test("a line of the test that failed has what to do under it, the others have not", () => {
    const record = { at: AT, by: "Li", verdict: "failed" as const, lines };
    const screen = replaceScreen({ ...NOTHING, ticket: { ...ticket("activated"), test: record } }, ["en"]);
    expect(screen).toMatch(/names are resolved \(DNS\): FAILED, 1\.5 s \(silent\)\n {4}-> Use the resolver/);
    expect(screen.match(/->/g)).toHaveLength(2);
    expect(screen).toMatch(/Not passed\. What to do stands/);
  });

  test("the watch is told in hours and parts of them", () => {
    const watch = { seenS: 5_400, upShare: 0.97, rejects: 1, detaches: 0, rounds: 1 };
    expect(replaceScreen({ ...NOTHING, ticket: { ...ticket("tested"), watch } }, ["en"])).toMatch(
      /Watched: 1\.5 of 24 hours, service 97 % of it, 1 rejects, 0 detaches; a day before was not good enough/,
    );
  });

  const stepsOf = (state: "received" | "inserted", access: "user" | "service") =>
    nextSteps({ state }, access, { binds: { en: "Bound.", zh: "此类卡绑定首次使用的设备，换机即停机。" } });

  test.each(["user", "service"] as const)("a slip has every step that there is paper for: received, %s", (access) => {
    const next = [...nextSteps({ state: "received" }, access, undefined)];
    const slip = replaceSlip({ ...NOTHING, next, ticket: ticket("received") }, 32, "zh");
    for (const { zh } of next) expect(slip.join("")).toContain(zh.replaceAll(" ", "").slice(0, 12));
    expect(slip.length).toBeLessThanOrEqual(20);
    expect(slip.join("")).not.toMatch(/其余/);
  });

  test("a slip of a card that waits warns of binding, and has no appointment that is over", () => {
    const next = [...stepsOf("inserted", "user")];
    const answer = { ...NOTHING, next, ticket: { ...ticket("inserted"), due: "2026-12-01" } };
    expect(replaceSlip(answer, 32, "zh").join("")).toMatch(/请勿先将新卡插入其他设备/);
    expect(replaceSlip(answer, 32, "zh").join("")).not.toMatch(/预约/);
    expect(replaceScreen(answer, ["zh"])).not.toMatch(/预约/);
  });

  test.each([
    [32, "zh"],
    [32, "en"],
    [48, "en"],
  ] as const)(
    "no slip of %i columns in %s is longer than 20 lines, and the numbers and failed checks stand on it",
    (columns, language) => {
      const record = { at: AT, by: "Li", verdict: "failed" as const, lines };
      for (const state of ["received", "inserted", "activated"] as const)
        for (const tried of [{}, { test: record }]) {
          const next = [...nextSteps({ state }, "user", { binds: { en: "Bound.", zh: "绑定。" } }, false)];
          const slip = replaceSlip({ ...NOTHING, next, ticket: { ...ticket(state), ...tried } }, columns, language);
          expect(slip.length).toBeLessThanOrEqual(20);
          const asked =
            "test" in tried
              ? /DNS[^ ]* (FAILED|未通过).*89860412345678900002.*860000000000017/
              : /IMEI 860000000000017/;
          expect(slip.join("")).toMatch(asked);
        }
    },
  );

  test.each([32, 48])("a slip of %i columns holds the verdict and the whole numbers", (columns) => {
    const record = { at: AT, by: "Li", verdict: "failed" as const, lines };
    const slip = replaceSlip({ ...NOTHING, ticket: { ...ticket("activated"), test: record } }, columns, "zh");
    expect(slip.every((line) => textColumns(line) <= columns)).toBe(true);
    expect(slip.join("")).toMatch(/结论: 未通过.*89860412345678900001.*89860412345678900002.*860000000000017/);
  });
});

test("the card is shown by the plan's own units", () => {
  expect(cardScreen(NOTHING, ["en"])).toMatch(
    /Plan: china-mobile-iot, iot\nUsed: 1\.00 MiB \/ 10\.00 MiB\nLeft: plan 9\.00 MiB; free ∞/,
  );
});

test("carriers stand one in a line, with what was never told said to be so", () => {
  const row = {
    carrier: "46001",
    firstAt: AT,
    lastAt: AT,
    hoursSeen: 200,
    hoursUp: 199,
    rejects: 2,
    detaches: 1,
    bytes: 5_000_000,
  };
  const history = [
    { ...row, rsrp: { average: -95, worst: -118 }, perMb: "0.29" },
    { ...row, carrier: "46004" },
  ];
  expect(historyScreen({ ...NOTHING, history }, ["en"])).toBe(
    "46001: 2026-11-23 - 2026-11-23, service 99.5 % of 200 h; 2 rejects, 1 detaches; RSRP -95 dBm, worst -118 dBm; 5.00 MB passed; 0.29 a MB as bought\n" +
      "46004: 2026-11-23 - 2026-11-23, service 99.5 % of 200 h; 2 rejects, 1 detaches; signal never told; 5.00 MB passed\n",
  );
  expect(historyScreen(NOTHING, ["zh"])).toMatch(/尚无记录/);
});
