import { expect, test } from "vitest";
import { Seconds } from "../../../src/base/duration.ts";
import { ModemTalk } from "../../support/modem-talk.ts";

const OWN = "+861440234567890";

function talk(options: ConstructorParameters<typeof ModemTalk>[0] = {}) {
  const made = new ModemTalk(options);
  made.at("ATE0+CMEE=1");
  /** A command that asks for a text, the text, and what the modem says until the network has answered. */
  const send = async (command: string, text: string): Promise<readonly string[]> => {
    expect(made.say(`${command}\r`)).toBe("\r\n> ");
    made.modem.receive(Buffer.from(`${text}\x1a`, "latin1"));
    await made.clock.advance(Seconds(0.5));
    return made.lines();
  };
  const wait = async (): Promise<readonly string[]> => {
    await made.clock.advance(Seconds(3));
    return made.lines();
  };
  return {
    modem: made.modem,
    clock: made.clock,
    at: (command: string) => made.at(command),
    say: (text: string) => made.say(text),
    lines: () => made.lines(),
    send,
    wait,
  };
}

test("a text to oneself comes back as +CMTI and is read, listed and deleted", async () => {
  const { at, send, wait } = talk();
  at("AT+CMGF=1;+CNMI=2,1");
  expect(await send(`AT+CMGS="${OWN}"`, "Hi {you}")).toEqual(["+CMGS: 1", "OK"]);
  expect(await wait()).toEqual(['+CMTI: "SM",1']);
  expect(at("AT+CPMS?")).toEqual(['+CPMS: "SM",1,50,"SM",1,50,"SM",1,50', "OK"]);
  expect(at('AT+CMGL="REC UNREAD"')).toEqual([
    `+CMGL: 1,"REC UNREAD","${OWN}",,"26/11/22,09:00:01+32"`,
    "Hi {you}",
    "OK",
  ]);
  at("AT+CSDH=1");
  expect(at("AT+CMGR=1")).toEqual([
    `+CMGR: "REC READ","${OWN}",,"26/11/22,09:00:01+32",145,4,0,0,"+8613800100500",145,10`,
    "Hi {you}",
    "OK",
  ]);
  expect(at("AT+CMGD=1")).toEqual(["OK"]);
  expect(at("AT+CMGR=1")).toEqual(["+CMS ERROR: 321"]);
  expect(at('AT+CMGL="ALL"')).toEqual(["OK"]);
});

test("a PDU with a wish for a report earns a reference, the message and +CDS", async () => {
  const { at, send, wait } = talk();
  at("AT+CMGF=0;+CNMI=2,2,0,1");
  const pdu = "0031000F9168410432547698F00000AA0AE8329BFD4697D9EC37";
  expect(await send("AT+CMGS=25", pdu)).toEqual(["+CMGS: 1", "OK"]);
  expect(await wait()).toEqual([
    "+CMT: ,30",
    expect.stringMatching(/^0891683108100005F0000F9168410432547698F00000.{14}0AE8329BFD4697D9EC37$/),
    "+CDS: 27",
    expect.stringMatching(/^0891683108100005F006010F9168410432547698F0.{28}00$/),
  ]);
});

test.each([
  ["AT+CMGS=23", "0011000F9168410432547698F00000AA0AE8329BFD4697D9EC37", "+CMS ERROR: 304"],
  ["AT+CMGS=24", "nonsense", "+CMS ERROR: 304"],
  ["AT+CMGS=15", "0011000F9168410432547698F00000AA0AE8", "+CMS ERROR: 304"],
])("%s with %s is refused with %s", async (command, pdu, error) => {
  const { send } = talk();
  expect(await send(command, pdu)).toEqual([error]);
});

test("Escape gives a message up", () => {
  const { say } = talk();
  say("ATE0+CMGF=1\r");
  say('AT+CMGS="10086"\rYE');
  expect(say("\x1b")).toBe("\r\nOK\r\n");
});

test.each([
  [{}, "AT+CFUN=4", "+CMS ERROR: 331"],
  [{ card: "absent" as const }, "AT", "+CMS ERROR: 310"],
  [{ card: { pin: "1234" } }, "AT", "+CMS ERROR: 311"],
])("with %j and %s a message is refused with %s", async (options, before, error) => {
  const { say, modem, clock, lines } = talk(options);
  say(`ATE0+CMGF=1\r${before}\r`);
  modem.receive(Buffer.from('AT+CMGS="10086"\r'));
  modem.receive(Buffer.from("YE\x1a"));
  await clock.advance(Seconds(1));
  expect(lines().filter((line) => line.startsWith("+CMS"))).toEqual([error]);
});

test("the carrier's number answers a query code in Chinese, in parts when it is long", async () => {
  const { at, send, wait, modem } = talk({ carrier: { quota: 30n * 1024n * 1024n } });
  modem.consume({ up: 1024 * 1024, down: 512 * 1024 });
  at('AT+CMGF=1;+CSCS="UCS2"');
  await send('AT+CMGS="10086"', Buffer.from("CXLL", "utf16le").swap16().toString("hex"));
  expect(await wait()).toEqual(['+CMTI: "SM",1']);
  const hex = at("AT+CMGR=1")[1] ?? "";
  expect(Buffer.from(hex, "hex").swap16().toString("utf16le")).toBe(
    "【流量查询】截至11月22日9时，您本月国内通用流量已用1.50MB，剩余28.50MB。",
  );
});

test("a message that finds every place taken waits until one is free", async () => {
  const { at, wait, modem } = talk();
  for (let i = 0; i < 51; i += 1) modem.receiveMessage({ from: "10086", text: `number ${i}` });
  await wait();
  expect(at("AT+CPMS?")[0]).toContain('"SM",50,50');
  expect(at("AT+CMGD=7")).toEqual(["OK"]);
  expect(await wait()).toEqual(['+CMTI: "SM",7']);
});

test("writing into a full memory is refused with 322", async () => {
  const { at, send } = talk();
  at("AT+CMGF=1");
  for (let i = 0; i < 50; i += 1) await send("AT+CMGW", "kept");
  expect(await send("AT+CMGW", "too much")).toEqual(["+CMS ERROR: 322"]);
});

test("a stored message is sent, to somebody else when asked, and marked", async () => {
  const { at, send, clock, modem } = talk();
  at("AT+CMGF=1");
  expect(await send('AT+CMGW="10086"', "YE")).toEqual(["+CMGW: 1", "OK"]);
  expect(at("AT+CMGR=1")).toEqual(['+CMGR: "STO UNSENT","10086",', "YE", "OK"]);
  modem.receive(Buffer.from('AT+CMSS=1,"10010"\r'));
  await clock.advance(Seconds(1));
  expect(at("AT+CMGR=1")).toEqual(['+CMGR: "STO SENT","10086",', "YE", "OK"]);
});

test("with +CSMS=1 a routed message must be acknowledged, or nothing more is routed and it is kept", async () => {
  const { at, wait, modem, clock } = talk();
  at("AT+CSMS=1;+CNMI=2,2,0,1;+CMGF=1");
  modem.receiveMessage({ from: "10086", text: "one" });
  expect(await wait()).toEqual(['+CMT: "10086",,"26/11/22,09:00:00+32"', "one"]);
  expect(at("AT+CNMA")).toEqual(["OK"]);
  expect(at("AT+CNMA")).toEqual(["+CMS ERROR: 340"]);
  modem.receiveMessage({ from: "10086", text: "two" });
  await wait();
  await clock.advance(Seconds(20));
  expect(at("AT+CNMI?")).toEqual(["+CNMI: 2,0,0,0,0", "OK"]);
  expect(at("AT+CMGR=1")[1]).toBe("two");
});

test("mode 0 holds indications back until they are asked for", async () => {
  const { at, wait, modem } = talk();
  at("AT+CNMI=0,1");
  modem.receiveMessage({ from: "10086", text: "one" });
  expect(await wait()).toEqual([]);
  expect(at("AT+CNMI=1,1")).toEqual(["OK", '+CMTI: "SM",1']);
});

test("what lies on a card goes and comes with it; what waits in the network comes when the modem is back", async () => {
  const { at, wait, modem } = talk();
  modem.receiveMessage({ from: "10086", text: "one" });
  await wait();
  modem.setSim({ iccid: "89860499999999999999", imsi: "460049999999999" });
  expect(at("AT+CPMS?")[0]).toContain('"SM",0,50');
  modem.setSim({ iccid: "89860412345678901234", imsi: "460041234567890" });
  await wait();
  at("AT+CFUN=4");
  modem.receiveMessage({ from: "10086", text: "two" });
  expect(await wait()).toEqual([]);
  at("AT+CFUN=1");
  expect(await wait()).toContain('+CMTI: "SM",2');
});

test("deleting by flag takes what it says and no more", async () => {
  const { at, wait, modem, send } = talk();
  at("AT+CMGF=1");
  modem.receiveMessage({ from: "10086", text: "one" });
  modem.receiveMessage({ from: "10086", text: "two" });
  await wait();
  await send("AT+CMGW", "draft");
  at("AT+CMGR=1");
  expect(at("AT+CMGD=0,1;+CMGD=?")).toEqual(["+CMGD: (2,3),(0-4)", "OK"]);
  expect(at("AT+CMGD=0,3;+CMGD=?")).toEqual(["+CMGD: (2),(0-4)", "OK"]);
  expect(at("AT+CMGD=1,4;+CMGD=?")).toEqual(["+CMGD: (),(0-4)", "OK"]);
});
