import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decode } from "../../src/at/decode.ts";
import { simStateOfError } from "../../src/at/grammar/sim.ts";
import { splitParameters } from "../../src/at/grammar/parameters.ts";
import type { AtMessage } from "../../src/at/message.ts";

/** What a line is read as; fields that are not named here must be absent. */
const LINES: readonly (readonly [line: string, message: Partial<AtMessage>])[] = [
  // 27.007 10.1.22: the answer to a read begins with n, the unsolicited line does not.
  ["+CEREG: 2,1", { kind: "registration", command: "+CEREG", unsolicited: false, n: 2, stat: 1 }],
  ["+CEREG: 1", { kind: "registration", command: "+CEREG", unsolicited: true, stat: 1 }],
  ["+CEREG: 0,5", { kind: "registration", command: "+CEREG", unsolicited: false, n: 0, stat: 5 }],
  [
    '+CEREG: 2,1,"1A2B","01A2B3C4",7',
    { kind: "registration", command: "+CEREG", unsolicited: false, n: 2, stat: 1, tac: "1A2B", ci: "01A2B3C4", act: 7 },
  ],
  [
    '+CEREG: 1,"1A2B","01A2B3C4",7',
    { kind: "registration", command: "+CEREG", unsolicited: true, stat: 1, tac: "1A2B", ci: "01A2B3C4", act: 7 },
  ],
  [
    "+CEREG: 1,1A2B,01A2B3C4,7",
    { kind: "registration", command: "+CEREG", unsolicited: true, stat: 1, tac: "1A2B", ci: "01A2B3C4", act: 7 },
  ],
  [
    "+CEREG: 3,,,,0,15",
    { kind: "registration", command: "+CEREG", unsolicited: true, stat: 3, causeType: 0, rejectCause: 15 },
  ],
  [
    "+CEREG: 3,3,,,,0,7",
    { kind: "registration", command: "+CEREG", unsolicited: false, n: 3, stat: 3, causeType: 0, rejectCause: 7 },
  ],
  [
    '+CEREG: 1,"1A2B","01A2B3C4",7,,,"00100100","00000111"',
    {
      kind: "registration",
      command: "+CEREG",
      unsolicited: true,
      stat: 1,
      tac: "1A2B",
      ci: "01A2B3C4",
      act: 7,
      activeTime: "00100100",
      periodicTau: "00000111",
    },
  ],
  [
    '+CGREG: 1,"1A2B","01A2B3C4",2,"0A"',
    {
      kind: "registration",
      command: "+CGREG",
      unsolicited: true,
      stat: 1,
      lac: "1A2B",
      ci: "01A2B3C4",
      act: 2,
      rac: "0A",
    },
  ],
  ["+CREG: 2,0", { kind: "registration", command: "+CREG", unsolicited: false, n: 2, stat: 0 }],
  [
    '+CEREG: 5,"1A2B","01A2B3C4",13',
    { kind: "registration", command: "+CEREG", unsolicited: true, stat: 5, tac: "1A2B", ci: "01A2B3C4", act: 13 },
  ],
  // 27.007 10.1.19
  [
    "+CGEV: NW DETACH",
    {
      kind: "packet-event",
      command: "+CGEV",
      unsolicited: true,
      event: "detach",
      scope: "network",
      text: "NW DETACH",
    },
  ],
  [
    "+CGEV: ME DETACH",
    { kind: "packet-event", command: "+CGEV", unsolicited: true, event: "detach", scope: "mobile", text: "ME DETACH" },
  ],
  [
    "+CGEV: NW PDN DEACT 1",
    {
      kind: "packet-event",
      command: "+CGEV",
      unsolicited: true,
      event: "pdn-deactivated",
      scope: "network",
      cid: 1,
      text: "NW PDN DEACT 1",
    },
  ],
  [
    '+CGEV: NW DEACT "IP","10.0.0.2",1',
    {
      kind: "packet-event",
      command: "+CGEV",
      unsolicited: true,
      event: "deactivated",
      scope: "network",
      cid: 1,
      text: 'NW DEACT "IP","10.0.0.2",1',
    },
  ],
  [
    "+CGEV: NW DEACT 1, 5, 0",
    {
      kind: "packet-event",
      command: "+CGEV",
      unsolicited: true,
      event: "deactivated",
      scope: "network",
      cid: 5,
      text: "NW DEACT 1, 5, 0",
    },
  ],
  [
    "+CGEV: ME PDN ACT 1,0",
    {
      kind: "packet-event",
      command: "+CGEV",
      unsolicited: true,
      event: "pdn-activated",
      scope: "mobile",
      cid: 1,
      text: "ME PDN ACT 1,0",
    },
  ],
  [
    "+CGEV: PDN DEACT 2",
    {
      kind: "packet-event",
      command: "+CGEV",
      unsolicited: true,
      event: "pdn-deactivated",
      scope: "unknown",
      cid: 2,
      text: "PDN DEACT 2",
    },
  ],
  ["+CGATT: 0", { kind: "attach", command: "+CGATT", attached: false }],
  ["+CGACT: 1,1", { kind: "pdp-context", command: "+CGACT", cid: 1, active: true }],
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
  ['+COPS: 0,0,"CHINA MOBILE",7', { kind: "operator", command: "+COPS", name: "CHINA MOBILE", act: 7 }],
  ['+COPS: 0,2,"46000",7', { kind: "operator", command: "+COPS", plmn: "46000", act: 7 }],
  ["+COPS: 0", { kind: "operator", command: "+COPS" }],
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
  ["+CEREG: x", { kind: "unknown", raw: "+CEREG: x" }],
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
