import { describe, expect, it } from "vitest";
import { decode } from "../../../src/at/decode.ts";

describe("lines that public captures and peers' vectors hold", () => {
  it.each([
    [" +CGEV: NW DETACH", { kind: "packet-event", event: "detach" }],
    ["START", { kind: "restart" }],
    ['^HCSQ: 2,0,"LTE",63,20,68,151', { kind: "signal", sysmode: "LTE", rssi: 63, rsrp: 20, rsrpDbm: -121 }],
    ['+C5GREG: 2,1,"175006"', { kind: "registration", unsolicited: false, n: 2, stat: 1, tac: "175006" }],
    ["+CTZDST: +8,1", { kind: "clock", zoneMinutes: 120, dst: 1 }],
    ['+CUSD:100,"test msg", abc', { kind: "ussd", m: 100, str: "test msg", text: "test msg" }],
    ["+QRSRP: -101,-105,-32768,-32768,LTE", { kind: "signal", sysmode: "LTE", rsrp: -101, rsrpDbm: -101 }],
    ["+QRSRQ: -32768,-11,-32768,-32768,NR5G", { kind: "signal", sysmode: "NR5G", rsrq: -11, rsrqDb: -11 }],
    ["+QSINR: 12,9,-32768,-32768,LTE", { kind: "signal", sinr: 12 }],
    [
      "^MONSC: LTE,460,00,38950,94EF884,142,57B2,-96,-8,-67",
      { kind: "signal", tac: "57B2", cellid: "94EF884", rsrpDbm: -96, rsrqDb: -8, rssiDbm: -67 },
    ],
    [
      "^MONSC: NR,460,00,524910,1,C027F5065,114,14225C,-73,-9,24",
      { kind: "signal", sysmode: "NR", arfcn: 524_910, tac: "14225C", rsrpDbm: -73, rsrqDb: -9, sinrDb: 24 },
    ],
    ["^MONSC: NR,460,00,636648,0,10321,1FA,2F01,-83,-9,12.8", { kind: "signal", rsrpDbm: -83, rsrqDb: -9 }],
    ["+EPINC: 3,3,10,10", { kind: "pin-retries", pinRetries: 3, pin2Retries: 3, pukRetries: 10, puk2Retries: 10 }],
    ["*CIMI: 460001234567890", { kind: "identity", field: "imsi", value: "460001234567890" }],
  ])("%j", (line, message) => {
    expect(decode(line)).toMatchObject(message);
  });

  it.each(["^MONSC: NONE", "^MONSC: GSM,460,00,1,12,49,2D54,57B2,-68,,", "+QRSRP: -101", "  something else"])(
    "%j is not guessed at",
    (line) => {
      expect(decode(line)).toEqual({ kind: "unknown", raw: line });
    },
  );

  it("a state with its area alone is unsolicited while the area is what is quoted", () => {
    expect(decode('+CREG: 1,"1A2B","01A2B3C4"')).toMatchObject({ unsolicited: true, stat: 1 });
  });
});
