import { expect, test } from "vitest";
import { Millis, Seconds } from "../../src/base/duration.ts";
import { ModemTalk } from "../support/modem-talk.ts";

async function scanning(): Promise<ModemTalk> {
  const talk = new ModemTalk();
  talk.at("ATE0");
  talk.say("AT+COPS=?\r\n");
  await talk.clock.advance(Millis(200));
  return talk;
}

test("any character ends a scan, and is no command", async () => {
  const talk = await scanning();
  expect(talk.say("A")).toBe("\r\nERROR\r\n");
  await talk.clock.advance(Seconds(10));
  expect(talk.hear()).toBe("");
  expect(talk.at("AT+CPAS")).toEqual(["+CPAS: 0", "OK"]);
});

test("a command that is sent into a scan is lost with it", async () => {
  const talk = await scanning();
  expect(talk.say("AT+CPAS\r")).toBe("\r\nERROR\r\n");
  expect(talk.at("AT+CPAS")).toEqual(["+CPAS: 0", "OK"]);
});

test("a scan that nobody touches ends by itself, and what follows at once behind its line ends nothing", async () => {
  const talk = await scanning();
  await talk.clock.advance(Seconds(5));
  expect(talk.lines()).toEqual(['+COPS: (2,"CHINA MOBILE","CMCC","46004",7),,(0-4),(0-2)', "OK"]);
});
