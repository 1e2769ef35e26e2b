import { expect, test } from "vitest";
import { Days, Seconds } from "../../src/base/duration.ts";
import { ModemTalk } from "../support/modem-talk.ts";

function talk(): ModemTalk {
  const made = new ModemTalk();
  made.at("ATE0+CMEE=1");
  return made;
}

test("sim-busy: the card answers 14 and 314 for so long, and then as before", async () => {
  const made = talk();
  made.modem.fault({ name: "sim-busy", lasts: Seconds(5) });
  expect(made.at("AT+CPIN?")).toEqual(["+CME ERROR: 14"]);
  expect(made.at("AT+CIMI")).toEqual(["+CME ERROR: 14"]);
  expect(made.at("AT+CPMS?")).toEqual(["+CMS ERROR: 314"]);
  await made.clock.advance(Seconds(5));
  expect(made.at("AT+CPIN?")).toEqual(["+CPIN: READY", "OK"]);
});

test("sms-full: nothing comes in, nothing can be written, until somebody deletes", async () => {
  const made = talk();
  made.modem.fault({ name: "sms-full" });
  expect(made.at("AT+CPMS?")[0]).toContain('"SM",50,50');
  made.modem.receiveMessage({ from: "10086", text: "news" });
  await made.clock.advance(Seconds(5));
  expect(made.lines()).toEqual([]);
  made.say("AT+CMGF=1;+CMGW\r");
  expect(made.say("draft\x1a")).toBe("\r\n+CMS ERROR: 322\r\n");
  expect(made.at("AT+CMGD=1,1")).toEqual(["OK"]);
  await made.clock.advance(Seconds(5));
  expect(made.lines()).toEqual(['+CMTI: "SM",1']);
});

test("counters-wrap: after 4294967295 comes 0, and what passed before is forgotten", () => {
  const made = talk();
  made.modem.fault({ name: "counters-wrap", bits: 32, left: 100n });
  expect(made.at("AT+QGDCNT?")).toEqual(["+QGDCNT: 4294967196,4294967196", "OK"]);
  made.modem.consume({ up: 99, down: 150 });
  expect(made.at("AT+QGDCNT?")).toEqual(["+QGDCNT: 4294967295,50", "OK"]);
});

test("nitz-back: the network tells a time that lies back, and the modem believes it", () => {
  const made = talk();
  made.at("AT+CTZR=2");
  made.modem.fault({ name: "nitz-back", by: Days(3) });
  expect(made.lines()).toEqual(['+CTZE: "+32",0,"2026/11/19,09:00:00"']);
  expect(made.at("AT+CCLK?")[0]).toBe('+CCLK: "26/11/19,09:00:00+32"');
});

test("reboot: power is lost and comes back", async () => {
  const made = talk();
  made.modem.fault({ name: "reboot" });
  expect(made.at("AT")).toEqual([]);
  await made.clock.advance(Seconds(3));
  expect(made.lines()).toContain("RDY");
});

test("lost-prompt: the text is taken although nobody was asked for it", async () => {
  const made = talk();
  made.at("AT+CMGF=1");
  made.modem.fault({ name: "lost-prompt", times: 1 });
  expect(made.say('AT+CMGS="10086"\r')).toBe("");
  made.say("YE\x1a");
  await made.clock.advance(Seconds(1));
  expect(made.lines()).toContain("+CMGS: 1");
  expect(made.say('AT+CMGS="10086"\r')).toBe("\r\n> ");
});

test("echo-storm: a line comes back twenty times although echo is off", () => {
  const made = talk();
  made.modem.fault({ name: "echo-storm", times: 1, copies: 20 });
  expect(made.say("AT+CSQ\r")).toBe(`${"AT+CSQ\r".repeat(20)}\r\n+CSQ: 20,99\r\n\r\nOK\r\n`);
  expect(made.say("AT\r")).toBe("\r\nOK\r\n");
});

test("wrong-baud: nothing is understood on either side until the speeds agree again", async () => {
  const made = talk();
  made.modem.fault({ name: "wrong-baud", lasts: Seconds(10) });
  expect(made.modem.state().faults).toEqual([{ name: "wrong-baud" }]);
  for (let i = 0; i < 20; i += 1) expect(made.say("AT\r")).not.toContain("OK");
  made.modem.urc("+CEREG: 2");
  expect(made.hear()).not.toContain("CEREG");
  await made.clock.advance(Seconds(10));
  made.say("\r");
  expect(made.at("AT")).toEqual(["OK"]);
});

test("one-way stop: a card that is let in may not send, and may again after restore", async () => {
  const made = talk();
  made.at("AT+CMGF=1");
  const send = async (): Promise<readonly string[]> => {
    made.say('AT+CMGS="10086"\r');
    made.say("YE\x1a");
    await made.clock.advance(Seconds(0.5));
    return made.lines();
  };
  made.modem.stopOutgoing();
  expect(await send()).toEqual(["+CMS ERROR: 50"]);
  made.modem.restore();
  expect(await send()).toEqual(["+CMGS: 1", "OK"]);
});
