import { describeVectors, type Vector } from "../../support/grammar-vectors.ts";

// prettier-ignore
const VECTORS: readonly Vector[] = [
  ["+CNSMOD: 0,8", "AT+CNSMOD?", { kind: "access", command: "+CNSMOD", unsolicited: false, n: 0, stat: 8 }, "SIMCom manual"],
  ["+CNSMOD: 8", undefined, { kind: "access", command: "+CNSMOD", unsolicited: false, stat: 8 }, "SIMCom manual"],
  ["^MODE: 17,17", undefined, { kind: "access", command: "^MODE", unsolicited: true, sysMode: 17, sysSubmode: 17 }, "Air780 capture"],
  ["^MODE:5,4", undefined, { kind: "access", command: "^MODE", unsolicited: true, sysMode: 5, sysSubmode: 4 }, "Huawei"],
  ["^SRVST:2", undefined, { kind: "access", command: "^SRVST", unsolicited: false, srvStatus: 2 }, "Huawei"],
  ["^SYSINFO:2,4,5,3,1", "AT^SYSINFO", { kind: "access", command: "^SYSINFO", unsolicited: false, sysMode: 3, srvStatus: 2, srvDomain: 4, roamStatus: 5, simState: 1 }, "ModemManager's tests"],
  ["^SYSINFO:2,4,5,3,1,,3", "AT^SYSINFO", { kind: "access", command: "^SYSINFO", unsolicited: false, sysMode: 3, sysSubmode: 3, srvStatus: 2, srvDomain: 4, roamStatus: 5, simState: 1 }, "ModemManager's tests"],
  ['^SYSINFOEX:2,3,0,1,,3,"WCDMA",41,"HSPA+"', "AT^SYSINFOEX", { kind: "access", command: "^SYSINFOEX", unsolicited: false, sysMode: 3, sysSubmode: 41, srvStatus: 2, srvDomain: 3, roamStatus: 0, simState: 1, sysmodeName: "WCDMA", submodeName: "HSPA+" }, "ModemManager"],
  ["^SYSINFOEX:2,4,5,1,,3,WCDMA,41,HSPA+", undefined, { kind: "access", command: "^SYSINFOEX", unsolicited: false, sysMode: 3, sysSubmode: 41, srvStatus: 2, srvDomain: 4, roamStatus: 5, simState: 1, sysmodeName: "WCDMA", submodeName: "HSPA+" }, "ModemManager: no quotes (E303)"],
  ['^SYSINFOEX:2,4,5,1,3,"WCDMA",41,"HSPA+"', undefined, { kind: "access", command: "^SYSINFOEX", unsolicited: false, sysMode: 3, sysSubmode: 41, srvStatus: 2, srvDomain: 4, roamStatus: 5, simState: 1, sysmodeName: "WCDMA", submodeName: "HSPA+" }, "ModemManager: no reserved field"],
  ['+QNWINFO: "FDD LTE","46011","LTE BAND 3",1825', "AT+QNWINFO", { kind: "access", command: "+QNWINFO", unsolicited: false, channel: 1825, act: "FDD LTE", oper: "46011", band: "LTE BAND 3" }, "Quectel manual"],
  ["+QNWINFO: No Service", "AT+QNWINFO", { kind: "access", command: "+QNWINFO", unsolicited: false, act: "No Service" }, "Quectel manual"],
  ["#PSNT: 0,4", "AT#PSNT?", { kind: "access", command: "#PSNT", unsolicited: false, n: 0, nt: 4 }, "Telit manual"],
  ["#PSNT: 4", undefined, { kind: "access", command: "#PSNT", unsolicited: false, nt: 4 }, "Telit manual"],
  ["*CNTI: 0,LTE", "AT*CNTI=0", { kind: "access", command: "*CNTI", unsolicited: false, n: 0, act: "LTE" }, "Sierra manual"],
  ["+UREG: 0,7", "AT+UREG?", { kind: "access", command: "+UREG", unsolicited: false, n: 0, state: 7 }, "u-blox manual"],
];

describeVectors("the access in use", VECTORS);
