import { describe, expect, it } from "vitest";
import { decode } from "../../../src/at/decode.ts";
import { describeVectors, type Vector } from "../../support/grammar-vectors.ts";

const SAVING = { kind: "power-saving", command: "+CPSMS", unsolicited: false };
const edrx = (command: string, unsolicited: boolean, fields: object): object => ({
  kind: "edrx",
  command,
  unsolicited,
  ...fields,
});
const connection = (unsolicited: boolean, fields: object): object => ({
  kind: "signalling-connection",
  command: "+CSCON",
  unsolicited,
  ...fields,
});

// prettier-ignore
const VECTORS: readonly Vector[] = [
  ['+CPSMS: 1,,,"00100100","00000110"', "AT+CPSMS?", { ...SAVING, mode: 1, requestedPeriodicTau: "00100100", requestedActiveTime: "00000110" }, "27.007 7.38"],
  ['+CPSMS: 1,"01000111","00000011","00100100","00000110"', "AT+CPSMS?", { ...SAVING, mode: 1, requestedPeriodicRau: "01000111", requestedGprsReadyTimer: "00000011", requestedPeriodicTau: "00100100", requestedActiveTime: "00000110" }, "27.007 7.38"],
  ["+CPSMS: 0", "AT+CPSMS?", { ...SAVING, mode: 0 }, "27.007 7.38"],
  ['+CEDRXS: 4,"0101"', "AT+CEDRXS?", edrx("+CEDRXS", false, { actType: 4, requestedEdrxValue: "0101" }), "27.007 7.40"],
  ['+CEDRXP: 4,"0010","0010","1110"', undefined, edrx("+CEDRXP", true, { actType: 4, requestedEdrxValue: "0010", nwProvidedEdrxValue: "0010", pagingTimeWindow: "1110" }), "27.007 7.40, sdk-nrf's tests"],
  ["+CEDRXP: 0", "AT+CEDRXS=3", edrx("+CEDRXP", true, { actType: 0 }), "sdk-nrf's tests"],
  ['+CEDRXRDP: 5,"1000","1101","0111"', "AT+CEDRXRDP", edrx("+CEDRXRDP", false, { actType: 5, requestedEdrxValue: "1000", nwProvidedEdrxValue: "1101", pagingTimeWindow: "0111" }), "27.007 7.41, sdk-nrf's tests"],
  ["+CEDRXRDP: 0", "AT+CEDRXRDP", edrx("+CEDRXRDP", false, { actType: 0 }), "sdk-nrf's tests"],
  ["+CSCON: 1", undefined, connection(true, { mode: 1 }), "27.007 7.30, sdk-nrf's tests"],
  ["+CSCON: 0", "AT+CSCON?", connection(true, { mode: 0 }), "27.007 7.30: told while it is asked for"],
  ["+CSCON: 0,1", "AT+CSCON?", connection(false, { n: 0, mode: 1 }), "27.007 7.30"],
  ["+CSCON: 0, 0", undefined, connection(false, { n: 0, mode: 0 }), "Quectel BC66 manual"],
  ["+CSCON: 3,1,7,4", "AT+CSCON?", connection(false, { n: 3, mode: 1, state: 7, access: 4 }), "nRF91 AT commands"],
  ["+CSCON: 1,7,4", undefined, connection(true, { mode: 1, state: 7, access: 4 }), "nRF91 AT commands"],
  ["+CSCON: 1,1", "AT+CSQ", connection(true, { mode: 1, state: 1 }), "27.007 7.30: UTRAN"],
];

describeVectors("power saving, extended DRX and the signalling connection", VECTORS);

describe("what is none of these", () => {
  it.each(["+CSCON: 9", "+CSCON:", "+CEDRXP:", "+CPSMS: on", '+CSCON: "1"'])("%s", (line) => {
    expect(decode(line)).toEqual({ kind: "unknown", raw: line });
  });

  it("what the modem supports is a range", () => {
    expect(decode("+CSCON: (0-3)", "AT+CSCON=?")).toMatchObject({ kind: "range", command: "+CSCON" });
  });
});
