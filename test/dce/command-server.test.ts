import fc from "fast-check";
import { expect, test } from "vitest";
import { Seconds } from "../../src/base/duration.ts";
import { type Answer, cme, cms, later, ok } from "../../src/dce/answer.ts";
import type { LineCommand } from "../../src/dce/command-line.ts";
import { CommandServer, type DceOutput } from "../../src/dce/command-server.ts";
import { FakeClock } from "../support/fake-clock.ts";

const bytes = (text: string): Uint8Array => Buffer.from(text, "latin1");
const textOf = (output: DceOutput): string =>
  Buffer.concat(output.kind === "answer" ? [output.info, output.final] : [output.bytes]).toString("latin1");

/** A DCE that knows +ONE, +TWO (two lines), +SLOW (3 s), +CMER (a +CME error), +CMSR (a +CMS error). */
function server() {
  const clock = new FakeClock();
  let heard = "";
  const profiles: string[] = [];
  const known: Record<string, () => Answer> = {
    "+ONE": () => ok("+ONE: 1"),
    "+TWO": () => ok("+TWO: 1", "+TWO: 2"),
    "+SLOW": () => later(Seconds(3), () => ok("+SLOW: done")),
    "+TELL": () => {
      dce.unsolicited("+NEWS: 1");
      return ok("+TELL: 1");
    },
    "+CMER": () => cme(10),
    "+CMSR": () => cms(321),
  };
  const dce: CommandServer = new CommandServer({
    send: (output) => (heard += textOf(output)),
    after: (delay, run) => void clock.after(delay, run),
    now: () => clock.monoMs(),
    execute: (command: LineCommand): Answer =>
      (command.kind === "extended" ? known[command.name]?.() : undefined) ?? { kind: "result", word: "ERROR" },
    errorText: (_scheme, code) => `words for ${code}`,
    profile: (change) => profiles.push(change),
  });
  const say = (text: string): string => {
    heard = "";
    dce.receive(bytes(text));
    return heard;
  };
  return { dce, clock, say, profiles, hear: () => heard };
}

test.each([
  ["an empty command line", "AT\r", "AT\r\r\nOK\r\n"],
  ["lower case", "at\r", "at\r\r\nOK\r\n"],
  ["mixed case", "aT\r", "aT\r\r\nOK\r\n"],
  ["line feeds, which are as if they were not there", "\nAT\r\n", "AT\r\r\nOK\r\n"],
  ["an information line", "AT+ONE\r", "AT+ONE\r\r\n+ONE: 1\r\n\r\nOK\r\n"],
  ["two lines of one command", "AT+TWO\r", "AT+TWO\r\r\n+TWO: 1\r\n+TWO: 2\r\n\r\nOK\r\n"],
  ["two commands on a line", "AT+ONE;+ONE\r", "AT+ONE;+ONE\r\r\n+ONE: 1\r\n\r\n+ONE: 1\r\n\r\nOK\r\n"],
  ["an unknown command", "AT+NONE\r", "AT+NONE\r\r\nERROR\r\n"],
  ["what follows an error, which is not carried out", "AT+NONE;+ONE\r", "AT+NONE;+ONE\r\r\nERROR\r\n"],
  ["what comes before an error, which is", "AT+ONE;+NONE\r", "AT+ONE;+NONE\r\r\n+ONE: 1\r\n\r\nERROR\r\n"],
  ["the last echo of ATE0", "ATE0\rAT\r", "ATE0\r\r\nOK\r\n\r\nOK\r\n"],
  ["V0 within its own line", "ATE0V0\r", "ATE0V0\r0\r"],
  ["V0 with information and an error", "ATE0V0\rAT+ONE\rAT+NONE\r", "ATE0V0\r0\r+ONE: 1\r\n0\r4\r"],
  ["Q1, which hides results and not information", "ATE0Q1\rAT+ONE\r", "ATE0Q1\r\r\n+ONE: 1\r\n"],
  ["E0, Q0 and V1 in one go", "ATE0Q0V1\r", "ATE0Q0V1\r\r\nOK\r\n"],
  ["a repeated line", "AT+ONE\rA/", "AT+ONE\r\r\n+ONE: 1\r\n\r\nOK\r\nA/\r\n+ONE: 1\r\n\r\nOK\r\n"],
  ["a repeat of nothing", "a/", "a/\r\nOK\r\n"],
  ["rubbish before the line", "xyzA AAT\r", "xyzA AAT\r\r\nOK\r\n"],
  ["a line without AT, which is no command", "hello\r", "hello\r"],
  ["a corrected line", "AT+ONX\bE\r", "AT+ONX\b \bE\r\r\n+ONE: 1\r\n\r\nOK\r\n"],
  ["a correction that would delete the prefix", "AT\b\b\r", "AT\r\r\nOK\r\n"],
  ["another terminator and formatter", "ATS3=33S4=45\rAT!", "ATS3=33S4=45\r!-OK!-AT!!-OK!-"],
  ["a register that is read", "ATE0S3?\r", "ATE0S3?\r\r\n013\r\n\r\nOK\r\n"],
  ["an S register that does not exist", "ATE0S99=1\r", "ATE0S99=1\r\r\nERROR\r\n"],
  ["E2, which is not a switch's position", "ATE2\r", "ATE2\r\r\nERROR\r\n"],
  ["flags that change nothing", "ATE0X4&C1&D2L0M0\r", "ATE0X4&C1&D2L0M0\r\r\nOK\r\n"],
])("%s is answered as V.250 says", (_what, said, heard) => {
  expect(server().say(said)).toBe(heard);
});

test.each([
  [0, "ERROR", "+CMS ERROR: 321"],
  [1, "+CME ERROR: 10", "+CMS ERROR: 321"],
  [2, "+CME ERROR: words for 10", "+CMS ERROR: words for 321"],
])("with +CMEE=%i errors read %s and %s", (mode, cmeText, cmsText) => {
  const { say } = server();
  say(`ATE0+CMEE=${mode}\r`);
  expect(say("AT+CMER\r")).toBe(`\r\n${cmeText}\r\n`);
  expect(say("AT+CMSR\r")).toBe(`\r\n${cmsText}\r\n`);
  expect(say("AT+CMEE?\r")).toBe(`\r\n+CMEE: ${mode}\r\n\r\nOK\r\n`);
});

test("a +CMEE that does not exist is refused and changes nothing", () => {
  const { say } = server();
  expect(say("ATE0+CMEE=1;+CMEE=3\r")).toContain("+CME ERROR: 50");
  expect(say("AT+CMEE=?\r")).toBe("\r\n+CMEE: (0-2)\r\n\r\nOK\r\n");
});

test("what is sent while a command runs is taken afterwards, in order", async () => {
  const { say, clock, hear } = server();
  expect(say("ATE0+SLOW\rAT+ONE\r")).toBe("ATE0+SLOW\r");
  await clock.advance(Seconds(3));
  expect(hear()).toBe("ATE0+SLOW\r\r\n+SLOW: done\r\n\r\nOK\r\n\r\n+ONE: 1\r\n\r\nOK\r\n");
});

test("commands behind a slow one on the same line wait for it", async () => {
  const { say, clock, hear } = server();
  say("ATE0+ONE;+SLOW;+ONE\r");
  await clock.advance(Seconds(3));
  expect(hear()).toContain("\r\n+ONE: 1\r\n\r\n+SLOW: done\r\n\r\n+ONE: 1\r\n\r\nOK\r\n");
});

test("a hang-up forgets the line that was begun and the command that runs, and keeps the settings", async () => {
  const { dce, say, clock, hear } = server();
  say("ATE0\rAT+CME");
  dce.hangUp();
  expect(say("AT\r")).toBe("\r\nOK\r\n");
  say("AT+SLOW\rAT+ONE\r");
  dce.hangUp();
  await clock.advance(Seconds(10));
  expect(hear()).toBe("");
  expect(say("AT\r")).toBe("\r\nOK\r\n");
});

test("with &D0 a dropped DTR is overlooked", () => {
  const { dce, say } = server();
  say("ATE0&D0\rAT+O");
  dce.hangUp();
  expect(say("NE\r")).toBe("\r\n+ONE: 1\r\n\r\nOK\r\n");
});

test("Z recalls what &W stored, &F what the factory set", () => {
  const { say, profiles } = server();
  say("ATE0&W\rATE1V0\rATZ\r");
  expect(say("AT\r")).toBe("\r\nOK\r\n");
  say("AT&F\r");
  expect(say("AT\r")).toBe("AT\r\r\nOK\r\n");
  expect(profiles).toEqual(["store", "recall", "factory"]);
});

test("a line of more than 2048 characters is dropped whole and answered by an error", () => {
  const { say } = server();
  say("ATE0\r");
  expect(say(`AT${"E0".repeat(1_024)}\r`)).toBe("\r\nOK\r\n");
  expect(say(`AT${"E0".repeat(1_024)}E\r`)).toBe("\r\nERROR\r\n");
  expect(say("AT\r")).toBe("\r\nOK\r\n");
});

test("an unsolicited line is framed as the settings say", () => {
  const { dce, say, hear } = server();
  say("");
  dce.unsolicited("+CREG: 1");
  expect(hear()).toBe("\r\n+CREG: 1\r\n");
  say("ATE0V0\r");
  dce.unsolicited("+CREG: 1");
  expect(hear()).toBe("ATE0V0\r0\r+CREG: 1\r\n");
});

test("no bytes make it throw, and after a terminator the next command is answered", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), (noise) => {
      const { dce, say } = server();
      dce.receive(noise);
      dce.hangUp();
      expect(say("\rAT&F\r")).toContain("OK");
    }),
    { numRuns: 1_000 },
  );
});

test("what a command brings about is told behind its result, whatever else stands on the line", () => {
  const { say } = server();
  expect(say("ATE0+TELL;+ONE\r")).toBe("ATE0+TELL;+ONE\r\r\n+TELL: 1\r\n\r\n+ONE: 1\r\n\r\nOK\r\n\r\n+NEWS: 1\r\n");
});

test("what is sent ahead beyond 8192 bytes is lost, and nothing else", async () => {
  const { dce, say, clock, hear } = server();
  say("ATE0+SLOW\r");
  dce.receive(bytes("AT+ONE\r".repeat(5_000)));
  await clock.advance(Seconds(3));
  expect(hear().split("+ONE: 1").length - 1).toBe(Math.floor(8_192 / 7));
});
