import { describeVectors, type Vector } from "../../support/grammar-vectors.ts";

const event = (text: string, name: string, scope: string, fields: object = {}): object => ({
  kind: "packet-event",
  command: "+CGEV",
  unsolicited: true,
  event: name,
  scope,
  ...fields,
  text,
});
const row = (text: string, name: string, scope: string, fields: object, source: string): Vector => [
  `+CGEV: ${text}`,
  undefined,
  event(text, name, scope, fields),
  source,
];
/** The same event under its bare words, as some programs hand it on. */
const bare = ([line, asked, message, source]: Vector): Vector => [line.replace("+CGEV: ", ""), asked, message, source];

const ip = { pdpType: "IP", pdpAddr: "123.123.123.123" };

const MODEM_MANAGER: readonly Vector[] = [
  row("REJECT IP, 123.123.123.123", "rejected", "unknown", ip, "ModemManager test-modem-helpers"),
  row("NW REACT IP, 123.123.123.123", "reactivate", "network", ip, "ModemManager"),
  row("NW REACT IP, 123.123.123.123, 1", "reactivate", "network", { ...ip, cid: 1 }, "ModemManager"),
  row("NW DEACT IP, 123.123.123.123, 1", "deactivated", "network", { ...ip, cid: 1 }, "ModemManager"),
  row("NW DEACT IP, 123.123.123.123", "deactivated", "network", ip, "ModemManager: no cid"),
  row("ME DEACT IP, 123.123.123.123, 1", "deactivated", "mobile", { ...ip, cid: 1 }, "ModemManager"),
  row("ME DEACT IP, 123.123.123.123", "deactivated", "mobile", ip, "ModemManager"),
  row("ME PDN ACT 2", "pdn-activated", "mobile", { cid: 2 }, "ModemManager"),
  row("ME PDN ACT 2, 3", "pdn-activated", "mobile", { cid: 2, reason: 3 }, "ModemManager"),
  row("ME PDN ACT 2, 3, 4", "pdn-activated", "mobile", { cid: 2, reason: 3, cidOther: 4 }, "ModemManager"),
  row("ME PDN DEACT 2", "pdn-deactivated", "mobile", { cid: 2 }, "ModemManager"),
  row("ME ACT 3, 2, 1", "activated", "mobile", { pCid: 3, cid: 2, eventType: 1 }, "ModemManager"),
  row("ME DEACT 3, 2, 1", "deactivated", "mobile", { pCid: 3, cid: 2, eventType: 1 }, "ModemManager"),
  row("NW PDN ACT 2", "pdn-activated", "network", { cid: 2 }, "ModemManager"),
  row("NW PDN DEACT 2", "pdn-deactivated", "network", { cid: 2 }, "ModemManager"),
  row("NW ACT 3, 2, 1", "activated", "network", { pCid: 3, cid: 2, eventType: 1 }, "ModemManager"),
  row("NW DEACT 3, 2, 1", "deactivated", "network", { pCid: 3, cid: 2, eventType: 1 }, "ModemManager"),
  row("NW DETACH", "detach", "network", {}, "ModemManager"),
  row("ME DETACH", "detach", "mobile", {}, "ModemManager"),
  row("NW CLASS A", "class", "network", { class: "A" }, "ModemManager"),
  row("ME CLASS A", "class", "mobile", { class: "A" }, "ModemManager"),
];

const STANDARD: readonly Vector[] = [
  row("NW PDN ACT 1,3", "pdn-activated", "network", { cid: 1, wlanOffload: 3 }, "27.007 10.1.19"),
  row("ME PDN ACT 1,,,2", "pdn-activated", "mobile", { cid: 1, wlanOffload: 2 }, "27.007 10.1.19"),
  row("NW PDN DEACT 1,1", "pdn-deactivated", "network", { cid: 1, wlanOffload: 1 }, "27.007 10.1.19"),
  row("NW ACT 1,5,0,2", "activated", "network", { pCid: 1, cid: 5, eventType: 0, wlanOffload: 2 }, "27.007 10.1.19"),
  row("NW MODIFY 1,2,0", "modified", "network", { cid: 1, changeReason: 2, eventType: 0 }, "27.007 10.1.19"),
  row(
    "ME MODIFY 5, 3, 1, 0",
    "modified",
    "mobile",
    { cid: 5, changeReason: 3, eventType: 1, wlanOffload: 0 },
    "27.007 10.1.19",
  ),
  row("NW DEACT 1, 5, 0", "deactivated", "network", { pCid: 1, cid: 5, eventType: 0 }, "27.007 10.1.19"),
  row('NW DEACT "IP","10.0.0.2",1', "deactivated", "network", { pdpType: "IP", pdpAddr: "10.0.0.2", cid: 1 }, "quoted"),
  row('NW DEACT "IP","10.0.0.2",', "deactivated", "network", { pdpType: "IP", pdpAddr: "10.0.0.2" }, "cid empty"),
  row("NW DEACT 1", "deactivated", "network", { cid: 1 }, "one number is the context"),
  row('NW CLASS "CG"', "class", "network", { class: "CG" }, "27.007 10.1.19"),
];

const MAKERS: readonly Vector[] = [
  row("PDN DEACT 2", "pdn-deactivated", "unknown", { cid: 2 }, "older Quectel: no scope"),
  row("EPS PDN ACT 1", "pdn-activated", "unknown", { cid: 1 }, "SIMCom A7600 and SIM7600, logs of many projects"),
  row("NW ACT IP,1", "activated", "network", { pdpType: "IP", cid: 1 }, "u-blox SARA-R4 13.10"),
  row("NW REACT IP,1", "reactivate", "network", { pdpType: "IP", cid: 1 }, "u-blox SARA-R4 13.10"),
  row("ME OVERHEATED", "other", "mobile", {}, "Nordic nRF9160"),
  row("IPV6 FAIL 1", "other", "unknown", {}, "Nordic nRF9160"),
  row("RESTR 2,2", "other", "unknown", {}, "Nordic nRF9160"),
  [
    "+CGEV:NW DETACH",
    "AT+CSQ",
    event("NW DETACH", "detach", "network"),
    "without the space, in the middle of another answer",
  ],
  ["+CGEV: ", undefined, { kind: "unknown", raw: "+CGEV: " }, "nothing said"],
  ["NW DETACHED AREA", undefined, { kind: "unknown", raw: "NW DETACHED AREA" }, "not an event"],
];

describeVectors("+CGEV as ModemManager has it", MODEM_MANAGER);
describeVectors("+CGEV without its name", MODEM_MANAGER.map(bare));
describeVectors("+CGEV of 27.007", STANDARD);
describeVectors("+CGEV of the makers", MAKERS);
