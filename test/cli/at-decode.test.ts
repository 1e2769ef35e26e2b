import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { MESSAGE_SCHEMAS } from "../../src/at/message.ts";
import { messageJsonSchema } from "../../src/cli/at-schema.ts";
import { buildProgram, type Program } from "../support/program.ts";

let program: Program;
beforeAll(async () => {
  program = await buildProgram();
});
afterAll(() => program.remove());

describe("cellward at decode", () => {
  test("one JSON object a message, in the order of the lines", async () => {
    const { code, out, err } = await program.run(["at", "decode"], {
      stdin: 'AT+CREG?\r\r\n+CREG: 2,1,"00A1","00B2"\r\n\r\nOK\r\nRDY',
    });
    expect([code, err]).toEqual([0, ""]);
    expect(
      out
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line) as unknown),
    ).toEqual([
      { kind: "echo", raw: "AT+CREG?" },
      {
        kind: "registration",
        command: "+CREG",
        unsolicited: false,
        n: 2,
        stat: 1,
        lac: "00A1",
        ci: "00B2",
        raw: '+CREG: 2,1,"00A1","00B2"',
      },
      { kind: "result", result: "ok", text: "OK", raw: "OK" },
      { kind: "restart", raw: "RDY" },
    ]);
  });

  test("the command that was asked may be told", async () => {
    const { out } = await program.run(["at", "decode", "--command", "AT+CGMR"], {
      stdin: "EC20CEFHLGR06A05M1G\r\nOK\r\n",
    });
    expect(JSON.parse(out.split("\n")[0] ?? "")).toMatchObject({ kind: "identity", value: "EC20CEFHLGR06A05M1G" });
  });

  test("what would move a terminal's cursor is escaped, and read back it is what the modem said", async () => {
    const { out } = await program.run(["at", "decode"], { stdin: '+COPS: 0,0,"\u001b[31m\u009b",7\r\n' });
    expect([out.includes("\u001b"), out.includes("\u009b")]).toEqual([false, false]);
    expect(JSON.parse(out)).toMatchObject({ raw: expect.stringContaining("\u001b[31m") });
  });

  test("a command with a line end inside is refused", async () => {
    expect((await program.run(["at", "decode", "--command", "AT\rX"], { stdin: "" })).code).toBe(64);
  });

  test("a command that is none is refused with an example", async () => {
    const { code, err } = await program.run(["at", "decode", "--command", "COPS?"], { stdin: "" });
    expect([code, err]).toEqual([64, expect.stringMatching(/found "COPS\?"; expected .*AT\+COPS\?/)]);
  });

  test("the schema names every kind", async () => {
    const { code, out } = await program.run(["at", "decode", "--schema"], { stdin: "" });
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual(JSON.parse(JSON.stringify(messageJsonSchema())));
    for (const { entries } of MESSAGE_SCHEMAS) expect(out).toContain(`"const": "${entries.kind.literal}"`);
  });
});
