import { describeVectors, type Vector } from "../../support/grammar-vectors.ts";

const event = (fields: object): object => ({ kind: "indicator", command: "+CIEV", unsolicited: true, ...fields });
const all = (fields: object): object => ({ kind: "indicator", command: "+CIND", unsolicited: false, ...fields });
const named = (...rows: readonly (readonly [descr: string, values: readonly number[]])[]): object =>
  all({ indicators: rows.map(([descr, values]) => ({ descr, values })) });

const VECTORS: readonly Vector[] = [
  ["+CIEV: 2,4", undefined, event({ ind: 2, value: 4 }), "27.007 8.10"],
  ["+CIEV: service,1", undefined, event({ descr: "service", value: 1 }), "Cinterion EHS6 manual"],
  ['+CIEV: "service",0', undefined, event({ descr: "service", value: 0 }), "Cinterion, quoted"],
  ["+CIEV: psinfo,10", "AT+CIND?", event({ descr: "psinfo", value: 10 }), "Cinterion"],
  [
    '+CIEV: 10,"46000","China Mobile",0',
    undefined,
    event({ ind: 10, rest: ["46000", "China Mobile", "0"] }),
    "SIMCom: the operator",
  ],
  ["+CIND: 5,1,0,0,1,0,4,0", "AT+CIND?", all({ ind: [5, 1, 0, 0, 1, 0, 4, 0] }), "27.007 8.9"],
  [
    '+CIND: ("battchg",(0-5)),("signal",(0-5)),("service",(0-1)),("message",(0-1)),()',
    "AT+CIND=?",
    named(["battchg", [0, 1, 2, 3, 4, 5]], ["signal", [0, 1, 2, 3, 4, 5]], ["service", [0, 1]], ["message", [0, 1]]),
    "LinkTop LW273, ModemManager",
  ],
  [
    '+CIND: ("Voice Mail",(0,1)),("Roam",(0-2)),("smsfull",(0,1))',
    undefined,
    named(["Voice Mail", [0, 1]], ["Roam", [0, 1, 2]], ["smsfull", [0, 1]]),
    "Motorola V3m, ModemManager",
  ],
  [
    "^SIND: psinfo,1,10",
    "AT^SIND=psinfo,2",
    { kind: "indicator", command: "^SIND", unsolicited: false, descr: "psinfo", mode: 1, value: 10 },
    "Cinterion, ModemManager",
  ],
  ["+CIEV: ", undefined, { kind: "unknown", raw: "+CIEV: " }, "nothing said"],
];

describeVectors("+CIND and +CIEV", VECTORS);
