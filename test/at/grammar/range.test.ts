import { describeVectors, type Vector } from "../../support/grammar-vectors.ts";

const range = (command: string, ranges: unknown, unsolicited = false): object => ({
  kind: "range",
  command,
  unsolicited,
  ranges,
});

const VECTORS: readonly Vector[] = [
  ["+CGEREP: (0,1),(0)", "AT+CGEREP=?", range("+CGEREP", [[0, 1], [0]]), "Telit LE910Q1, ModemManager"],
  ["+CGEREP: (0-2),(0,1)", undefined, range("+CGEREP", [[[0, 2]], [0, 1]]), "Telit LN920, ModemManager"],
  [
    "+CMER: (0-3),(0),(0),(0-1),(0-1)",
    "AT+CMER=?",
    range("+CMER", [[[0, 3]], [0], [0], [[0, 1]], [[0, 1]]]),
    "Cinterion PLS8, ModemManager",
  ],
  ["+CMER: 1,0,0,(0-1),0", "AT+CMER=?", range("+CMER", [[1], [0], [0], [[0, 1]], [0]]), "Sierra EM7345, ModemManager"],
  ["+CMER: (1,2),0,0,(0-1),0", undefined, range("+CMER", [[1, 2], [0], [0], [[0, 1]], [0]]), "Cinterion EHS5"],
  ["+WS46: (12,22,25,28-31)", "AT+WS46=?", range("+WS46", [[12, 22, 25, [28, 31]]]), "ModemManager"],
  ["(12,22,25,28,29)", "AT+WS46=?", range("+WS46", [[12, 22, 25, 28, 29]]), "Cinterion: the name is the question's"],
  ["(28)", "AT+WS46=?", range("+WS46", [[28]]), "Telit LE866"],
  ["(28)", undefined, { kind: "unknown", raw: "(28)" }, "nobody knows whose"],
  [
    "+IFC (0,1,2,3),(0,1,2)",
    undefined,
    range("+IFC", [
      [0, 1, 2, 3],
      [0, 1, 2],
    ]),
    "ModemManager: no colon",
  ],
  ["+IFC (0-2),(0-2)", "AT+IFC=?", range("+IFC", [[[0, 2]], [[0, 2]]]), "ModemManager"],
  ['+CSCS: ("IRA","GSM","UCS2")', "AT+CSCS=?", range("+CSCS", [["IRA", "GSM", "UCS2"]]), "Option iCON 225"],
  ['+CSCS: "IRA"', "AT+CSCS=?", range("+CSCS", [["IRA"]]), "Blackberry: known by the question alone"],
  ["+CNMI: ((0-2)),(0-3)", "AT+CNMI=?", range("+CNMI", [[[0, 2]], [[0, 3]]]), "Wavecom: parentheses twice"],
  ["+XTEST: (-140 - -44),(0x1)", "AT+XTEST=?", range("+XTEST", [[[-140, -44]], ["0x1"]]), "signs and other texts"],
  ["+CGEREP: (0-2),(0,1)", "AT+CSQ", range("+CGEREP", [[[0, 2]], [0, 1]], true), "nobody asked"],
  ["+XTEST: (1)(2)", undefined, { kind: "unknown", raw: "+XTEST: (1)(2)" }, "two groups in one parameter"],
  ["+XTEST: 1,2", "AT+XTEST?", { kind: "unknown", raw: "+XTEST: 1,2" }, "not a test"],
];

describeVectors("test commands", VECTORS);
