import { expect, test } from "vitest";
import { Millis, Seconds } from "../../src/base/duration.ts";
import { ModemTalk } from "../support/modem-talk.ts";

async function attachedModem(options: ConstructorParameters<typeof ModemTalk>[0] = {}): Promise<ModemTalk> {
  const talk = new ModemTalk({ registrationDelay: Seconds(2), ...options });
  await talk.clock.advance(Seconds(2));
  talk.at("ATE0;+CMEE=1;+CREG=1;+CEREG=1;+CGEREP=2");
  return talk;
}

test("on LTE the end of the attach is the end of the registration", async () => {
  const talk = await attachedModem();
  expect(talk.at("AT+CGATT=0")).toEqual(["OK", "+CGEV: ME DETACH", "+CREG: 0", "+CEREG: 0"]);
  expect(talk.at("AT+CGATT?;+CEREG?;+CREG?")).toEqual(["+CGATT: 0", "+CEREG: 1,0", "+CREG: 1,0", "OK"]);
  await talk.clock.advance(Seconds(3_600));
  expect(talk.at("AT+CEREG?")).toEqual(["+CEREG: 1,0", "OK"]);
});

test("on GSM circuits live on without packet service", async () => {
  const talk = await attachedModem({ carrier: { cell: { act: 0 } } });
  talk.at("AT+CGATT=0");
  expect(talk.at("AT+CREG?;+CGREG?;+CEREG?")).toEqual(["+CREG: 1,1", "+CGREG: 0,0", "+CEREG: 1,0", "OK"]);
  talk.at("AT+CGATT=1");
  await talk.clock.advance(Seconds(3));
  expect(talk.at("AT+CGATT?;+CGREG?")).toEqual(["+CGATT: 1", "+CGREG: 0,1", "OK"]);
});

test("an attach is answered once it is there", async () => {
  const talk = await attachedModem();
  talk.at("AT+CGATT=0");
  expect(talk.at("AT+CGATT=1")).toEqual(["+CREG: 2", "+CEREG: 2"]);
  await talk.clock.advance(Millis(1_900));
  expect(talk.lines()).toEqual([]);
  await talk.clock.advance(Millis(200));
  expect(talk.lines()).toEqual(["+CREG: 1", "+CEREG: 1", "+CGEV: ME PDN ACT 1", "OK"]);
  expect(talk.at("AT+CGATT=1")).toEqual(["OK"]);
});

test("an attach that the network refuses is an error with its cause", async () => {
  const talk = await attachedModem();
  talk.at("AT+CGATT=0");
  talk.modem.deny(7);
  talk.at("AT+CGATT=1");
  await talk.clock.advance(Seconds(3));
  expect(talk.lines()).toEqual(["+CREG: 3", "+CEREG: 3", "+CME ERROR: 107"]);
});

test.each([
  ["in flight mode", "AT+CFUN=4", 148],
  ["deregistered", "AT+COPS=2", 148],
])("an attach %s is an error at once", async (_what, before, code) => {
  const talk = await attachedModem();
  talk.at(before);
  expect(talk.at("AT+CGATT=1")).toEqual([`+CME ERROR: ${code}`]);
});

test("an attach without coverage is an error in the end, without a card at once", async () => {
  const talk = await attachedModem();
  talk.at("AT+CGATT=0");
  talk.modem.search();
  talk.at("AT+CGATT=1");
  await talk.clock.advance(Seconds(74));
  expect(talk.lines()).toEqual([]);
  await talk.clock.advance(Seconds(2));
  expect(talk.lines()).toEqual(["+CME ERROR: 148"]);
  talk.modem.setSim({ state: "absent" });
  expect(talk.at("AT+CGATT=1").at(-1)).toBe("+CME ERROR: 10");
});
