import { describeVectors, type Vector } from "../../support/grammar-vectors.ts";

const operator = (fields: object): object => ({ kind: "operator", command: "+COPS", unsolicited: false, ...fields });
const unsolicited = (fields: object): object => ({ ...operator(fields), unsolicited: true });

const READ: readonly Vector[] = [
  ["+COPS: 0", "AT+COPS?", operator({ mode: 0 }), "27.007 7.3: not registered"],
  ["+COPS: 2", undefined, operator({ mode: 2 }), "27.007 7.3"],
  [
    '+COPS: 0,0,"CHINA MOBILE",7',
    undefined,
    operator({ mode: 0, format: 0, oper: "CHINA MOBILE", act: 7, name: "CHINA MOBILE" }),
    "27.007 7.3",
  ],
  [
    '+COPS: 1,0,"CHINA MOBILE"',
    "AT+COPS?",
    operator({ mode: 1, format: 0, oper: "CHINA MOBILE", name: "CHINA MOBILE" }),
    "ModemManager test-modem-helpers",
  ],
  ['+COPS: 1,2,"46000"', "AT+COPS?", operator({ mode: 1, format: 2, oper: "46000", plmn: "46000" }), "ModemManager"],
  [
    '+COPS: 1,2,"46000",7',
    "AT+COPS?",
    operator({ mode: 1, format: 2, oper: "46000", plmn: "46000", act: 7 }),
    "ModemManager",
  ],
  [
    '+COPS:0,2,"22288",13',
    undefined,
    operator({ mode: 0, format: 2, oper: "22288", plmn: "22288", act: 13 }),
    "Fibocom FM350, log in mrhaav/openwrt-packages",
  ],
  ["+COPS: 0,2,310410,7", undefined, operator({ mode: 0, format: 2, oper: "310410", plmn: "310410", act: 7 }), "bare"],
  [
    "+COPS: 0,0,CHINA MOBILE,7",
    undefined,
    operator({ mode: 0, format: 0, oper: "CHINA MOBILE", name: "CHINA MOBILE", act: 7 }),
    "name without quotes",
  ],
  [
    '+COPS: 0,0,"T-Mobile USA, In",2',
    undefined,
    operator({ mode: 0, format: 0, oper: "T-Mobile USA, In", name: "T-Mobile USA, In", act: 2 }),
    "Samsung Z810: comma in the name",
  ],
  ['+COPS: 0,0,"Sonera', undefined, operator({ mode: 0, format: 0, oper: "Sonera", name: "Sonera" }), "Nokia, oFono"],
  [
    '+COPS: 0,0,"Sonera,2',
    undefined,
    operator({ mode: 0, format: 0, oper: "Sonera", name: "Sonera", act: 2 }),
    "Nokia: closing quote lost before the access technology",
  ],
  [
    '+COPS: 0,1,"0056006500720069007A006F006E",7',
    undefined,
    operator({ mode: 0, format: 1, oper: "0056006500720069007A006F006E", name: "Verizon", act: 7 }),
    "ModemManager: UCS2",
  ],
  [
    '+COPS: 0,0,"4E2D56FD79FB52A8",7',
    undefined,
    operator({ mode: 0, format: 0, oper: "4E2D56FD79FB52A8", name: "中国移动", act: 7 }),
    "UCS2",
  ],
  [
    '+COPS: 0,2,"003300310031003400380030"',
    undefined,
    operator({ mode: 0, format: 2, oper: "003300310031003400380030", plmn: "311480" }),
    "ModemManager: UCS2 digits",
  ],
  ['+COPS: 0,0,"",7', undefined, operator({ mode: 0, format: 0, act: 7 }), "name empty"],
  ['+COPS: 0,0,"FACE",7', undefined, operator({ mode: 0, format: 0, oper: "FACE", name: "FACE", act: 7 }), "not UCS2"],
  ['+COPS: 0,0,"A1",7', "AT+CREG?", unsolicited({ mode: 0, format: 0, oper: "A1", name: "A1", act: 7 }), "unasked"],
  ["+COPS: x", undefined, { kind: "unknown", raw: "+COPS: x" }, "no mode"],
];

describeVectors("AT+COPS?", READ);
