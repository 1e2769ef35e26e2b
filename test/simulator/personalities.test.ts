import { expect, test } from "vitest";
import { Seconds } from "../../src/base/duration.ts";
import { FAMILIES } from "../../src/simulator/personalities/families.ts";
import { ModemTalk } from "../support/modem-talk.ts";

function talk(family: string) {
  const personality = FAMILIES[family];
  if (personality === undefined) throw new Error(`no family ${family}`);
  const made = new ModemTalk({ personality, carrier: { cell: { tac: 0x1a2b, ci: 0x1c2d3e4 } } });
  made.at("ATE0");
  return made;
}

test.each(Object.keys(FAMILIES))("%s has an IMEI whose last digit checks", (family) => {
  const digits = Array.from(FAMILIES[family]?.imei ?? "", Number);
  const sum = digits.reduce((total, digit, at) => total + (at % 2 === 0 ? digit : digit * 2 - (digit > 4 ? 9 : 0)), 0);
  expect(digits).toHaveLength(15);
  expect(sum % 10).toBe(0);
});

test.each([
  ["generic", ["RDY", "+CPIN: READY"]],
  ["quectel-ec2x", ["RDY", "+CFUN: 1", "+CPIN: READY", "+QUSIM: 1", "+QIND: SMS DONE", "+QIND: PB DONE"]],
  ["simcom-a76xx", ["*ATREADY: 1", "+CPIN: READY", "SMS DONE", "PB DONE"]],
  ["simcom-sim7600", ["RDY", "+CPIN: READY", "SMS DONE", "PB DONE"]],
  ["ublox-lara", ["+AT: READY", "+CPIN: READY", "+PBREADY"]],
  ["cinterion-els61", ["^SYSSTART", "+CPIN: READY"]],
  ["fibocom-nl668", ["+CPIN: READY", "+SIM READY"]],
  ["huawei-me909s", ["^SYSSTART", "+CPIN: READY"]],
  ["unisoc-8910", ["RDY", "^CARDMODE: 2", "+CPIN: READY"]],
])("%s boots with its own lines", async (family, lines) => {
  const made = talk(family);
  made.modem.reboot();
  await made.clock.advance(Seconds(3));
  expect(made.lines()).toEqual(lines);
});

test.each([
  ["quectel-ec2x", "AT+CGMI", "Quectel"],
  ["quectel-ec2x", "AT+QCCID", "+QCCID: 89860412345678901234"],
  ["quectel-ec2x", "AT+QCSQ", '+QCSQ: "LTE",-73,-101,185,-10'],
  [
    "quectel-ec2x",
    'AT+QENG="servingcell"',
    '+QENG: "servingcell","NOCONN","LTE","FDD",460,04,1C2D3E4,257,1650,3,5,5,1A2B,-101,-10,-73,17,50',
  ],
  ["quectel-ec2x", "AT+QNWINFO", '+QNWINFO: "FDD LTE","46004","LTE BAND 3",1650'],
  ["quectel-ec2x", "AT+QGMR", FAMILIES["quectel-ec2x"].revision],
  ["quectel-ec2x", "AT+QLTS=2", '+QLTS: "2026/11/22,09:00:00+32,0"'],
  ["quectel-ec2x", "AT+QSPN", '+QSPN: "CHINA MOBILE","CMCC","CMCC",0,"46004"'],
  ["quectel-ec2x", 'AT+QURCCFG="urcport"', '+QURCCFG: "urcport","usbat"'],
  ["quectel-ec2x", 'AT+QCFG="usbnet",1;+QCFG="usbnet"', '+QCFG: "usbnet",1'],
  ["quectel-ec2x", "AT+QPINC?", '+QPINC: "SC",3,10'],
  ["quectel-ec2x", "AT+QGDCNT?", "+QGDCNT: 1000,2000"],
  ["simcom-a76xx", "AT+CICCID", "+ICCID: 89860412345678901234"],
  [
    "simcom-sim7600",
    "AT+CPSI?",
    "+CPSI: LTE,Online,460-04,0x1A2B,29545444,257,EUTRAN-BAND3,1650,5,5,-100,-1010,-730,17",
  ],
  ["simcom-a76xx", "AT+SPIC", "+SPIC: 3,10,3,10"],
  ["ublox-lara", "AT+CCID", "+CCID: 89860412345678901234"],
  ["ublox-lara", "AT+UGCNTRD", "+UGCNTRD: 1,1000,2000,1000,2000"],
  ["ublox-lara", "AT+UPINCNT", "+UPINCNT: 3,3,10,10"],
  ["quectel-rm520n", "AT+QGDNRCNT?", "+QGDNRCNT: 1000,2000"],
  ["quectel-rm520n", "AT+QUIMSLOT?", "+QUSIMSLOT: 1"],
  ["cinterion-els61", "AT^SMONI", "^SMONI: 4G,1650,3,10,10,FDD,460,04,1A2B,1C2D3E4,257,33,-101,-10,NOCONN"],
  ["cinterion-els61", "AT^SPIC", "^SPIC: 3"],
  ["fibocom-nl668", "AT+GTDUALSIM?", '+GTDUALSIM: 0,"SUB1","L"'],
  ["huawei-me909s", "AT^HCSQ?", '^HCSQ: "LTE",48,40,186,20'],
  ["huawei-me909s", "AT^CPIN?", "^CPIN: READY,,10,3,10,3"],
  ["huawei-me909s", "AT^SYSINFOEX", '^SYSINFOEX:2,3,0,1,,6,"LTE",101,"LTE"'],
  ["sierra-em7455", "AT*CNTI=0", "*CNTI: 0,LTE"],
  ["sierra-em7455", "AT!ICCID?", "!ICCID: 89860412345678901234"],
  ["simcom-a76xx", "AT+SMSIMCFG?", "+SMSIMCFG: 1,1,1"],
  ["telit-le910", "AT#GDATAVOL=2", "#GDATAVOL: 1,3000,1000,2000"],
  ["telit-le910", "AT#PCT", "#PCT: 3"],
  ["zte-mf823", "AT+ZPINPUK=?", "+ZPINPUK: 3,10"],
])("%s answers %s with %s", (family, command, line) => {
  const made = talk(family);
  made.modem.consume({ up: 1000, down: 2000 });
  expect(made.at(command)[0]).toBe(line);
});

test.each([
  ["quectel-ec2x", "AT+CPSI?", "ERROR"],
  ["simcom-a76xx", "AT+QGDCNT?", "ERROR"],
  ["ublox-lara", "AT+QCCID", "+CME ERROR: 4"],
  ["generic", "AT+QPOWD", "+CME ERROR: 4"],
])("%s knows no %s", (family, command, answer) => {
  const made = talk(family);
  made.at("AT+CMEE=1");
  expect(made.at(command)).toEqual([answer]);
});

test.each([
  ["quectel-ec2x", "AT+QPOWD=1", ["POWERED DOWN"]],
  ["simcom-a76xx", "AT+CPOF", []],
  ["ublox-lara", "AT+CPWROFF", []],
])("%s is switched off by %s, says %j last, and is silent", async (family, command, last) => {
  const made = talk(family);
  expect(made.at(command)).toEqual(["OK"]);
  await made.clock.advance(Seconds(1));
  expect(made.lines()).toEqual(last);
  expect(made.at("AT")).toEqual([]);
  expect(made.modem.state().powered).toBe(false);
});

test.each([
  ["quectel-ec2x", "AT+CFUN=1,1", "RDY"],
  ["simcom-sim7600", "AT+CRESET", "RDY"],
  ["ublox-lara", "AT+CFUN=16", "+AT: READY"],
])("%s restarts by %s", async (family, command, line) => {
  const made = talk(family);
  expect(made.at(command)).toEqual(["OK"]);
  await made.clock.advance(Seconds(4));
  expect(made.lines()).toContain(line);
});

test("a 5G cell is told in the fields that release 15 has added, and as Quectel's modules tell it", () => {
  const made = new ModemTalk({
    personality: FAMILIES["quectel-rm520n"] ?? {},
    carrier: { cell: { tac: 0x1a2b, ci: 0x1c2d3e4, act: 11 } },
  });
  made.at("ATE0");
  expect(made.at("AT+CESQ")[0]).toBe("+CESQ: 99,99,255,255,255,255,67,56,255");
  expect(made.at('AT+QENG="servingcell"')[0]).toBe(
    '+QENG: "servingcell","NOCONN","NR5G-SA","TDD",460,04,1C2D3E4,300,1A2B,633984,78,12,-101,-10,21,1,-',
  );
});

test("reading the counters leaves them as they are; what resets them is another command", () => {
  const made = talk("telit-le910");
  made.modem.consume({ up: 1000, down: 2000 });
  made.at("AT#GDATAVOL=2");
  expect(made.modem.state().counters).toEqual({ up: 1000, down: 2000 });
  made.at("AT#GDATAVOL=0");
  expect(made.modem.state().counters).toEqual({ up: 0, down: 0 });
});

test("a modem of Huawei's make counts in hexadecimal", () => {
  const made = new ModemTalk({ personality: { vendors: ["huawei"] } });
  made.at("ATE0");
  made.modem.consume({ up: 1000, down: 2000 });
  expect(made.at("AT^DSFLOWQRY")[0]).toMatch(
    /^\^DSFLOWQRY:[0-9A-F]{8},00000000000003E8,00000000000007D0,[0-9A-F]{8},00000000000003E8,00000000000007D0$/,
  );
});

test("the address and its mask stand in one field, or in two as before release 9", () => {
  const one = new ModemTalk();
  const two = new ModemTalk({ personality: { separateMask: true } });
  expect(one.at("AT+CGCONTRDP=1").join()).toContain('"10.64.0.2.255.255.255.0","10.64.0.1"');
  expect(two.at("AT+CGCONTRDP=1").join()).toContain('"10.64.0.2","255.255.255.0","10.64.0.1"');
});
