import { describeVectors, type Vector } from "../../support/grammar-vectors.ts";

const MM = "ModemManager, src/tests/test-modem-helpers.c";
const CPMS = { kind: "sms-storage", command: "+CPMS", unsolicited: false } as const;
const TEST = "AT+CPMS=?";
const settings = (command: string, fields: object): object => ({
  kind: "sms-settings",
  command,
  unsolicited: false,
  ...fields,
});
const sent = (command: string, fields: object): object => ({
  kind: "sms-reference",
  command,
  unsolicited: false,
  ...fields,
});
const three = (...names: readonly string[]): object => ({ ...CPMS, mem1s: names, mem2s: names, mem3s: names });

const VECTORS: readonly Vector[] = [
  [
    '+CPMS: ("ME","MT"),("ME","SM","MT"),("SM","MT")',
    TEST,
    { ...CPMS, mem1s: ["ME", "MT"], mem2s: ["ME", "SM", "MT"], mem3s: ["SM", "MT"] },
    `${MM}, Cinterion`,
  ],
  [
    '+CPMS: ("ME","SM","MT"),("ME","SM","MT"),("SM","MT")',
    undefined,
    { ...CPMS, mem1s: ["ME", "SM", "MT"], mem2s: ["ME", "SM", "MT"], mem3s: ["SM", "MT"] },
    `${MM}, Cinterion`,
  ],
  ['+CPMS: "ME","MT","SM"', TEST, { ...CPMS, mem1s: ["ME"], mem2s: ["MT"], mem3s: ["SM"] }, `${MM}, Huawei MU609`],
  ['+CPMS: "ME","MT","SM"', undefined, { ...CPMS, mem1s: ["ME"], mem2s: ["MT"], mem3s: ["SM"] }, `${MM}, Huawei MU609`],
  ["+CPMS: (),(),()", TEST, { ...CPMS, mem1s: [], mem2s: [], mem3s: [] }, `${MM}, Nokia C6`],
  ['+CPMS: ("ME","MT"),"ME",("SM")', TEST, { ...CPMS, mem1s: ["ME", "MT"], mem2s: ["ME"], mem3s: ["SM"] }, MM],
  [
    '+CPMS:     (  "ME"  ,  "MT"  )   ,  "ME" ,   (  "SM"  )',
    TEST,
    { ...CPMS, mem1s: ["ME", "MT"], mem2s: ["ME"], mem3s: ["SM"] },
    MM,
  ],
  ["+CPMS: (),,(  )", TEST, { ...CPMS, mem1s: [], mem2s: [], mem3s: [] }, MM],
  [
    '+CPMS: (("SM","BM","SR"),("SM"))',
    TEST,
    { ...CPMS, mem1s: ["SM", "BM", "SR"], mem2s: ["SM"] },
    "oFono, drivers/atmodem/sms.c; python-gsmmodem: Wavecom",
  ],
  [
    '+CPMS: ("SM", "ME", "SM_P", "ME_P", "MT"), ("SM", "ME", "SM_P", "ME_P", "MT"), ("SM", "ME", "SM_P", "ME_P", "MT")',
    TEST,
    three("SM", "ME", "SM_P", "ME_P", "MT"),
    "gammu, tests/at-cpms/alcatel-s320.dump",
  ],
  ['+CPMS: ("SM","ME"),("SM","ME"),("SM","ME")', TEST, three("SM", "ME"), "gammu, tests/at-cpms/brovi-e3372-325.dump"],
  ["+CPMS: ", TEST, { ...CPMS }, "gammu, tests/at-cpms/samsung-j700.dump"],
  [
    '+CPMS: ("ME","MT","SM","SR"),("ME","MT","SM","SR"),("ME","MT","SM","SR")',
    TEST,
    three("ME", "MT", "SM", "SR"),
    "python-gsmmodem: Huawei K3715",
  ],
  [
    '+CPMS: "ME",1,100,"MT",5,100,"TA",1,100',
    "AT+CPMS?",
    {
      ...CPMS,
      mem1: "ME",
      used1: 1,
      total1: 100,
      mem2: "MT",
      used2: 5,
      total2: 100,
      mem3: "TA",
      used3: 1,
      total3: 100,
    },
    MM,
  ],
  [
    '+CPMS: "XX",100,100,"BM",5,10,"TA",1,100',
    undefined,
    {
      ...CPMS,
      mem1: "XX",
      used1: 100,
      total1: 100,
      mem2: "BM",
      used2: 5,
      total2: 10,
      mem3: "TA",
      used3: 1,
      total3: 100,
    },
    MM,
  ],
  ['+CPMS: "SM",3,50', "AT+CPMS?", { ...CPMS, mem1: "SM", used1: 3, total1: 50 }, "one storage"],
  [
    "+CPMS: 14,50,14,50",
    'AT+CPMS="SM","SM"',
    { ...CPMS, used1: 14, total1: 50, used2: 14, total2: 50 },
    "python-gsmmodem: Wavecom",
  ],
  [
    "+CPMS: 1,30,1,30,1,30",
    'AT+CPMS="SM"',
    { ...CPMS, used1: 1, total1: 30, used2: 1, total2: 30, used3: 1, total3: 30 },
    "27.005 3.2.2",
  ],
  ["+CPMS: 1,30", "AT+CSQ", { ...CPMS, unsolicited: true, used1: 1, total1: 30 }, "27.005 3.2.2"],
  ["+CPMS: x;y", undefined, { kind: "unknown", raw: "+CPMS: x;y" }, "no storage"],
  [
    '^SMMEMFULL: "SM"',
    undefined,
    { kind: "sms-storage", command: "^SMMEMFULL", unsolicited: true, full: true, mem1: "SM" },
    "Huawei manual",
  ],
  [
    '+QIND: "smsfull","ME"',
    undefined,
    { kind: "sms-storage", command: "+QIND", unsolicited: true, full: true, mem1: "ME" },
    "Quectel EC2x manual",
  ],
  ["+CMGS: 183", 'AT+CMGS="+27820000000"', sent("+CMGS", { mr: 183 }), "python-gsmmodem"],
  ["+CMGS: 40,", undefined, sent("+CMGS", { mr: 40 }), "lua-gsmmodem: an empty parameter"],
  ["+CMGS:0", undefined, sent("+CMGS", { mr: 0 }), "no blank"],
  [
    '+CMGS: 12,"07/05/01,08:00:15+32"',
    undefined,
    sent("+CMGS", { mr: 12, scts: "07/05/01,08:00:15+32", sctsTime: "2007-05-01T08:00:15+08:00" }),
    "27.005 3.5.1, service 1",
  ],
  ['+CMGS: 12,"0100"', undefined, sent("+CMGS", { mr: 12, ackpdu: "0100" }), "27.005 4.3, service 1"],
  ["+CMSS: 7", undefined, sent("+CMSS", { mr: 7 }), "27.005 3.5.2"],
  ["+CMGW: 3", undefined, sent("+CMGW", { index: 3 }), "27.005 3.5.3"],
  ["+CMGS: 300", undefined, { kind: "unknown", raw: "+CMGS: 300" }, "a reference has 8 bits"],
  ['+CSCA: "+12345678",145', "AT+CSCA?", settings("+CSCA", { sca: "+12345678", tosca: 145 }), "python-gsmmodem"],
  [
    '+CSCA: "002B0038003600310033003800300030",145',
    undefined,
    settings("+CSCA", { sca: "002B0038003600310033003800300030", tosca: 145, addressText: "+8613800" }),
    "the same under CSCS UCS2",
  ],
  ['+CSCA: "+8613800100500"', undefined, settings("+CSCA", { sca: "+8613800100500" }), "no type"],
  ["+CMGF: 0", "AT+CMGF?", settings("+CMGF", { mode: 0 }), "27.005 3.2.3"],
  ["+CSDH: 1", undefined, settings("+CSDH", { show: 1 }), "27.005 3.3.3"],
  ["+CSMS: 1,1,1,1", "AT+CSMS?", settings("+CSMS", { service: 1, mt: 1, mo: 1, bm: 1 }), "27.005 3.2.1"],
  ["+CSMS: 1,1,0", "AT+CSMS=1", settings("+CSMS", { mt: 1, mo: 1, bm: 0 }), "27.005 3.2.1"],
  ["+CNMI: 2,1,0,2,0", "AT+CNMI?", settings("+CNMI", { mode: 2, mt: 1, bm: 0, ds: 2, bfr: 0 }), "27.005 3.4.1"],
  ["+CSMP: 17,167,0,0", "AT+CSMP?", settings("+CSMP", { fo: 17, vp: 167, pid: 0, dcs: 0 }), "27.005 3.3.2"],
  ['+CPMS: (SM", "ME"),("SM", "ME"),("SM", "ME")', TEST, three("SM", "ME"), "27.005 3.2.2, a quote lost"],
  [
    '+CPMS: "ME","SM","SR","ME","SM","SR","ME","SM","SR"',
    TEST,
    three("ME", "SM", "SR"),
    "27.005 3.2.2, Thuraya: without parentheses",
  ],
];

describeVectors("message storage, references and settings", VECTORS);
