import { createServer, type Server } from "node:net";
import { join } from "node:path";
import { expect, it, vi } from "vitest";
import { COMMANDS } from "../../src/cli/commands.ts";
import { dispatch } from "../../src/cli/dispatch.ts";
import { ASKED_ABOUT } from "../../src/plan/reading/carrier-query.ts";
import { CLASSES } from "../../src/policy/traffic-classes.ts";
import { scratchDirectories } from "../support/scratch-directory.ts";

const scratch = scratchDirectories();

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
  [["ask", "bulk", "5", "--wait", "soon"], /--wait: found "soon"; expected a time such as 30s, 10m \(or 10min\)/],
  [
    ["override", "--level", "normal", "--until", "10mi", "--reason", "x"],
    /--until: found "10mi"; expected a duration such as 10m \(or 10min\)/,
  ],
  [
    ["override", "--class", "bulk", "--until", "", "--reason", "x"],
    /--until: found ""; expected a duration such as 10m/,
  ],
  [["ask", "bulk", "5", "--lang", "fr"], /--lang/],
  [["ask", "bulk", "5", "--"], /expected a command behind --/],
  [["ask", "bulk", "5", "--stop-when-withdrawn"], /--stop-when-withdrawn: expected a command behind --/],
])("%j is not understood, and what is expected is said", async (argv, words) => {
  const { code, err } = await typed(...argv);
  expect(code).toBe(64);
  expect(err).toMatch(words);
});

it("without an agent there is no grant, and nothing is run", async () => {
  const written = vi.spyOn(process.stdout, "write");
  const nowhere = "/nonexistent/agent.sock";
  for (const more of [[], ["--wait", "1s"], ["--", "/bin/echo", "ran"]]) {
    const { code, err } = await typed("ask", "bulk", "50KB", "--socket", nowhere, ...more);
    expect(code).toBe(69);
    expect(err).toContain("no agent answers");
  }
  expect(written).not.toHaveBeenCalled();
  written.mockRestore();
});

it.each(["10m", "10min", "2h", "2026-12-01", "2026-12-01T08:00Z"])(
  "%s is a time until which something is set",
  async (until) => {
    const place = ["--socket", "/nonexistent/a.sock"];
    const { code, err } = await typed("override", "--level", "normal", "--reason", "x", "--until", until, ...place);
    expect(err).toContain("no agent answers");
    expect(code).toBe(69);
  },
);

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

/** An agent that answers each question so. */
function agentAt(path: string, answer: object): Promise<Server> {
  const server = createServer((client) => {
    client.on("error", () => client.destroy());
    client.on("data", () => client.end(`${JSON.stringify(answer)}\n`));
  });
  return new Promise((resolve) => void server.listen(path, () => resolve(server)));
}

it("--wait waits for an agent that ends or is not there yet, and says so", async () => {
  const path = join(scratch(), "agent.sock");
  const said = { out: "", err: "" };
  const written = [
    vi.spyOn(process.stdout, "write").mockImplementation((text) => ((said.out += String(text)), true)),
    vi.spyOn(process.stderr, "write").mockImplementation((text) => ((said.err += String(text)), true)),
  ];
  try {
    const code = typed("ask", "bulk", "50KB", "--socket", path, "--wait", "1min", "--json", "--lang", "en");
    await vi.waitFor(() => expect(said.err).toMatch(/no agent answers on .*agent\.sock\.rw/), 4_000);
    const refusing = await agentAt(`${path}.rw`, { ok: true, granted: false, reason: "level", retryS: 1 });
    await new Promise((resolve) => void refusing.once("connection", resolve));
    await new Promise((resolve) => void refusing.close(resolve));
    const grant = { grant: 1_000_000_001, bytes: 51_200, lastsS: 300, reason: "granted" };
    const granting = await agentAt(`${path}.rw`, { ok: true, granted: true, ...grant });
    expect(await code).toMatchObject({ code: 0 });
    granting.close();
    expect(JSON.parse(said.out)).toMatchObject(grant);
  } finally {
    written.forEach((spy) => spy.mockRestore());
  }
}, 20_000);
