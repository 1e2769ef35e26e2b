import { expect, test } from "vitest";
import { Seconds } from "../../src/base/duration.ts";
import { ModemTalk } from "../support/modem-talk.ts";

const talk = (options: ConstructorParameters<typeof ModemTalk>[0] = {}): ModemTalk => {
  const made = new ModemTalk({ carrier: { cell: { tac: 0x1a2b, ci: 0x1c2d3e4 } }, ...options });
  made.at("ATE0+CMEE=1");
  return made;
};

test.each([
  ["AT+CGMI", ["cellward"]],
  ["AT+CGMM", ["SIM-LTE"]],
  ["AT+CGMR", ["SIM-LTE-1.0"]],
  ["AT+CGSN", ["867698041234561"]],
  ["AT+CGSN=1", ['+CGSN: "867698041234561"']],
  ["AT+GMI", ["cellward"]],
  ["AT+GSN", ["867698041234561"]],
  ["ATI", ["cellward", "SIM-LTE", "Revision: SIM-LTE-1.0"]],
  ["AT+CPIN?", ["+CPIN: READY"]],
  ["AT+CIMI", ["460041234567890"]],
  ["AT+CCID", ["+CCID: 89860412345678901234"]],
  ["AT+ICCID", ["+ICCID: 89860412345678901234"]],
  ["AT+QCCID", ["+QCCID: 89860412345678901234"]],
  ["AT+CRSM=176,12258,0,0,10", ['+CRSM: 144,0,"98684021436587092143"']],
  ["AT+CRSM=176,28423,0,0,9", ['+CRSM: 144,0,"084906402143658709"']],
  ["AT+CRSM=176,28589,0,0,4", ['+CRSM: 144,0,"00000002"']],
  ["AT+CRSM=176,1234,0,0,4", ["+CRSM: 106,130"]],
  ["AT+CREG?", ["+CREG: 0,1"]],
  ["AT+CREG=?", ["+CREG: (0-3)"]],
  ["AT+CEREG=?", ["+CEREG: (0-5)"]],
  ["AT+CEREG=1;+CEREG?", ["+CEREG: 1,1"]],
  ["AT+CEREG=2;+CEREG?", ['+CEREG: 2,1,"1A2B","01C2D3E4",7']],
  ["AT+CEREG=3;+CEREG?", ['+CEREG: 3,1,"1A2B","01C2D3E4",7']],
  ["AT+CGREG=2;+CGREG?", ['+CGREG: 2,1,"1A2B","01C2D3E4",7']],
  ["AT+CGEREP?", ["+CGEREP: 0,0"]],
  ["AT+CGEREP=?", ["+CGEREP: (0-2),(0,1)"]],
  ["AT+CGEREP=2,0;+CGEREP?", ["+CGEREP: 2,0"]],
  ["AT+CGATT?", ["+CGATT: 1"]],
  ["AT+CGACT?", ["+CGACT: 1,1"]],
  ["AT+CGDCONT?", ['+CGDCONT: 1,"IP","cmiot","10.64.0.2",0,0']],
  ["AT+CGPADDR", ['+CGPADDR: 1,"10.64.0.2"']],
  ["AT+CGPADDR=1", ['+CGPADDR: 1,"10.64.0.2"']],
  ["AT+CGSN=0", ["867698041234561"]],
  ["AT+CGSN=2", ['+CGSN: "8676980412345601"']],
  ["AT+CGSN=3", ['+CGSN: "01"']],
  ["AT+CREG=2;+CREG=;+CREG?", ["+CREG: 0,1"]],
  ["AT+CFUN=;+CFUN?", ["+CFUN: 1"]],
  ["AT+COPN", ['+COPN: "46004","CHINA MOBILE"']],
  ["AT+CPOL?", []],
  ["AT+CGCONTRDP", ['+CGCONTRDP: 1,5,"cmiot","10.64.0.2.255.255.255.0","10.64.0.1","211.136.17.107","211.136.20.203"']],
  ["AT+COPS?", ['+COPS: 0,0,"CHINA MOBILE",7']],
  ["AT+COPS=3,2;+COPS?", ['+COPS: 0,2,"46004",7']],
  ["AT+COPS=3,1;+COPS?", ['+COPS: 0,1,"CMCC",7']],
  ["AT+CSQ", ["+CSQ: 20,99"]],
  ["AT+CESQ", ["+CESQ: 99,99,255,255,20,40"]],
  ["AT+CFUN?", ["+CFUN: 1"]],
  ["AT+CPAS", ["+CPAS: 0"]],
  ["AT+CEER", ["+CEER: No cause information available"]],
  ["AT+QGDCNT?", ["+QGDCNT: 0,0"]],
  ["AT+CNMI?", ["+CNMI: 2,1,0,0,0"]],
  ["AT+CNMI=2,1;+CNMI?", ["+CNMI: 2,1,0,0,0"]],
  ["AT+CMGF=0;+CMGF?", ["+CMGF: 0"]],
  ['AT+CPMS="ME","ME","ME"', ["+CPMS: 0,100,0,100,0,100"]],
  ['AT+CPMS="ME";+CPMS?', ["+CPMS: 0,100,0,50,0,50", '+CPMS: "ME",0,100,"SM",0,50,"SM",0,50']],
  ['AT+CSCS="UCS2";+CSCS?', ['+CSCS: "UCS2"']],
  ["AT+CMGL=4", []],
  ["AT+CTZR=1;+CTZR?", ["+CTZR: 1"]],
])("%s answers %j", (command, lines) => {
  expect(talk().at(command)).toEqual([...lines, "OK"]);
});

test.each([
  ["AT+NONSENSE", "+CME ERROR: 4"],
  ["AT_OHWV", "+CME ERROR: 4"],
  ["AT+CSQ=5", "+CME ERROR: 4"],
  ["AT+CEREG=9", "+CME ERROR: 50"],
  ['AT+CGDCONT=1,"IP', "+CME ERROR: 50"],
  ["AT+CGDCONT=0", "+CME ERROR: 50"],
  ["AT+CGACT=1,9", "+CME ERROR: 143"],
  ["AT+CFUN=7", "+CME ERROR: 50"],
  ["AT+CMGF=5", "+CMS ERROR: 302"],
  ["AT+CMGR=1", "+CMS ERROR: 321"],
  ['AT+CPMS="XX"', "+CMS ERROR: 302"],
  ['AT+CCLK="99/99/99,00:00:00"', "+CME ERROR: 50"],
  ["ATK", "ERROR"],
  ["AT)", "ERROR"],
])("%s is refused with %s", (command, result) => {
  expect(talk().at(command)).toEqual([result]);
});

test.each([
  [{ iccidForm: "quoted" as const }, '+CCID: "898604123456789012"'],
  [{ iccidForm: "padded" as const }, "+CCID: 898604123456789012FF"],
  [{ iccidForm: "swapped" as const }, "+CCID: 986840214365870921FF"],
])("a make that writes its ICCID %j is one option away", (personality, line) => {
  expect(talk({ personality, card: { iccid: "898604123456789012" } }).at("AT+CCID")).toEqual([line, "OK"]);
});

test("China Mobile's ICCIDs with a letter inside survive the swap", () => {
  const { modem, at } = bound({ card: { iccid: "898602F9123456789012" } });
  expect(at("AT+CRSM=176,12258,0,0,10")[0]).toBe('+CRSM: 144,0,"9868209F214365870921"');
  expect(modem.state().card.iccid).toBe("898602F9123456789012");
});

function bound(options: ConstructorParameters<typeof ModemTalk>[0]) {
  const made = talk(options);
  return { modem: made.modem, at: (command: string) => made.at(command) };
}

test("a make that knows +CEREG up to 2 refuses 3 and goes on", () => {
  const { at } = bound({ personality: { registration: { cs: 2, gprs: 2, eps: 2 } } });
  expect(at("AT+CEREG=?")).toEqual(["+CEREG: (0-2)", "OK"]);
  expect(at("AT+CEREG=3")).toEqual(["+CME ERROR: 50"]);
  expect(at("AT+CEREG=2")).toEqual(["OK"]);
});

test("a make without +CEREG answers every form of it with an error", () => {
  const { at } = bound({ personality: { registration: { cs: 2, gprs: 2, eps: "absent" }, unknownCommand: "plain" } });
  for (const form of ["=?", "?", "=2", ""]) expect(at(`AT+CEREG${form}`)).toEqual(["+CME ERROR: 4"]);
  expect(at("AT+NONSENSE")).toEqual(["ERROR"]);
});

test.each([
  ["absent" as const, "+CME ERROR: 10", ["+CME ERROR: 10"]],
  [{ pin: "1234" }, "+CME ERROR: 11", ["+CPIN: SIM PIN", "OK"]],
])("with the card %j its numbers are refused with %s", (card, error, state) => {
  const { at } = bound({ card });
  expect(at("AT+CIMI")).toEqual([error]);
  expect(at("AT+CPIN?")).toEqual(state);
  expect(at("AT+CEREG?")).toEqual(["+CEREG: 0,0", "OK"]);
});

test("the right PIN unlocks the card and the modem registers; three wrong ones block it until the PUK", () => {
  const made = talk({ card: { pin: "1234" } });
  expect(made.at('AT+CPIN="1234"')).toEqual(["OK", "+CPIN: READY"]);
  expect(made.at("AT+CEREG?")).toEqual(["+CEREG: 0,1", "OK"]);
  const other = talk({ card: { pin: "1234" } });
  expect([1, 2, 3].map(() => other.at("AT+CPIN=0000")[0])).toEqual([
    "+CME ERROR: 16",
    "+CME ERROR: 16",
    "+CME ERROR: 12",
  ]);
  expect(other.at("AT+CPIN?")).toEqual(["+CPIN: SIM PUK", "OK"]);
  expect(other.at('AT+CPIN="12345678","4321"')).toEqual(["OK", "+CPIN: READY"]);
});

test("a scan of the networks takes its time, and the line is busy meanwhile", async () => {
  const made = talk();
  expect(made.say("AT+COPS=?\r")).toBe("");
  await made.clock.advance(Seconds(5));
  expect(made.lines()).toEqual(['+COPS: (2,"CHINA MOBILE","CMCC","46004",7),,(0-4),(0-2)', "OK"]);
});

test("the clock begins in 1980 and is set by the network on registration, in local time", async () => {
  const made = talk({ registrationDelay: Seconds(2) });
  expect(made.at("AT+CCLK?")[0]).toMatch(/^\+CCLK: "80\/01\/06,00:00:0\d\+00"$/);
  await made.clock.advance(Seconds(2));
  expect(made.at("AT+CCLK?")[0]).toBe('+CCLK: "26/11/22,09:00:02+32"');
  expect(made.at('AT+CCLK="25/01/02,03:04:05-08"')).toEqual(["OK"]);
  await made.clock.advance(Seconds(1));
  expect(made.at("AT+CCLK?")[0]).toBe('+CCLK: "25/01/02,03:04:06-08"');
});

test("contexts are defined, activated and taken away by command", () => {
  const { at } = bound({});
  expect(at('AT+CGDCONT=2,"IPV4V6","m2m.example"')).toEqual(["OK"]);
  expect(at("AT+CGACT?")).toEqual(["+CGACT: 1,1", "+CGACT: 2,0", "OK"]);
  expect(at("AT+CGPADDR=2")).toEqual(["+CGPADDR: 2", "OK"]);
  expect(at("AT+CGACT=1,2")).toEqual(["OK"]);
  expect(at("AT+CGACT?")).toEqual(["+CGACT: 1,1", "+CGACT: 2,1", "OK"]);
  expect(at("AT+CGDCONT=2")).toEqual(["+CME ERROR: 3"]);
  expect(at("AT+CGACT=0,2;+CGDCONT=2")).toEqual(["OK"]);
  expect(at("AT+CGACT?")).toEqual(["+CGACT: 1,1", "OK"]);
});

test("the list of all commands holds every one that is answered", () => {
  expect(talk().at("AT+CLAC")).toEqual(expect.arrayContaining(["+CEREG", "+QGDCNT", "+CPMS", "OK"]));
});

test("with +CMEE=2 an error is said in the standard's words (27.007 9.2, 27.005 3.2.5)", () => {
  const modem = talk();
  expect(modem.at("AT+CMEE=2")).toEqual(["OK"]);
  expect(modem.at("AT+CFUN=9")).toEqual(["+CME ERROR: Incorrect parameters"]);
});

test("a make that knows +CEREG up to 5 tells of power saving, and with 5 the cause as well", () => {
  const made = talk({ personality: { registration: { cs: 3, gprs: 3, eps: 5 } } });
  expect(made.at("AT+CEREG=?")).toEqual(["+CEREG: (0-5)", "OK"]);
  made.at("AT+CEREG=4");
  expect(made.at("AT+CEREG?")[0]).toBe('+CEREG: 4,1,"1A2B","01C2D3E4",7');
  const told = '1,"1A2B","01C2D3E4",7,,,"00100100","01000111"';
  expect(made.at('AT+CPSMS=1,,,"01000111","00100100"')).toEqual(["OK", `+CEREG: ${told}`]);
  expect(made.at("AT+CPSMS?")).toEqual(['+CPSMS: 1,,,"01000111","00100100"', "OK"]);
  expect(made.at("AT+CEREG=5;+CEREG?")[0]).toBe(`+CEREG: 5,${told}`);
  made.modem.deny(15);
  expect(made.at("AT+CEREG?")[0]).toBe("+CEREG: 5,3,,,,0,15");
  expect(made.at("AT+CEREG=4;+CEREG?")[0]).toBe("+CEREG: 4,3");
});

test.each(["ATX9", "AT&D5", "AT&C2", "ATZ5", "AT&F3"])("%s is no value that there is", (command) => {
  expect(talk().at(command)).toEqual(["ERROR"]);
});

test.each(["AT+CREG=1,2", "AT+CREG=9", "AT+CGSN=4", "AT+CGPADDR=5", "AT+CGPADDR=1,9"])("%s is refused", (command) => {
  expect(talk().at(command)).toEqual(["+CME ERROR: 50"]);
});
