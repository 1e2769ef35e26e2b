import { describe, expect, it } from "vitest";
import { decode } from "../../../src/at/decode.ts";
import { answersRegistration } from "../../../src/at/grammar/registration.ts";
import { describeVectors, type Vector } from "../../support/grammar-vectors.ts";

const answer = (command: string, n: number, stat: number, rest: object = {}): object => ({
  kind: "registration",
  command,
  unsolicited: false,
  n,
  stat,
  ...rest,
});
const urc = (command: string, stat: number, rest: object = {}): object => ({
  kind: "registration",
  command,
  unsolicited: true,
  stat,
  ...rest,
});

const CREG: readonly Vector[] = [
  ["+CREG: 2,0", undefined, answer("+CREG", 2, 0), "27.007 7.2"],
  ["+CREG: 1,3", undefined, answer("+CREG", 1, 3), "ModemManager test-modem-helpers: CREG=1"],
  ["+CREG: 0,1", "AT+CREG?", answer("+CREG", 0, 1), "27.007 7.2"],
  ["+CREG: 0,1", undefined, answer("+CREG", 0, 1), "27.007 7.2"],
  ["+CREG: 3", undefined, urc("+CREG", 3), "ModemManager: CREG=1"],
  ["+CREG: 3", "AT+CREG?", urc("+CREG", 3), "oFono atutil.c: a report in the middle of the answer"],
  ["+CREG: 11", undefined, urc("+CREG", 11), "ModemManager: two-digit stat"],
  ["+CREG: 1,1,84CD,00D30173", undefined, answer("+CREG", 1, 1, { lac: "84CD", ci: "00D30173" }), "Sierra Mercury"],
  ["+CREG: 1,84CD,00D30156", undefined, urc("+CREG", 1, { lac: "84CD", ci: "00D30156" }), "Sierra Mercury"],
  ["+CREG: 1,84CD,00D30156", "AT+CREG?", urc("+CREG", 1, { lac: "84CD", ci: "00D30156" }), "Sierra Mercury"],
  ['+CREG: 11,"33FE","a3fb477"', undefined, urc("+CREG", 11, { lac: "33FE", ci: "a3fb477" }), "ModemManager"],
  ['+CREG: 2,1,"CE00","01CEAD8F"', undefined, answer("+CREG", 2, 1, { lac: "CE00", ci: "01CEAD8F" }), "SE K850i"],
  ['+CREG: 1,"CE00","00005449"', undefined, urc("+CREG", 1, { lac: "CE00", ci: "00005449" }), "SE K850i"],
  ["+CREG: 2,0,00,0", undefined, answer("+CREG", 2, 0, { lac: "00", ci: "0" }), "Huawei E160G"],
  ["+CREG: 2,1,8BE3,2BAF", undefined, answer("+CREG", 2, 1, { lac: "8BE3", ci: "2BAF" }), "Huawei E160G"],
  ["+CREG: 1,8BE3,2BAF", undefined, urc("+CREG", 1, { lac: "8BE3", ci: "2BAF" }), "Huawei E160G"],
  ["+CREG: 2,,", undefined, urc("+CREG", 2), "Novatel XU870, searching"],
  ['+CREG:002,001,"18d8","ffff"', undefined, answer("+CREG", 2, 1, { lac: "18d8", ci: "ffff" }), "Iridium"],
  ["+CREG:002,001", "AT+CREG?", answer("+CREG", 2, 1), "Iridium"],
  ["+CREG:2,1,0001,0010", undefined, answer("+CREG", 2, 1, { lac: "0001", ci: "0010" }), "ModemManager"],
  ["+CREG: 1,0001,0010,0", undefined, urc("+CREG", 1, { lac: "0001", ci: "0010", act: 0 }), "ModemManager"],
  ['+CREG: 001,"0001","0010",000', undefined, urc("+CREG", 1, { lac: "0001", ci: "0010", act: 0 }), "ModemManager"],
  ["+CREG: 10,0001,0010,0", undefined, urc("+CREG", 10, { lac: "0001", ci: "0010", act: 0 }), "ModemManager"],
  ['+CREG: 0011,"0001","0010",000', undefined, urc("+CREG", 11, { lac: "0001", ci: "0010", act: 0 }), "ModemManager"],
  [
    '+CREG: 2,6,"8B37","0A265185",7',
    undefined,
    answer("+CREG", 2, 6, { lac: "8B37", ci: "0A265185", act: 7 }),
    "u-blox Toby-L2 on LTE",
  ],
  ['+CREG: 6,"8B37","0A265185",7', undefined, urc("+CREG", 6, { lac: "8B37", ci: "0A265185", act: 7 }), "Toby-L2"],
  // The fields after the cell are Samsung's own: a second area code and the long cell identity.
  ["+CREG: 2,1,000B,2816, B, C2816", undefined, answer("+CREG", 2, 1, { lac: "000B", ci: "2816" }), "Samsung S8500"],
  ["+CREG: 2,11,003F,8FE3, B, C2816", undefined, answer("+CREG", 2, 11, { lac: "003F", ci: "8FE3" }), "Samsung S8500"],
  ["+CREG: 2,1,  0 5, 2715", undefined, answer("+CREG", 2, 1, { lac: "0 5", ci: "2715" }), "Qualcomm Gobi 1000"],
  ["+CREG: 2,1,0x1A2B,0x01A2B3C4", undefined, answer("+CREG", 2, 1, { lac: "0x1A2B", ci: "0x01A2B3C4" }), "0x kept"],
  [
    '+CREG: 2,1,"0001","0002",2,"0003",4',
    "AT+CREG?",
    answer("+CREG", 2, 1, { lac: "0001", ci: "0002", act: 2 }),
    "Huawei: fields of its own after the access technology",
  ],
  ['+CREG: 2,99,"000B","04D2",7', undefined, answer("+CREG", 2, 99, { lac: "000B", ci: "04D2", act: 7 }), "no state"],
  ['+CREG: 2,1,"zzzz","04D2",7', undefined, answer("+CREG", 2, 1, { ci: "04D2", act: 7 }), "no area"],
  ["+CREG: 3,3,,,,0,11", "AT+CREG?", answer("+CREG", 3, 3, { causeType: 0, rejectCause: 11 }), "27.007 7.2, n=3"],
  ["+CREG: 3,,,,1,515", undefined, urc("+CREG", 3, { causeType: 1, rejectCause: 515 }), "27.007 7.2, n=3"],
  // A cell identity has up to 36 bits; an area code has not.
  ['+CREG: 1,"01A2B3C4","1A2B"', undefined, urc("+CREG", 1, { lac: "1A2B", ci: "01A2B3C4" }), "places exchanged"],
  // An area code of two bare digits: state, area and cell without the question, count and state with it.
  ["+CREG: 1,10,2816", undefined, urc("+CREG", 1, { lac: "10", ci: "2816" }), "area code not padded"],
  ["+CREG: 1,10,2816", "AT+CREG?", answer("+CREG", 1, 10, { lac: "2816" }), "the question decides"],
  ["+CREG: 1,25,3A4F", "AT+CREG?", urc("+CREG", 1, { lac: "25", ci: "3A4F" }), "25 is no stat"],
  // The layout is the answer's, but nobody asked: a late one, or one on another's behalf.
  ["+CREG: 2,1", "AT+CSQ", { ...answer("+CREG", 2, 1), unsolicited: true }, "another command was asked"],
  ["+CREG: 0,1", "AT+CSQ;+CREG?", answer("+CREG", 0, 1), "V.250 5.2.1: two commands in one line"],
  ["+CREG: 0,001", "AT+CREG?", answer("+CREG", 0, 1), "only the state padded"],
  ["+CREG: x", undefined, { kind: "unknown", raw: "+CREG: x" }, "no number"],
  [
    "+CREG: (0-2)",
    undefined,
    { kind: "range", command: "+CREG", unsolicited: false, ranges: [[[0, 2]]] },
    "27.007 7.2",
  ],
  [
    "+CREG: 0,1,2",
    "AT+CREG=?",
    { kind: "range", command: "+CREG", unsolicited: false, ranges: [[0], [1], [2]] },
    "bare",
  ],
  [
    '+CREG: 2,5,"1F2E,"00A3B4C5",7',
    "AT+CREG?",
    answer("+CREG", 2, 5, { lac: "1F2E", ci: "00A3B4C5", act: 7 }),
    "27.007 7.2, a quote lost",
  ],
];

const CGREG: readonly Vector[] = [
  ["+CGREG: 1,3", undefined, answer("+CGREG", 1, 3), "ModemManager"],
  ["+CGREG: 3", undefined, urc("+CGREG", 3), "ModemManager"],
  [
    '+CGREG: 2,1,"8BE3","00002B5D",3',
    undefined,
    answer("+CGREG", 2, 1, { lac: "8BE3", ci: "00002B5D", act: 3 }),
    "Ericsson F3607gw",
  ],
  ['+CGREG: 5,"0502","0404736D",2', undefined, urc("+CGREG", 5, { lac: "0502", ci: "0404736D", act: 2 }), "SE MD400"],
  ["+CGREG: 2,1, 81ED, 1A9CEB", undefined, answer("+CGREG", 2, 1, { lac: "81ED", ci: "1A9CEB" }), "Alcatel X220D"],
  [
    "+CGREG: 2,11,003F,8FE3, 10, C2816",
    undefined,
    answer("+CGREG", 2, 11, { lac: "003F", ci: "8FE3", act: 10 }),
    "Samsung S8500",
  ],
  [
    '+CGREG: 1,"1422","00000142",3,"00"',
    undefined,
    urc("+CGREG", 1, { lac: "1422", ci: "00000142", act: 3, rac: "00" }),
    "ModemManager: with RAC",
  ],
  [
    '+CGREG: 1,"1A2B","01A2B3C4",2,0A',
    undefined,
    urc("+CGREG", 1, { lac: "1A2B", ci: "01A2B3C4", act: 2, rac: "0A" }),
    "RAC without quotes",
  ],
  ["+CGREG:2,10,ebbd,f025", undefined, answer("+CGREG", 2, 10, { lac: "ebbd", ci: "f025" }), "ModemManager"],
  ['+CGREG:002,0011,"0f0d","14c3"', undefined, answer("+CGREG", 2, 11, { lac: "0f0d", ci: "14c3" }), "ModemManager"],
  ['+CGREG: 2, 1, "0426", "F00F"', undefined, answer("+CGREG", 2, 1, { lac: "0426", ci: "F00F" }), "Thuraya"],
  ['+CGREG: 1, "0426", "F00F"', undefined, urc("+CGREG", 1, { lac: "0426", ci: "F00F" }), "Thuraya"],
  ["+CGREG: 3,,,,0,7", undefined, urc("+CGREG", 3, { causeType: 0, rejectCause: 7 }), "n=3 before <rac> existed"],
  ["+CGREG: 3,,,,,0,7", undefined, urc("+CGREG", 3, { causeType: 0, rejectCause: 7 }), "27.007 10.1.20, n=3"],
  ["+CGREG: 3,3,,,,,0,7", "AT+CGREG?", answer("+CGREG", 3, 3, { causeType: 0, rejectCause: 7 }), "27.007 10.1.20"],
  [
    '+CGREG: 3,"1A2B","01A2B3C4",2,"01",0,33',
    undefined,
    urc("+CGREG", 3, { lac: "1A2B", ci: "01A2B3C4", act: 2, rac: "01", causeType: 0, rejectCause: 33 }),
    "27.007 10.1.20, n=3",
  ],
  [
    '+CGREG: 5,1,"1A2B","01A2B3C4",2,"01",,,"00100010","01000110","00000101"',
    "AT+CGREG?",
    answer("+CGREG", 5, 1, {
      lac: "1A2B",
      ci: "01A2B3C4",
      act: 2,
      rac: "01",
      activeTime: "00100010",
      periodicRau: "01000110",
      gprsReadyTimer: "00000101",
    }),
    "27.007 10.1.20, n=5",
  ],
  [
    '+CGREG: 1,"1A2B","01A2B3C4",0,,,"00100010","01000110"',
    undefined,
    urc("+CGREG", 1, {
      lac: "1A2B",
      ci: "01A2B3C4",
      act: 0,
      activeTime: "00100010",
      periodicRau: "01000110",
    }),
    "n=4 without <rac>",
  ],
];

describeVectors("+CREG", CREG);
describeVectors("+CGREG", CGREG);

describe("whether a line answers AT+CEREG?", () => {
  it.each([
    ["+CEREG: 2,1", true],
    ["+CEREG: 1", false],
    ['+CEREG: 1,"1A2B","01A2B3C4",7', false],
    ["+CEREG: 3,3,,,,0,7", true],
    ["+CEREG: 3,,,,0,7", false],
    ["+CREG: 0,1", false],
  ])("%s", (line, expected) => {
    expect(answersRegistration("+CEREG")(line)).toBe(expected);
  });
});

it("every stat and access technology that may come is read in both layouts", () => {
  for (const command of ["+CREG", "+CGREG", "+CEREG", "+C5GREG"])
    for (let stat = 0; stat <= 11; stat += 1)
      for (let act = 0; act <= 16; act += 1) {
        const area = command === "+CREG" || command === "+CGREG" ? "lac" : "tac";
        const rest = { [area]: "1A2B", ci: "0A1B2C3", act };
        expect(decode(`${command}: 2,${stat},"1A2B","0A1B2C3",${act}`)).toEqual(answer(command, 2, stat, rest));
        expect(decode(`${command}: ${stat},"1A2B","0A1B2C3",${act}`)).toEqual(urc(command, stat, rest));
      }
});
