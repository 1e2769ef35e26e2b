import { expect, it, vi } from "vitest";
import { COMMANDS } from "../../src/cli/commands.ts";
import { dispatch } from "../../src/cli/dispatch.ts";
import { ASKED_ABOUT } from "../../src/plan/reading/carrier-query.ts";
import { CLASSES } from "../../src/policy/traffic-classes.ts";

async function typed(...argv: readonly string[]) {
  const said = { out: "", err: "" };
  const around = {
    commands: COMMANDS,
    out: (text: string) => void (said.out += text),
    err: (text: string) => void (said.err += text),
    debug: false,
  };
  return { code: await dispatch(argv, around), ...said };
}

it.each([
  [["ask"], /CLASS: found ""; expected payment, alarm/],
  [["ask", "usgae"], /CLASS: found "usgae".*usage, carried, balance, packs, ussd/],
  [["ask", "bulk"], /BYTES: found ""/],
  [["ask", "bulk", "0"], /BYTES: found "0"; expected 1 to 4294967295/],
  [["ask", "bulk", "4294967296"], /BYTES/],
  [["ask", "bulk", "-5"], /-5/],
  [["ask", "bulk", "5 elephants"], /BYTES: found "5 elephants"/],
  [["ask", "bulk", "5", "6"], /an argument too many: "6"/],
  [["ask", "bulk", "5", "--wait", "soon"], /--wait: found "soon"; expected a time such as 30s/],
  [["ask", "bulk", "5", "--lang", "fr"], /--lang/],
  [["ask", "bulk", "5", "--"], /expected a command behind --/],
])("%j is not understood, and what is expected is said", async (argv, words) => {
  const { code, err } = await typed(...argv);
  expect(code).toBe(64);
  expect(err).toMatch(words);
});

it("without an agent there is no grant, and nothing is run", async () => {
  const written = vi.spyOn(process.stdout, "write");
  const nowhere = "/nonexistent/agent.sock";
  for (const more of [[], ["--wait", "1m"], ["--", "/bin/echo", "ran"]]) {
    const { code, err } = await typed("ask", "bulk", "50KB", "--socket", nowhere, ...more);
    expect(code).toBe(69);
    expect(err).toContain("no agent answers");
  }
  expect(written).not.toHaveBeenCalled();
  written.mockRestore();
});

it("a traffic class is never named as a question to the carrier", () => {
  const questions: readonly string[] = [...ASKED_ABOUT, "ussd"];
  expect(
    Object.values(CLASSES)
      .flat()
      .filter((name) => questions.includes(name)),
  ).toEqual([]);
});

it("the help of ask tells of itself and of the questions to the carrier, and a command's own --help is its own", async () => {
  for (const argv of [
    ["ask", "--help"],
    ["help", "ask"],
  ]) {
    const { code, out } = await typed(...argv);
    expect(code).toBe(0);
    for (const words of ["ask CLASS BYTES", "ask usage", "ask ussd"]) expect(out).toContain(words);
  }
  const { code, out } = await typed("ask", "bulk", "5", "--socket", "/nonexistent/a.sock", "--", "ls", "--help");
  expect(code).toBe(69);
  expect(out).toBe("");
});
