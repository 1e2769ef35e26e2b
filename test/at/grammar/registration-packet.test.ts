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
const cell = { tac: "1A2B", ci: "01A2B3C4", act: 7 };

const CEREG: readonly Vector[] = [
  ["+CEREG: 2,1", undefined, answer("+CEREG", 2, 1), "27.007 10.1.22"],
  ["+CEREG: 1,3", undefined, answer("+CEREG", 1, 3), "ModemManager"],
  ["+CEREG: 0,5", undefined, answer("+CEREG", 0, 5), "27.007 10.1.22"],
  ["+CEREG: 1", undefined, urc("+CEREG", 1), "27.007 10.1.22"],
  ['+CEREG: 2,1,"1A2B","01A2B3C4",7', undefined, answer("+CEREG", 2, 1, cell), "27.007 10.1.22"],
  ['+CEREG: 1,"1A2B","01A2B3C4",7', undefined, urc("+CEREG", 1, cell), "27.007 10.1.22"],
  ["+CEREG: 1,1A2B,01A2B3C4,7", undefined, urc("+CEREG", 1, cell), "without quotes"],
  [
    "+CEREG: 2,1, 1F00, 79D903 ,7",
    undefined,
    answer("+CEREG", 2, 1, { tac: "1F00", ci: "79D903", act: 7 }),
    "ModemManager: spaces",
  ],
  ["+CEREG: 1, 1F00, 79D903 ,7", undefined, urc("+CEREG", 1, { tac: "1F00", ci: "79D903", act: 7 }), "ModemManager"],
  [
    '+CEREG: 2,10,"8d83","671f98a",7',
    undefined,
    answer("+CEREG", 2, 10, { tac: "8d83", ci: "671f98a", act: 7 }),
    "ModemManager",
  ],
  [
    "+CEREG: 2,1, 1F00, 20 ,79D903 ,7",
    undefined,
    answer("+CEREG", 2, 1, { tac: "1F00", ci: "79D903", act: 7, rac: "20" }),
    "Novatel E362: RAC between",
  ],
  [
    "+CEREG: 11, 78FE, 20 ,14419E ,7",
    undefined,
    urc("+CEREG", 11, { tac: "78FE", ci: "14419E", act: 7, rac: "20" }),
    "Novatel E362",
  ],
  [
    "+CEREG: 1, 2, 0001, 00000100, 7",
    undefined,
    answer("+CEREG", 1, 2, { tac: "0001", ci: "00000100", act: 7 }),
    "Altair LTE",
  ],
  ["+CEREG: 2, 0001, 00000100, 7", undefined, urc("+CEREG", 2, { tac: "0001", ci: "00000100", act: 7 }), "Altair LTE"],
  ["+CEREG: 3,,,,0,15", undefined, urc("+CEREG", 3, { causeType: 0, rejectCause: 15 }), "27.007 10.1.22, n=3"],
  ["+CEREG: 3,3,,,,0,7", undefined, answer("+CEREG", 3, 3, { causeType: 0, rejectCause: 7 }), "27.007 10.1.22, n=3"],
  [
    '+CEREG: 3,"1A2B","01A2B3C4",7,0,19',
    undefined,
    urc("+CEREG", 3, { ...cell, causeType: 0, rejectCause: 19 }),
    "27.007 10.1.22, n=3",
  ],
  [
    '+CEREG: 1,"1A2B","01A2B3C4",7,,,"00100100","00000111"',
    undefined,
    urc("+CEREG", 1, { ...cell, activeTime: "00100100", periodicTau: "00000111" }),
    "27.007 10.1.22, n=4",
  ],
  [
    '+CEREG: 4,1,"1A2B","01A2B3C4",9,,,"00001010","11100000"',
    "AT+CEREG?",
    answer("+CEREG", 4, 1, { ...cell, act: 9, activeTime: "00001010", periodicTau: "11100000" }),
    "27.007 10.1.22, n=4",
  ],
  [
    "+CEREG: 5,5,1A2B,01A2B3C4,7,,,00001010,11100000",
    "AT+CEREG?",
    answer("+CEREG", 5, 5, { ...cell, activeTime: "00001010", periodicTau: "11100000" }),
    "timers without quotes",
  ],
  [
    '+CEREG: 5,3,"1A2B","01A2B3C4",7,0,15,,',
    "AT+CEREG?",
    answer("+CEREG", 5, 3, { ...cell, causeType: 0, rejectCause: 15 }),
    "27.007 10.1.22, n=5",
  ],
  [
    '+CEREG: 5,1,"1A2B","01A2B3C4",7,,,,"00000110"',
    "AT+CEREG?",
    answer("+CEREG", 5, 1, { ...cell, periodicTau: "00000110" }),
    "one timer",
  ],
  ['+CEREG: 5,"1A2B","01A2B3C4",13', undefined, urc("+CEREG", 5, { ...cell, act: 13 }), "EN-DC"],
  ["+CEREG: 90", undefined, urc("+CEREG", 90), "Nordic nRF9160: UICC failure"],
  ['+CEREG: 5,90,"","FFFFFFFF"', "AT+CEREG?", answer("+CEREG", 5, 90, { ci: "FFFFFFFF" }), "Nordic nRF9160"],
  [
    '+CEREG: 5,1,"4321","87654321",7,,,"11100000","00010011"',
    undefined,
    answer("+CEREG", 5, 1, {
      tac: "4321",
      ci: "87654321",
      act: 7,
      activeTime: "11100000",
      periodicTau: "00010011",
    }),
    "Nordic lte_lc",
  ],
  [
    '+CEREG: 5,1,"00A0","0002920C",9,"00",0,0,"00100010","00010010"',
    "AT+CEREG?",
    answer("+CEREG", 5, 1, {
      tac: "00A0",
      ci: "0002920C",
      act: 9,
      rac: "00",
      causeType: 0,
      rejectCause: 0,
      activeTime: "00100010",
      periodicTau: "00010010",
    }),
    "NB-IoT module with a RAC after the access technology",
  ],
  ["+CEREG: 5,0,,,9,0,0,,", "AT+CEREG?", answer("+CEREG", 5, 0, { act: 9, causeType: 0, rejectCause: 0 }), "sdk-nrf"],
  [
    '+CEREG: 3,3,"002F","0012BEEF",7,12,13',
    undefined,
    answer("+CEREG", 3, 3, { tac: "002F", ci: "0012BEEF", act: 7, causeType: 12, rejectCause: 13 }),
    "pc-nrfconnect: a cause type that 27.007 does not know",
  ],
  ["+CEREG: x", undefined, { kind: "unknown", raw: "+CEREG: x" }, "no number"],
  [
    "+CEREG: (0-5)",
    "AT+CEREG=?",
    { kind: "range", command: "+CEREG", unsolicited: false, ranges: [[[0, 5]]] },
    "27.007 10.1.22",
  ],
];

const nr = { tac: "00000A", ci: "000000010", act: 11, allowedNssaiLength: 1, allowedNssai: "01" };
const slices = '"00000A","000000010",11,1,"01"';

const C5GREG: readonly Vector[] = [
  ["+C5GREG: 1,3", undefined, answer("+C5GREG", 1, 3), "ModemManager"],
  ["+C5GREG: 1, 10", undefined, answer("+C5GREG", 1, 10), "ModemManager: two-digit stat"],
  ["+C5GREG: 3", undefined, urc("+C5GREG", 3), "ModemManager"],
  [
    "+C5GREG: 2,1,1F00,79D903,11,6,ABCDEF",
    undefined,
    answer("+C5GREG", 2, 1, {
      tac: "1F00",
      ci: "79D903",
      act: 11,
      allowedNssaiLength: 6,
      allowedNssai: "ABCDEF",
    }),
    "ModemManager",
  ],
  [
    "+C5GREG: 1,1F00,79D903,11,6,ABCDEF",
    undefined,
    urc("+C5GREG", 1, { tac: "1F00", ci: "79D903", act: 11, allowedNssaiLength: 6, allowedNssai: "ABCDEF" }),
    "ModemManager",
  ],
  [`+C5GREG: 2,1,${slices}`, "AT+C5GREG?", answer("+C5GREG", 2, 1, nr), "27.007 10.1.47"],
  ['+C5GREG: 1,"00000A","000000010",11,1,"01"', undefined, urc("+C5GREG", 1, nr), "27.007 10.1.47"],
  [
    '+C5GREG: 1,"00000A","000000010",11,8,"01.000001;02"',
    undefined,
    urc("+C5GREG", 1, { ...nr, allowedNssaiLength: 8, allowedNssai: "01.000001;02" }),
    "27.007 10.1.1: <S-NSSAI> separated by semicolons",
  ],
  ["+C5GREG: 3,,,,,,0,27", undefined, urc("+C5GREG", 3, { causeType: 0, rejectCause: 27 }), "27.007 10.1.47, n=3"],
  [
    "+C5GREG: 3,3,,,,,,0,74",
    "AT+C5GREG?",
    answer("+C5GREG", 3, 3, { causeType: 0, rejectCause: 74 }),
    "27.007 10.1.47, n=3",
  ],
  [`+C5GREG: 1,${slices},1`, undefined, urc("+C5GREG", 1, { ...nr, cagStat: 1 }), "27.007 10.1.47, n=4"],
  [
    `+C5GREG: 1,${slices},1,"0000000A"`,
    undefined,
    urc("+C5GREG", 1, { ...nr, cagStat: 1, caginfo: "0000000A" }),
    "27.007 10.1.47, n=5",
  ],
  [
    `+C5GREG: 5,3,${slices},0,76,0`,
    "AT+C5GREG?",
    answer("+C5GREG", 5, 3, { ...nr, causeType: 0, rejectCause: 76, cagStat: 0 }),
    "27.007 10.1.47, n=5",
  ],
  [
    `+C5GREG: 5,1,${slices},0,76,1,"0000000A"`,
    "AT+C5GREG?",
    answer("+C5GREG", 5, 1, { ...nr, causeType: 0, rejectCause: 76, cagStat: 1, caginfo: "0000000A" }),
    "27.007 10.1.47, n=5",
  ],
  [`+C5GREG: 1,${slices},,,1`, undefined, urc("+C5GREG", 1, { ...nr, cagStat: 1 }), "cause empty, commas kept"],
];

describeVectors("+CEREG", CEREG);
describeVectors("+C5GREG", C5GREG);
