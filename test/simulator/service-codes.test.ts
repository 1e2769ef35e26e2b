import { expect, test } from "vitest";
import { Seconds } from "../../src/base/duration.ts";
import { ModemTalk } from "../support/modem-talk.ts";

function talk(options: ConstructorParameters<typeof ModemTalk>[0] = {}) {
  const made = new ModemTalk(options);
  made.at("ATE0+CMEE=1");
  const ask = async (command: string): Promise<string> => {
    made.hear();
    made.modem.receive(Buffer.from(`${command}\r`));
    await made.clock.advance(Seconds(2));
    return made.hear();
  };
  return { modem: made.modem, clock: made.clock, hear: () => made.hear(), at: (line: string) => made.at(line), ask };
}

test("a code is answered behind OK, in the DTE's alphabet", async () => {
  const { at, ask } = talk({ carrier: { quota: 10n * 1024n * 1024n } });
  expect(await ask('AT+CUSD=1,"*100#",15')).toBe(
    '\r\nOK\r\n\r\n+CUSD: 0,"Balance 86.50 CNY, data used 0.00MB, left 10.00MB.",15\r\n',
  );
  at('AT+CSCS="UCS2"');
  const answer = await ask('AT+CUSD=1,"002A0031003000300023",15');
  expect(answer).toMatch(/^\r\nOK\r\n\r\n\+CUSD: 0,"00420061006C[0-9A-F]+",15\r\n$/);
});

test("a menu keeps its line ends inside the quotes and waits for an answer", async () => {
  const { ask } = talk();
  expect(await ask('AT+CUSD=1,"*101#"')).toBe('\r\nOK\r\n\r\n+CUSD: 1,"Menu\r\n1 Balance\r\n2 Data",15\r\n');
  expect(await ask('AT+CUSD=1,"1"')).toBe('\r\nOK\r\n\r\n+CUSD: 0,"Balance 86.50 CNY",15\r\n');
  expect(await ask('AT+CUSD=1,"1"')).toBe("\r\nOK\r\n\r\n+CUSD: 4\r\n");
});

test("an answer that is not on the menu, and no answer at all, end the session", async () => {
  const { ask, clock, hear } = talk();
  await ask('AT+CUSD=1,"*101#"');
  expect(await ask('AT+CUSD=1,"9"')).toBe("\r\nOK\r\n\r\n+CUSD: 2\r\n");
  await ask('AT+CUSD=1,"*101#"');
  await clock.advance(Seconds(61));
  expect(hear()).toBe("\r\n+CUSD: 2\r\n");
  await ask('AT+CUSD=1,"*101#"');
  expect(await ask("AT+CUSD=2")).toBe("\r\nOK\r\n");
  await clock.advance(Seconds(120));
  expect(hear()).toBe("");
});

test("what the default alphabet cannot say comes as UCS2 with its coding", async () => {
  const { ask } = talk();
  const answer = await ask('AT+CUSD=1,"*102#"');
  const hex = /\+CUSD: 0,"([0-9A-F]+)",72/.exec(answer)?.[1] ?? "";
  expect(Buffer.from(hex, "hex").swap16().toString("utf16le")).toBe(
    "【话费查询】截至11月22日，您的账户可用余额为86.50元。",
  );
});

test("without service a code is refused, with +CUSD=0 its answer is not shown", async () => {
  const { at, ask } = talk();
  expect(await ask('AT+CUSD=0,"*100#"')).toBe("\r\nOK\r\n");
  at("AT+CFUN=4");
  expect(at('AT+CUSD=1,"*100#"')).toEqual(["+CME ERROR: 30"]);
});

test("a phone book keeps what is written, in the places asked for", () => {
  const { at } = talk();
  expect(at('AT+CPBW=3,"+8613800138000",145,"Depot"')).toEqual(["OK"]);
  expect(at('AT+CPBW=,"10086"')).toEqual(["OK"]);
  expect(at("AT+CPBR=1,100")).toEqual(['+CPBR: 1,"10086",129,""', '+CPBR: 3,"+8613800138000",145,"Depot"', "OK"]);
  expect(at("AT+CPBS?")).toEqual(['+CPBS: "SM",2,100', "OK"]);
  expect(at("AT+CPBW=3;+CPBR=1,100")).toEqual(['+CPBR: 1,"10086",129,""', "OK"]);
  expect(at("AT+CPBR=101")).toEqual(["+CME ERROR: 21"]);
});

test("indicators are read, and told when they change", () => {
  const { at, modem, hear } = talk();
  expect(at("AT+CIND?")).toEqual(["+CIND: 5,3,1,0,0,0,0", "OK"]);
  at("AT+CMER=3,0,0,1");
  hear();
  modem.setSignal({ rssi: 31 });
  modem.search();
  expect(
    hear()
      .split(/[\r\n]+/)
      .filter((line) => line !== ""),
  ).toEqual(["+CIEV: 2,5", "+CIEV: 2,0", "+CIEV: 3,0"]);
});

test("numbers stay digits in every alphabet, names do not", async () => {
  const { at, clock, hear } = talk();
  at('AT+CPBW=1,"+8613800138000",145,"Ab"');
  at('AT+CSCS="UCS2"');
  expect(at("AT+CNUM")).toEqual(['+CNUM: "","+861440234567890",145', "OK"]);
  expect(at("AT+CPBR=1")).toEqual(['+CPBR: 1,"+8613800138000",145,"00410062"', "OK"]);
  const [long, short] = ["004300480049004E00410020004D004F00420049004C0045", "0043004D00430043"];
  expect(at("AT+COPS?")).toEqual([`+COPS: 0,0,"${long}",7`, "OK"]);
  expect(at(`AT+COPS=1,0,"${long}"`)).toEqual(["OK"]);
  expect(at("AT+COPS=3,2;+COPS?")).toEqual(['+COPS: 0,2,"46004",7', "OK"]);
  at("AT+COPS=?");
  await clock.advance(Seconds(5));
  expect(hear()).toContain(`+COPS: (2,"${long}","${short}","46004",7),,(0-4),(0-2)\r\n\r\nOK`);
});
