import { expect, it } from "vitest";
import { UssdRequest } from "../../src/agent/ussd-request.ts";
import { decode } from "../../src/at/decode.ts";
import { Dialogue } from "../../src/at/dialogue.ts";
import { STANDARD_DIALOGUE } from "../../src/at/dialogue-profile.ts";
import { Millis, Minutes } from "../../src/base/duration.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { FakeSerial } from "../support/fake-serial.ts";
import { SilentLog } from "../support/silent-log.ts";

function line(answers: Readonly<Record<string, string>>) {
  const clock = new FakeClock();
  const serial = new FakeSerial();
  const log = new SilentLog();
  serial.answer = (text) => answers[text] ?? "\r\nOK\r\n";
  const dialogue = new Dialogue({ serial, clock, log }, STANDARD_DIALOGUE);
  const request = new UssdRequest({ asking: dialogue, clock });
  dialogue.onUrc((text) => request.heard(decode(text)));
  return { clock, serial, request, log };
}

const MENU = '\r\n+CUSD: 1,"Menu\r\n1 Balance\r\n2 OK",15\r\n';

it("a menu is answered in its session, and the end of it is the answer; the log has none of it", async () => {
  const { clock, serial, request, log } = line({
    'AT+CUSD=1,"*101#",15': `${MENU}\r\nOK\r\n`,
    'AT+CUSD=1,"1",15': '\r\nOK\r\n\r\n+CUSD: 0,"Balance 12 CNY",15\r\n',
  });
  const menu = request.ask("*101#", { keepOpen: true });
  await clock.advance(Millis(100));
  expect(await menu).toEqual({ kind: "answer", text: "Menu\r\n1 Balance\r\n2 OK", open: true });
  const answer = request.ask("1");
  expect(await request.ask("*100#")).toEqual({ kind: "busy" });
  await clock.advance(Millis(100));
  expect(await answer).toEqual({ kind: "answer", text: "Balance 12 CNY", open: false });
  expect(serial.written).not.toContain("AT+CUSD=2\r");
  expect(JSON.stringify(log.lines)).not.toMatch(/Balance|Menu|\*101/);
});

it("a network that is silent is given three quarters of a minute, then the session is closed", async () => {
  const { clock, serial, request } = line({ "AT+CSCS?": '\r\n+CSCS: "UCS2"\r\n\r\nOK\r\n' });
  const asked = request.ask("*100#");
  await clock.advance(Millis(44_000));
  expect(serial.written.findLast((sent) => sent.startsWith("AT+CUSD"))).toBe('AT+CUSD=1,"002A0031003000300023",72\r');
  await clock.advance(Minutes(1));
  expect(await asked).toEqual({ kind: "no-answer" });
  expect(serial.written.at(-1)).toBe("AT+CUSD=2\r");
});

it.each(["", "*100#\r", "\u0000"])("%j is no code and reaches no line", async (code) => {
  const { serial, request } = line({});
  expect(await request.ask(code)).toMatchObject({ kind: "invalid" });
  expect(serial.written).toEqual([]);
});
