import fc from "fast-check";
import { expect, test } from "vitest";
import { splitCommandLine } from "../../src/dce/command-line.ts";

const basic = (name: string, value?: number) => ({ kind: "basic", name, value });
const extended = (name: string, kind: "execute" | "read" | "test") => ({ kind: "extended", name, operation: { kind } });
const set = (name: string, text: string) => ({ kind: "extended", name, operation: { kind: "set", text } });

test.each([
  ["", []],
  ["E0", [basic("E", 0)]],
  ["e0q0v1", [basic("E", 0), basic("Q", 0), basic("V", 1)]],
  ["E0 Q0 V1", [basic("E", 0), basic("Q", 0), basic("V", 1)]],
  ["&F", [basic("&F", undefined)]],
  ["&C1&D2", [basic("&C", 1), basic("&D", 2)]],
  ["\\Q3", [basic("\\Q", 3)]],
  ["I", [basic("I", undefined)]],
  ["+CSQ", [extended("+CSQ", "execute")]],
  ["+csq", [extended("+CSQ", "execute")]],
  ["+CREG?", [extended("+CREG", "read")]],
  ["+CREG=?", [extended("+CREG", "test")]],
  ["+CREG=2", [set("+CREG", "2")]],
  ["+CREG = 2", [set("+CREG", "2")]],
  ["+CMEE=1;+CREG=2", [set("+CMEE", "1"), set("+CREG", "2")]],
  ["E0;+CSQ", [basic("E", 0), extended("+CSQ", "execute")]],
  ["E0+CSQ", [basic("E", 0), extended("+CSQ", "execute")]],
  ["+CSQ;E1", [extended("+CSQ", "execute"), basic("E", 1)]],
  ['+CGDCONT=1,"IP","a;b c"', [set("+CGDCONT", '1,"IP","a;b c"')]],
  ['+COPS=1,2,"46004";+COPS?', [set("+COPS", '1,2,"46004"'), extended("+COPS", "read")]],
  ["^SYSINFO", [extended("^SYSINFO", "execute")]],
  ["$TSSPCSW=?", [extended("$TSSPCSW", "test")]],
  ["_OHWV", [extended("_OHWV", "execute")]],
  ["S3?", [{ kind: "register", number: 3, set: undefined }]],
  [
    "S0=2S3=13",
    [
      { kind: "register", number: 0, set: 2 },
      { kind: "register", number: 3, set: 13 },
    ],
  ],
  ["D*99***1#", [{ kind: "dial", text: "*99***1#" }]],
  ["DT123;", [{ kind: "dial", text: "T123;" }]],
  ["E0)E1", [basic("E", 0), { kind: "broken", text: ")E1" }]],
  ["+CSQE1", [extended("+CSQE1", "execute")]],
  ["+CREG?E1", [{ kind: "broken", text: "+CREG?E1" }]],
  ["+", [{ kind: "broken", text: "+" }]],
])("AT%s is understood as V.250 5.3 and 5.4 say", (line, commands) => {
  expect(splitCommandLine(line)).toEqual(commands);
});

test("any line is split into commands that can be told apart, and never throws", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 300 }), (line) => {
      const commands = splitCommandLine(line);
      expect(commands.length).toBeLessThanOrEqual(line.length);
      expect(commands.slice(0, -1).every((command) => command.kind !== "broken")).toBe(true);
    }),
    { numRuns: 500 },
  );
});
