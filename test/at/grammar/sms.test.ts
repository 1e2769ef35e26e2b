import { describe, expect, it } from "vitest";
import { decode } from "../../../src/at/decode.ts";
import { describeVectors, type Vector } from "../../support/grammar-vectors.ts";

const PY = "python-gsmmodem, test/test_modem.py";
const MM = "ModemManager, src/tests/test-modem-helpers.c";
const CMGR = { kind: "sms", command: "+CMGR", unsolicited: false } as const;
const CMT = { kind: "sms", command: "+CMT", unsolicited: true } as const;
const CDS = { kind: "sms", command: "+CDS", unsolicited: true } as const;
const CMGL = { kind: "sms-list", command: "+CMGL", unsolicited: false } as const;
const CBM = { kind: "cell-broadcast", command: "+CBM", unsolicited: true } as const;

const VODAFONE =
  "07914306073011F00405812261F700003130916191314095C274D96D2FBBD3E437280CB2BEC961F3DB5D76818EF2F0381D9E83E06F39A8CC2E9FD372F77BEE0249CBE37A594E0E83E2F532085E2F93CB73D0B93CA7A7DFEEB01C447F93DF7310BD3E07CDCB727B7A9C7ECF41E432C8FC96B7C32079189E26874179D0F8DD7E93C3A0B21B246AA641D637396C7EBBCB22D0FD7E77B5D376B3AB3C07";
const VODAFONE_SAYS = {
  pdu: VODAFONE,
  length: 147,
  type: "deliver",
  sca: "+34607003110",
  tosca: 145,
  fo: 4,
  oa: "22167",
  tooa: 129,
  pid: 0,
  dcs: 0,
  scts: "13/03/19,16:19:13+04",
  sctsTime: "2013-03-19T16:19:13+01:00",
  alphabet: "gsm7",
  text: 'Bienvenido a Vodafone. Gracias por elegirnos. Recuerda que puedes gestionar todos tus servicios de forma rapida y comoda en "Mi Vodafone" www.mivf.es',
};
const DARMOK =
  "07916163838428F9040B916121021021F700005190514164220A23C4B0BCFD5E8740C4B0BCFD5E83C26E3248196687C9A0301D440DBBC3677918";
const DARMOK_SAYS = {
  pdu: DARMOK,
  length: 50,
  type: "deliver",
  sca: "+16363848829",
  tosca: 145,
  fo: 4,
  oa: "+16122001127",
  tooa: 145,
  pid: 0,
  dcs: 0,
  scts: "15/09/15,14:46:22-20",
  sctsTime: "2015-09-15T14:46:22-05:00",
  alphabet: "gsm7",
  text: "Darmok! Darmok and Jalad at Tanagra",
};
const REPORT = "07914356060013F1065A098136395339F6219011700463802190117004638030";
const REPORT_SAYS = {
  pdu: REPORT,
  length: 24,
  type: "status-report",
  sca: "+34656000311",
  tosca: 145,
  fo: 6,
  mr: 90,
  ra: "639335936",
  tora: 129,
  scts: "12/09/11,07:40:36+08",
  sctsTime: "2012-09-11T07:40:36+02:00",
  dt: "12/09/11,07:40:36+08",
  dtTime: "2012-09-11T07:40:36+02:00",
  st: 0x30,
  delivery: "trying",
};
const PIM = "07911346101919F9040B911316240486F900008170405110338003D0741B";
const PIM_SAYS = {
  pdu: PIM,
  type: "deliver",
  sca: "+31640191919",
  tosca: 145,
  fo: 4,
  oa: "+31614240689",
  tooa: 145,
  pid: 0,
  dcs: 0,
  scts: "18/07/04,15:01:33+08",
  sctsTime: "2018-07-04T15:01:33+02:00",
  alphabet: "gsm7",
  text: "Pim",
};
const PAGE =
  "001000DD001133DAED46ABD56AB5186CD668341A8D46A3D168341A8D46A3D168341A8D46A3D168341A8D46A3D168341A8D46A3D168341A8D46A3D168341A8D46A3D168341A8D46A3D168341A8D46A3D168341A8D46A3D100";
const BELCONNEN =
  "011000320111C2327BFC76BBCBEE46A3D168341A8D46A3D168341A8D46A3D168341A8D46A3D168341A8D46A3D168341A8D46A3D168341A8D46A3D168341A8D46A3D168341A8D46A3D168341A8D46A3D168341A8D46A3D100";

const VECTORS: readonly Vector[] = [
  [`+CMGL: 0,1,,147\r\n${VODAFONE}`, "AT+CMGL=4", { ...CMGL, ...VODAFONE_SAYS, index: 0, stat: 1 }, MM],
  [`+CMGL: 2,1,,147\r\n${VODAFONE}`, undefined, { ...CMGL, ...VODAFONE_SAYS, index: 2, stat: 1 }, MM],
  [
    // Pantech leaves the name out, comma included; its address is not swapped and its PDU cut short.
    "+CMGL: 11,3,35\r\n079100F40D1101000F001000B917118336058F300",
    undefined,
    {
      ...CMGL,
      index: 11,
      stat: 3,
      length: 35,
      pdu: "079100F40D1101000F001000B917118336058F300",
      type: "reserved",
      sca: "+004",
      tosca: 145,
      fo: 15,
      fault: "reserved-type",
    },
    MM,
  ],
  [`+CMGR: 1,,147 ${VODAFONE}`, "AT+CMGR=0", { ...CMGR, ...VODAFONE_SAYS, stat: 1 }, MM],
  [`+CMGR: 0,"",50\r\n${DARMOK}`, undefined, { ...CMGR, ...DARMOK_SAYS, stat: 0 }, `${MM}, Telit HE910`],
  [
    `+CMGR: 0,"",50\r\n\r\n${DARMOK}\r\n`,
    undefined,
    { ...CMGR, ...DARMOK_SAYS, stat: 0 },
    "oFono, gatchat/gatsyntax.c: an extra line end",
  ],
  [
    `+CMGR: 0,"Bob",50\r\n${DARMOK}\u001a`,
    undefined,
    { ...CMGR, ...DARMOK_SAYS, stat: 0, alpha: "Bob" },
    "oFono, gatsyntax.c: Ctrl-Z of an echo",
  ],
  ["+CMGR: 0,,0", undefined, { ...CMGR, stat: 0, length: 0 }, "gammu, Siemens MC35: an empty place"],
  [
    "+CMGR: ,,27\r\n0297F1061C0F910B487228297020F5317062419272803170624192138000",
    "AT+CMGR=1",
    {
      ...CMGR,
      length: 27,
      pdu: "0297F1061C0F910B487228297020F5317062419272803170624192138000",
      type: "status-report",
      sca: "+1",
      tosca: 151,
      fo: 6,
      mr: 28,
      ra: "+#08427829207025",
      tora: 145,
      scts: "13/07/26,14:29:27+08",
      sctsTime: "2013-07-26T14:29:27+02:00",
      dt: "13/07/26,14:29:31+08",
      dtTime: "2013-07-26T14:29:31+02:00",
      st: 0,
      delivery: "delivered",
    },
    `${PY}: ZTE without a state`,
  ],
  [
    "+CMGR: 0,,24\r\n07917248014000F506B70AA18092020000317071518590803170715185418000",
    "AT+CMGR=3",
    {
      ...CMGR,
      stat: 0,
      length: 24,
      pdu: "07917248014000F506B70AA18092020000317071518590803170715185418000",
      type: "status-report",
      sca: "+27841004005",
      tosca: 145,
      fo: 6,
      mr: 183,
      ra: "0829200000",
      tora: 161,
      scts: "13/07/17,15:58:09+08",
      sctsTime: "2013-07-17T15:58:09+02:00",
      dt: "13/07/17,15:58:14+08",
      dtTime: "2013-07-17T15:58:14+02:00",
      st: 0,
      delivery: "delivered",
    },
    PY,
  ],
  [`+CMT: "",22\r\n${PIM}`, undefined, { ...CMT, ...PIM_SAYS, length: 22 }, "public driver: u-blox"],
  [`+CMT: ,22\r${PIM}`, undefined, { ...CMT, ...PIM_SAYS, length: 22 }, "public driver: Quectel with CR alone"],
  [`+CMT:,22\r\n${PIM}`, undefined, { ...CMT, ...PIM_SAYS, length: 22 }, "public test: no blank"],
  [`+CMT: , 22\r\n${PIM}`, undefined, { ...CMT, ...PIM_SAYS, length: 22 }, "public test: a blank"],
  [`+CMT: 22\r\n${PIM}`, undefined, { ...CMT, ...PIM_SAYS, length: 22 }, "a length alone"],
  [`+CMT: ,22\r\n${PIM}`, "AT+CMGR=1", { ...CMT, ...PIM_SAYS, length: 22 }, "27.005 3.4.1: always unsolicited"],
  ["+CMT: ,22", undefined, { ...CMT, length: 22 }, "the PDU never came"],
  ["+CMT: ,22\r\nnonsense", undefined, { ...CMT, length: 22, fault: "not-hexadecimal" }, "something else came"],
  [`+CDS: 24\r\n${REPORT}`, undefined, { ...CDS, ...REPORT_SAYS }, MM],
  [`+CDS: ,24\r\n${REPORT}`, undefined, { ...CDS, ...REPORT_SAYS }, "oFono, drivers/atmodem/sms.c: ZTE"],
  [
    `+CBM: 88\r\n${PAGE}`,
    undefined,
    { ...CBM, length: 88, pdu: PAGE, sn: 16, mid: 221, dcs: 0, page: 1, pages: 1, text: "347745555103" },
    "freesmartphone.org: TI Calypso",
  ],
  [
    `+CBM: 88\r\n${BELCONNEN}`,
    undefined,
    { ...CBM, length: 88, pdu: BELCONNEN, sn: 0x0110, mid: 50, dcs: 1, page: 1, pages: 1, text: "Belconnen" },
    "oFono, unit/test-sms.c",
  ],
];

describeVectors("messages in PDU mode", VECTORS);

describe("a message", () => {
  it("is unsolicited when another command is being answered, and not when nobody knows", () => {
    expect(decode(`+CMGR: 1,,147 ${VODAFONE}`, "AT+CSQ")).toMatchObject({ unsolicited: true });
    expect(decode(`+CMGR: 1,,147 ${VODAFONE}`)).toMatchObject({ unsolicited: false });
  });
});
