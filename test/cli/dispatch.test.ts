import { describe, expect, test } from "vitest";
import { EXIT } from "../../src/base/exit-codes.ts";
import { Fault, FAULTS, type FaultCode } from "../../src/base/fault.ts";
import type { Command } from "../../src/cli/command.ts";
import { COMMANDS } from "../../src/cli/commands.ts";
import { dispatch } from "../../src/cli/dispatch.ts";

function acted(name: string, run: (argv: readonly string[]) => Promise<number>): Command {
  const own = name === "rig modem" ? ({ ownHelp: true } as const) : {};
  return { ...own, name, summary: `Does ${name}.`, usage: "[--json]", options: [["--json", "for machines"]], run };
}

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  readonly calls: readonly string[];
}

async function type(line: string, thrown?: unknown, debug = false): Promise<Ended> {
  const calls: string[] = [];
  let out = "";
  let err = "";
  const named = ["status", "config show", "config check", "run", "rig modem"].map((name) =>
    acted(name, async (argv) => {
      calls.push([name, ...argv].join("|"));
      if (thrown !== undefined) throw thrown;
      return 2;
    }),
  );
  const argv = line === "" ? [] : line.split(" ");
  const around = { commands: named, debug, out: (t: string) => void (out += t), err: (t: string) => void (err += t) };
  const code = await dispatch(argv, around);
  return { code, out, err, calls };
}

describe("what is typed", () => {
  test.each([
    ["status", "status"],
    ["status --json x", "status|--json|x"],
    ["config show --origin", "config show|--origin"],
    ["config check", "config check"],
  ])("%s reaches its command with the rest, and its exit code is the program's", async (line, call) => {
    expect(await type(line)).toEqual({ code: 2, out: "", err: "", calls: [call] });
  });

  test.each(["--version", "-V"])("%s tells the version", async (line) => {
    expect(await type(line)).toMatchObject({ code: 0, out: expect.stringMatching(/^cellward \S+\n$/), err: "" });
  });

  test.each(["--help", "-h", "help"])("%s lists every command and every exit code", async (line) => {
    const { code, out } = await type(line);
    expect(code).toBe(0);
    for (const name of ["status", "config show", "config check", "run"]) expect(out).toContain(`  ${name} `);
    for (const exit of Object.values(EXIT)) expect(out).toContain(`${exit.code}  `);
  });

  test.each(["help config show", "config show --help", "config show --set a -h"])(
    "%s tells the options of one",
    async (line) => {
      const { code, out, calls } = await type(line);
      expect(code).toBe(0);
      expect(out).toBe("Usage: cellward config show [--json]\n\nDoes config show.\n\n  --json  for machines\n");
      expect(calls).toEqual([]);
    },
  );

  test.each(["help rig modem", "rig modem --json --help"])(
    "%s is answered by a command that has its own help",
    async (line) => {
      expect(await type(line)).toMatchObject({ out: "", calls: ["rig modem|--help"] });
    },
  );

  test("nothing shows the overview on stderr and is a fault of usage", async () => {
    expect(await type("")).toMatchObject({
      code: 64,
      out: "",
      err: expect.stringContaining("Usage: cellward COMMAND"),
    });
  });

  test.each([
    ["statu", 'there is no command "statu"; did you mean "cellward status"?'],
    ["Status", 'did you mean "cellward status"?'],
    ["config-show", 'did you mean "cellward config show"?'],
    ["confg show", 'did you mean "cellward config show"?'],
    ["xyzzy", 'there is no command "xyzzy"; `cellward --help` lists the commands'],
    ["help xyzzy", 'there is no command "xyzzy"'],
    ["--frobnicate", 'there is no command "--frobnicate"'],
    ["config", '"config" needs a second word: cellward config show, cellward config check'],
    ["config --origin", '"config" needs a second word'],
    ["config shwo", '"config" has no "shwo": cellward config show, cellward config check'],
  ])("%s is not understood, and what was probably meant is named", async (line, text) => {
    const { code, out, err } = await type(line);
    expect(code).toBe(64);
    expect(out).toBe("");
    expect(err).toContain(text);
  });
});

describe("what is thrown", () => {
  test.each(Object.keys(FAULTS).filter((name): name is FaultCode => name !== "internal"))(
    "the fault %s ends with the exit code of its row, in words, without a stack",
    async (code) => {
      const ended = await type("run", new Fault(code, "the port is busy: pid 7 holds it"));
      expect(ended.code).toBe(EXIT[FAULTS[code].exit].code);
      expect(ended.err).toContain(`cellward: the port is busy: pid 7 holds it [${code}]\n`);
      expect(ended.err).not.toMatch(/ at .*\.ts|report/);
    },
  );

  test.each([
    new TypeError("x is not a function"),
    new Fault("internal", "a state that cannot be"),
    "a text",
    undefined,
    null,
  ])("%s is a fault of ours: exit 1, and where to report it", async (thrown) => {
    const ended = await type("run", thrown ?? { toString: () => "odd" });
    expect(ended.code).toBe(1);
    expect(ended.err).toMatch(/This is a fault of cellward \S+ itself\. Please report it: README\.md/);
    expect(ended.err).not.toMatch(/ at .*\.ts/);
  });

  test("with CELLWARD_DEBUG=1 the stack is shown, and that of every cause", async () => {
    const cause = new RangeError("below");
    const { err } = await type("run", new Fault("no-agent", "nobody answers", { cause }), true);
    expect(err).toMatch(/Fault: nobody answers \[no-agent\]\n\s+at /);
    expect(err).toMatch(/caused by: RangeError: below\n\s+at /);
  });
});

test("every command's name is one of the house's verbs, stands once and says what it does", () => {
  const names = COMMANDS.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  for (const { name, summary, usage } of COMMANDS) {
    expect(name).toMatch(/^[a-z]+( [a-z]+)?$/);
    expect(summary).toMatch(/^[A-Z].*\.$/);
    expect(usage).not.toContain(name);
  }
});

test("every command refuses an option that it does not have, before anything is started", async () => {
  for (const command of COMMANDS) {
    const refused = await command.run(["--no-such-option"]).catch((thrown: unknown) => {
      return thrown instanceof Fault ? EXIT[thrown.exit].code : String(thrown);
    });
    expect(`${command.name}: ${refused}`).toBe(`${command.name}: 64`);
  }
});

test("a group of commands tells the help of each of them", async () => {
  for (const line of ["config --help", "config -h", "help config"]) {
    const { code, out, err, calls } = await type(line);
    expect([code, err, calls]).toEqual([EXIT.ok.code, "", []]);
    expect(out).toMatch(/cellward config show[^]*cellward config check/);
  }
  expect((await type("nonsense --help")).code).toBe(EXIT.usage.code);
});
