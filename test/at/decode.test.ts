import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decode } from "../../src/at/decode.ts";
import { simStateOfError } from "../../src/at/grammar/sim-state.ts";
import { splitParameters } from "../../src/at/grammar/parameters.ts";
import type { AtMessage } from "../../src/at/message.ts";

/** What a line is read as; fields that are not named here must be absent. */
const LINES: readonly (readonly [line: string, message: Partial<AtMessage>])[] = [
  ["RDY", { kind: "restart", raw: "RDY" }],
  ["^SYSSTART", { kind: "restart", raw: "^SYSSTART" }],
  ["+FOO: 1", { kind: "unknown", raw: "+FOO: 1" }],
  ['+CCLK: "26/13/22,17:03:05+32"', { kind: "unknown", raw: '+CCLK: "26/13/22,17:03:05+32"' }],
];

describe("one line of a modem is one message", () => {
  it.each(LINES)("%s", (line, message) => {
    expect(decode(line)).toEqual(message);
  });

  it("any text at all is some message, and never an exception", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), (line) => {
        expect(decode(line).kind).toBeTypeOf("string");
      }),
    );
  });

  it("a known line with any byte changed is some message too", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...LINES.map(([line]) => line)),
        fc.nat(),
        fc.string({ maxLength: 3 }),
        (line, at, text) => {
          const cut = at % line.length;
          expect(decode(line.slice(0, cut) + text + line.slice(cut + 1)).kind).toBeTypeOf("string");
        },
      ),
    );
  });
});

describe("parameters", () => {
  it.each([
    ['1,"a,b",2', ["1", "a,b", "2"]],
    ['0,0,"never closed', ["0", "0", "never closed"]],
    ["(0,1),(2-3)", ["(0,1)", "(2-3)"]],
    [" 1 , 2 ", ["1", "2"]],
    ["", []],
    ["1,,3", ["1", "", "3"]],
  ])("%s", (body, texts) => {
    expect(splitParameters(body).map((parameter) => parameter.text)).toEqual(texts);
  });
});

describe("a refused +CPIN? says by its error what the SIM's state is", () => {
  it.each([
    [10, "absent"],
    [11, "pin"],
    [12, "puk"],
    [14, "not-ready"],
    [5, "phone-locked"],
  ])("CME %i is %s", (code, state) => {
    expect(simStateOfError({ kind: "error", scheme: "cme", code, text: String(code) }).state).toBe(state);
  });
});
