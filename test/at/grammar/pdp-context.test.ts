import { describeVectors, type Vector } from "../../support/grammar-vectors.ts";

const READ = "AT+CGDCONT?";
const context = (cid: number, fields: object = {}): object => ({
  kind: "pdp-context",
  command: "+CGDCONT",
  unsolicited: false,
  cid,
  ...fields,
});
const active = (cid: number, state: 0 | 1): object => ({
  kind: "pdp-context",
  command: "+CGACT",
  unsolicited: false,
  cid,
  state,
  active: state === 1,
});
const range = (command: string, ranges: unknown): object => ({ kind: "range", command, unsolicited: false, ranges });

const DEFINED: readonly Vector[] = [
  ['+CGDCONT: 1,"IP",,,0,0', READ, context(1, { pdpType: "IP", dComp: 0, hComp: 0 }), "Nokia, ModemManager"],
  [
    '+CGDCONT: 1,"IP","nate.sktelecom.com","",0,0',
    READ,
    context(1, { pdpType: "IP", apn: "nate.sktelecom.com", dComp: 0, hComp: 0 }),
    "Samsung, ModemManager",
  ],
  [
    '+CGDCONT: 1,"IP","nate.sktelecom.com"',
    READ,
    context(1, { pdpType: "IP", apn: "nate.sktelecom.com" }),
    "SIMCom, ModemManager: three fields",
  ],
  [
    '+CGDCONT: 2,"IP","ac.vodafone.es.MNC001.MCC214.GPRS","",0,0',
    undefined,
    context(2, { pdpType: "IP", apn: "ac.vodafone.es.MNC001.MCC214.GPRS", dComp: 0, hComp: 0 }),
    "ModemManager: the network's suffix",
  ],
  [
    '+CGDCONT: 1,"IPV4V6","ims","0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0",0,0,0,0,1,1',
    READ,
    context(1, {
      pdpType: "IPV4V6",
      apn: "ims",
      pdpAddr: "0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0",
      dComp: 0,
      hComp: 0,
      ipv4AddrAlloc: 0,
      requestType: 0,
      pCscfDiscovery: 1,
      imCnSignallingFlagInd: 1,
    }),
    "Quectel",
  ],
  [
    "+CGDCONT: 3,IPV6,internet,,0,0",
    READ,
    context(3, { pdpType: "IPV6", apn: "internet", dComp: 0, hComp: 0 }),
    "bare",
  ],
  ['+CGDCONT: 0,"Non-IP","iot"', READ, context(0, { pdpType: "Non-IP", apn: "iot" }), "27.007 10.1.0: initial context"],
  [
    '+CGDCONT: 1,"IPV4V6","apn","",0,0,1,2,1,0,1,0,1,1,0,1,2,"01.000001",1,0,1,0,3,1,0,2,1,1,4,2,1',
    READ,
    context(1, {
      pdpType: "IPV4V6",
      apn: "apn",
      dComp: 0,
      hComp: 0,
      ipv4AddrAlloc: 1,
      requestType: 2,
      pCscfDiscovery: 1,
      imCnSignallingFlagInd: 0,
      nslpi: 1,
      securePco: 0,
      ipv4MtuDiscovery: 1,
      localAddrInd: 1,
      nonIpMtuDiscovery: 0,
      reliableDataService: 1,
      sscMode: 2,
      sNssai: "01.000001",
      prefAccessType: 1,
      rqosInd: 0,
      mh6Pdu: 1,
      alwaysOnReq: 0,
      oldCid: 3,
      atsssSt: 1,
      ladnDnnInd: 0,
      maPduSessionInformation: 2,
      ethernetMtuDiscovery: 1,
      unstructuredLinkMtuDiscovery: 1,
      pduPairId: 4,
      rsn: 2,
      ecsConfInfoInd: 1,
    }),
    "27.007 10.1.1, every field of Release 18",
  ],
  ['+CGDCONT: x,"IP"', READ, { kind: "unknown", raw: '+CGDCONT: x,"IP"' }, "no number"],
];

const SUPPORTED: readonly Vector[] = [
  [
    '+CGDCONT: (1-10),"IP",,,(0,1),(0,1)',
    "AT+CGDCONT=?",
    range("+CGDCONT", [[[1, 10]], ["IP"], [], [], [0, 1], [0, 1]]),
    "ModemManager",
  ],
  [
    '+CGDCONT: (1-16),"PPP",,,(0-2),(0-4)',
    undefined,
    range("+CGDCONT", [[[1, 16]], ["PPP"], [], [], [[0, 2]], [[0, 4]]]),
    "ModemManager",
  ],
  [
    '+CGDCONT: (1),"IPV6",,,(0),(0)',
    "AT+CGDCONT=?",
    range("+CGDCONT", [[1], ["IPV6"], [], [], [0], [0]]),
    "one context",
  ],
  [
    '+CGDCONT: ( 1 ) , "IP" ,,, (0-2),(0-3)',
    "AT+CGDCONT=?",
    range("+CGDCONT", [[1], ["IP"], [], [], [[0, 2]], [[0, 3]]]),
    "Thuraya",
  ],
  [
    '+CGDCONT: , "PPP" ,,, (0-2),(0-3)',
    "AT+CGDCONT=?",
    range("+CGDCONT", [[], ["PPP"], [], [], [[0, 2]], [[0, 3]]]),
    "Thuraya: which contexts is left out",
  ],
  [
    '+CGDCONT: (1-17,101-116),"IP",,,(0),(0-4)',
    "AT+CGDCONT=?",
    range("+CGDCONT", [
      [
        [1, 17],
        [101, 116],
      ],
      ["IP"],
      [],
      [],
      [0],
      [[0, 4]],
    ]),
    "Cinterion PHS8",
  ],
];

const STATES: readonly Vector[] = [
  ["+CGACT: 1,0", "AT+CGACT?", active(1, 0), "ModemManager"],
  ["+CGACT: 1,1", "AT+CGACT?", active(1, 1), "ModemManager"],
  ["+CGACT: 4, 1", undefined, active(4, 1), "space"],
  ["+CGACT: 0,0", "AT+CGACT?", active(0, 0), "MediaTek: context 0"],
  ["+CGACT: (0,1)", "AT+CGACT=?", range("+CGACT", [[0, 1]]), "27.007 10.1.10"],
  ["+CGACT: 1,2", undefined, { kind: "unknown", raw: "+CGACT: 1,2" }, "no such state"],
  [
    "+CGATT: 0",
    "AT+CGATT?",
    { kind: "attach", command: "+CGATT", unsolicited: false, state: 0, attached: false },
    "27.007 10.1.9",
  ],
  [
    "+CGATT:1",
    undefined,
    { kind: "attach", command: "+CGATT", unsolicited: false, state: 1, attached: true },
    "27.007 10.1.9",
  ],
  ["+CGATT: (0,1)", undefined, range("+CGATT", [[0, 1]]), "27.007 10.1.9"],
];

describeVectors("AT+CGDCONT?", DEFINED);
describeVectors("AT+CGDCONT=?", SUPPORTED);
describeVectors("AT+CGACT? and AT+CGATT?", STATES);
