import { describeVectors, type Vector } from "../../support/grammar-vectors.ts";

const number = (fields: object): object => ({
  kind: "subscriber-number",
  command: "+CNUM",
  unsolicited: false,
  ...fields,
});

/** ModemManager's test-modem-helpers. */
const VECTORS: readonly Vector[] = [
  [
    '+CNUM: "something","1234567890",161',
    "AT+CNUM",
    number({ alpha: "something", number: "1234567890", type: 161 }),
    "generic",
  ],
  ['+CNUM: "1234567890",161', "AT+CNUM", number({ number: "1234567890", type: 161 }), "no name and no comma"],
  ['+CNUM: ,"1234567890",161', "AT+CNUM", number({ number: "1234567890", type: 161 }), "no name"],
  [
    '+CNUM: something,"+34600000001",145',
    undefined,
    number({ alpha: "something", number: "+34600000001", type: 145 }),
    "name without quotes",
  ],
  [
    '+CNUM: "","1234567890",129,7,4,1',
    "AT+CNUM",
    number({ number: "1234567890", type: 129, speed: 7, service: 4, itc: 1 }),
    "27.007 7.1, every field",
  ],
  ['+CNUM: "a","",129', "AT+CNUM", { kind: "unknown", raw: '+CNUM: "a","",129' }, "no number"],
];

describeVectors("AT+CNUM", VECTORS);
