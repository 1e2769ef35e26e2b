import { expect, test } from "vitest";
import { Seconds } from "../../src/base/duration.ts";
import { ModemTalk } from "../support/modem-talk.ts";

function twoPorts() {
  const talk = new ModemTalk();
  const second = talk.modem.addPort();
  let heard = "";
  second.onSend((bytes) => (heard += Buffer.from(bytes).toString("latin1")));
  const onSecond = (text: string): string => {
    heard = "";
    second.receive(Buffer.from(text, "latin1"));
    return heard;
  };
  return { talk, second, onSecond, heard: () => heard };
}

test("each port has its own echo and its own kind of errors, the modem's settings are shared", () => {
  const { talk, onSecond } = twoPorts();
  talk.say("ATE0+CMEE=1\r");
  expect(onSecond("AT+NONSENSE\r")).toBe("AT+NONSENSE\r\r\nERROR\r\n");
  expect(talk.at("AT+NONSENSE")).toEqual(["+CME ERROR: 4"]);
  onSecond("ATE0+CEREG=2\r");
  expect(talk.at("AT+CEREG?")[0]).toMatch(/^\+CEREG: 2,1,/);
});

test("an unsolicited line comes on both ports", () => {
  const { talk, onSecond, heard } = twoPorts();
  talk.say("ATE0+CEREG=1\r");
  onSecond("ATE0\r");
  talk.modem.search();
  expect(talk.hear()).toBe("\r\n+CEREG: 2\r\n");
  expect(heard()).toContain("\r\n+CEREG: 2\r\n");
});

test("a data call holds one port; the other answers commands, and hears what that one does not", async () => {
  const { talk, onSecond, heard } = twoPorts();
  talk.say("ATE0+CGEREP=2\r");
  onSecond("ATE0\r");
  talk.modem.receive(Buffer.from("ATD*99#\r"));
  await talk.clock.advance(Seconds(1));
  expect(talk.hear()).toBe("\r\nCONNECT\r\n");
  expect(onSecond("AT+CGACT?\r")).toBe("\r\n+CGACT: 1,1\r\n\r\nOK\r\n");
  talk.modem.setContext(1, false);
  expect(heard()).toContain("+CGEV: NW PDN DEACT 1");
  expect(talk.hear()).toBe("\r\nNO CARRIER\r\n\r\n+CGEV: NW PDN DEACT 1\r\n");
});

test("a loss of power takes both, a restart brings both back", async () => {
  const { talk, onSecond, heard } = twoPorts();
  talk.modem.reboot();
  expect(onSecond("AT\r")).toBe("");
  await talk.clock.advance(Seconds(3));
  expect(heard()).toContain("RDY");
  expect(onSecond("AT\r")).toContain("OK");
});

test("a context that one port's call holds is not dialled from another until that call is over", async () => {
  const { talk, onSecond, heard } = twoPorts();
  talk.modem.receive(Buffer.from("ATD*99#\r"));
  await talk.clock.advance(Seconds(1));
  onSecond("ATE0\r");
  onSecond("ATD*99#\r");
  await talk.clock.advance(Seconds(1));
  expect(heard()).toBe("\r\nNO CARRIER\r\n");
  talk.modem.hangUp();
  onSecond("ATD*99#\r");
  await talk.clock.advance(Seconds(1));
  expect(heard()).toBe("\r\nCONNECT\r\n");
});

test("of two ports that dial the same context at once one gets it", async () => {
  const { talk, onSecond, heard } = twoPorts();
  talk.at("ATE0+CGACT=0,1");
  onSecond("ATE0\r");
  talk.modem.receive(Buffer.from("ATD*99#\r"));
  onSecond("ATD*99#\r");
  await talk.clock.advance(Seconds(1));
  expect([talk.hear(), heard()]).toEqual(["\r\nCONNECT\r\n", "\r\nNO CARRIER\r\n"]);
});
