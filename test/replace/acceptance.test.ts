import { describe, expect, test } from "vitest";
import {
  ACCEPTANCE,
  ACCEPTANCE_LINES,
  type AcceptanceLine,
  type AcceptanceLineId,
  LINE_RESULTS,
  RESULT_WORDS,
  signalSeen,
  VERDICT_WORDS,
  verdictOf,
} from "../../src/replace/acceptance.ts";
import { looksPersonal } from "../../src/base/looks-personal.ts";
import { CHECKLIST, ITEM_IDS, itemsFor, SIM_ACCESS } from "../../src/replace/checklist.ts";
import { bindingWords, nextSteps } from "../../src/replace/instructions.ts";
import { STAGES } from "../../src/replace/stage.ts";

const HAN = /\p{sc=Han}/u;
const line = (id: AcceptanceLineId, result: AcceptanceLine["result"]): AcceptanceLine => ({ id, result, tookMs: 0 });

describe("the verdict", () => {
  test("is a pass only where data was seen to pass and nothing that is set up failed", () => {
    const good = ACCEPTANCE_LINES.map((id) => line(id, "pass"));
    expect(verdictOf(good)).toBe("pass");
    for (const id of ACCEPTANCE_LINES) {
      const one = good.map((row) => (row.id === id ? line(id, "failed") : row));
      expect(verdictOf(one)).toBe("failed");
    }
  });

  test("registration and a context alone prove no data", () => {
    const lines = ACCEPTANCE_LINES.map((id) =>
      line(id, ["sim", "registered", "bearer", "signal"].includes(id) ? "pass" : "not-set-up"),
    );
    expect(verdictOf(lines)).toBe("nothing-tried");
    expect(verdictOf([...lines, line("payment", "pass")])).toBe("pass");
  });

  test("is not complete where a check that is set up could not be made, and failed where one failed besides", () => {
    expect(verdictOf([line("dns", "pass"), line("payment_tls", "not-made")])).toBe("not-complete");
    expect(verdictOf([line("dns", "failed"), line("payment_tls", "not-made")])).toBe("failed");
  });

  test("what cannot be seen fails nothing, and proves nothing", () => {
    expect(verdictOf(ACCEPTANCE_LINES.map((id) => line(id, "not-observable")))).toBe("nothing-tried");
    expect(verdictOf([line("sim", "not-observable"), line("payment_host", "pass")])).toBe("pass");
  });
});

test.each([
  [-90, -100, true, "pass"],
  [-100, -100, true, "pass"],
  [-101, -100, true, "failed"],
  [undefined, -100, true, "not-observable"],
  [-90, -100, false, "not-observable"],
  [-90, undefined, true, "not-set-up"],
] as const)("a signal of %s dBm where %s is asked for (seen: %s): %s", (signalDbm, leastDbm, observable, result) => {
  expect(signalSeen({ signalDbm, leastDbm, observable }).result).toBe(result);
});

test("every line, result, verdict, item and step speaks both languages", () => {
  const steps = SIM_ACCESS.flatMap((access) =>
    STAGES.flatMap((state) => nextSteps({ state, due: "2026-12-01" }, access, { binds: { en: "B.", zh: "绑。" } })),
  );
  const words = [
    ...Object.values(ACCEPTANCE).flatMap(({ name, remedy }) => [name, remedy]),
    ...LINE_RESULTS.map((result) => RESULT_WORDS[result]),
    ...Object.values(VERDICT_WORDS),
    ...Object.values(CHECKLIST).map((item) => item.words),
    ...steps,
  ];
  expect(steps.length).toBeGreaterThan(60);
  for (const { en, zh } of words) {
    expect(zh).toMatch(HAN);
    expect(en.replace(/\([^)]*\p{sc=Han}[^)]*\)/gu, "").replace(/定向卡/g, "")).not.toMatch(HAN);
  }
});

test("whoever may not open the housing is told so and not how, and what is built in is not swapped", () => {
  const text = (access: (typeof SIM_ACCESS)[number]): string =>
    nextSteps({ state: "received" }, access, undefined)
      .map(({ en }) => en)
      .join(" ");
  expect(text("user")).toMatch(/switch the device off.*Take the old card out.*Put the new card in.*Switch on/);
  expect(text("service")).toMatch(/Do not open the terminal.*PCI PTS/);
  expect(text("service")).not.toMatch(/Take the old card out/);
  expect(text("embedded")).toMatch(/nobody can swap it here.*remotely/);
});

test("before the card goes in everybody is told of binding, with the carrier's own words where there are any", () => {
  expect(bindingWords(undefined)).toHaveLength(1);
  for (const state of ["planned", "approved", "received", "inserted"] as const)
    expect(nextSteps({ state }, "user", { binds: { en: "Bound.", zh: "绑定。" } }).map(({ en }) => en)).toEqual(
      expect.arrayContaining(["Bound.", expect.stringMatching(/no other device/)]),
    );
});

test("a new card that is taken for bound to another device is unbound, not waited for", () => {
  const text = (language: "en" | "zh"): string =>
    nextSteps({ state: "inserted" }, "user", { activation: { en: "Wait.", zh: "等。" } }, true, "imei-separation")
      .map((words) => words[language])
      .join(" ");
  expect(text("en")).toMatch(/bound to another device.*Waiting does not help.*\{hotline\}.*no other device/);
  expect(text("en")).not.toMatch(/Wait for the activation|after a day|Wait\./);
  expect(text("zh")).toMatch(/解绑/);
  expect(text("zh")).not.toMatch(/未激活|等待激活/);
});

test("a device that nobody opens needs no tools", () => {
  expect(itemsFor("user")).toEqual(ITEM_IDS);
  expect(itemsFor("service")).not.toContain("tools");
  expect(itemsFor("embedded")).not.toContain("old-card");
});

test.each([
  ["11010519491231002X", true],
  ["id 110105194912310021 of Li", true],
  ["6222 0212 3456 7890 123", true],
  ["138-0013-8000", true],
  ["13800138000", true],
  ["10086, agent 4711", false],
  ["on 2026-12-01 at 14:05", false],
  ["form 12345678", false],
  ["", false],
])("%s looks personal: %s", (text, personal) => {
  expect(looksPersonal(text)).toBe(personal);
});
