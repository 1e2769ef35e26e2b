import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decode } from "../../src/at/decode.ts";
import { simStateOfError } from "../../src/at/grammar/sim.ts";
import { splitParameters } from "../../src/at/grammar/parameters.ts";
import type { AtMessage } from "../../src/at/message.ts";

/** What a line is read as; fields that are not named here must be absent. */
const LINES: readonly (readonly [line: string, message: Partial<AtMessage>])[] = [
  ["+CSQ: 20,99", { kind: "signal", command: "+CSQ", rssiDbm: -73 }],
  ["+CSQ: 99,99", { kind: "signal", command: "+CSQ" }],
  ["+CESQ: 99,99,255,255,20,46", { kind: "signal", command: "+CESQ", rsrpDbm: -95, rsrqDb: -10 }],
  ["+CESQ:99,99,255,255,255,255", { kind: "signal", command: "+CESQ" }],
  ["+CPIN: READY", { kind: "sim-state", command: "+CPIN", state: "ready", text: "READY" }],
  ["+CPIN: SIM PIN", { kind: "sim-state", command: "+CPIN", state: "pin", text: "SIM PIN" }],
  ["+CPIN: SIM PIN2", { kind: "sim-state", command: "+CPIN", state: "pin2", text: "SIM PIN2" }],
  ["+CPIN: PH-NET PIN", { kind: "sim-state", command: "+CPIN", state: "network-locked", text: "PH-NET PIN" }],
  ["+CPIN: NOT READY", { kind: "sim-state", command: "+CPIN", state: "not-ready", text: "NOT READY" }],
  // ICCID: plain, 19 digits, filler, raw (nibbles swapped), hexadecimal letters inside (China Mobile).
  ["+CCID: 89860412345678901234", { kind: "iccid", command: "+CCID", iccid: "89860412345678901234" }],
  ["8986041234567890123F", { kind: "iccid", command: "", iccid: "8986041234567890123" }],
  ["+QCCID: 898602F2191970341882", { kind: "iccid", command: "+QCCID", iccid: "898602F2191970341882" }],
  ["ICCID:89860412345678901234", { kind: "iccid", command: "", iccid: "89860412345678901234" }],
  ['+CRSM: 144,0,"98684021436587092143"', { kind: "iccid", command: "+CRSM", iccid: "89860412345678901234" }],
  [
    '+CCLK: "26/11/22,17:03:05+32"',
    { kind: "clock", command: "+CCLK", instant: Date.UTC(2026, 10, 22, 9, 3, 5), zoned: true } as Partial<AtMessage>,
  ],
  [
    "+CCLK: 26/11/22,17:03:05",
    { kind: "clock", command: "+CCLK", instant: Date.UTC(2026, 10, 22, 17, 3, 5), zoned: false } as Partial<AtMessage>,
  ],
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
