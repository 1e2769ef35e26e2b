import { expect, it } from "vitest";
import { ModemLoop } from "../../src/agent/modem-loop.ts";
import { NO_TICKET } from "../../src/agent/event-ticket.ts";
import { SmsLoop } from "../../src/agent/sms-loop.ts";
import { SmsShelf } from "../../src/agent/sms-shelf.ts";
import { atLine } from "../../src/at/at-line.ts";
import type { AtOutcome } from "../../src/at/command.ts";
import { Millis, Minutes, Seconds } from "../../src/base/duration.ts";
import { deliverPdu } from "../support/deliver-pdu.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { FakeSerial } from "../support/fake-serial.ts";
import { MemoryStore } from "../support/memory-store.ts";
import { SilentLog } from "../support/silent-log.ts";
import { SmsModem } from "../support/sms-modem.ts";

const NOTICE = deliverPdu({ from: "10086", text: "您本月流量已用完" });
const SECOND = deliverPdu({ from: "+8613800138000", text: "OK" });

const written = (outcome: AtOutcome): string =>
  outcome.kind === "ok"
    ? [...outcome.lines, "OK"].map((line) => `\r\n${line}\r\n`).join("")
    : `\r\n+CMS ERROR: ${outcome.kind === "error" ? outcome.code : 500}\r\n`;

/** A modem on a line that knows messages and a card, and nothing else. */
async function listening() {
  const clock = new FakeClock();
  const log = new SilentLog();
  const sms = new SmsModem();
  const serial = new FakeSerial();
  serial.answer = (line) => {
    if (line === "AT+CMEE?") return "\r\n+CMEE: 1\r\n\r\nOK\r\n";
    if (line === "AT+CPIN?") return "\r\n+CPIN: READY\r\n\r\nOK\r\n";
    if (!/^AT(E|V|\+(CM|CP|CN|CS))/.test(line) && line !== "AT") return "\r\nERROR\r\n";
    void sms.send({ line: atLine(line) }).then((outcome) => serial.say(written(outcome)));
    return undefined;
  };
  const told: unknown[] = [];
  const shelf = await SmsShelf.open(new MemoryStore());
  const loop = new SmsLoop(
    { clock, log, shelf },
    { mode: "take", tellText: true },
    {
      received: (fields) => ({ ...NO_TICKET, commit: () => void told.push(fields["message"]) }),
      said: () => ({ wall: clock.wallMs(), trusted: true, source: "test" }),
      storageFull: () => {},
      report: () => undefined,
    },
  );
  const modem = new ModemLoop(
    {
      clock,
      log,
      random: () => 0.5,
      sms: loop,
      holders: { others: async () => undefined },
      serialPorts: { list: async () => [], open: async () => ({ kind: "open", serial }) },
    },
    { port: "/dev/modem", baudRate: 115_200, pollInterval: Seconds(30), reopenInterval: Seconds(1), families: [] },
    { onLink: () => {}, onShared: () => {}, onModem: () => {}, onNetworkTime: () => {} },
  );
  modem.start();
  await clock.advance(Seconds(5));
  return { clock, log, sms, serial, told, stop: () => modem.stop() };
}

it("what is there is taken at the start, what is announced at once, what comes whole as it comes, what was not announced later", async () => {
  const { clock, log, sms, serial, told, stop } = await listening();
  expect(sms.asked).toContain("AT+CMGL=4");
  serial.say(`\r\n+CMTI: "SM",${sms.receive(NOTICE)}\r\n`);
  await clock.advance(Millis(100));
  expect(told).toEqual(["您本月流量已用完"]);
  serial.say(`\r\n+CMT: ,${SECOND.length / 2 - 1}\r\n${SECOND}\r\n`);
  await clock.advance(Millis(100));
  expect(told.at(-1)).toBe("OK");
  sms.receive(deliverPdu({ from: "10010", text: "late" }));
  await clock.advance(Minutes(6));
  expect(told.at(-1)).toBe("late");
  expect(sms.held()).toEqual([]);
  // Nothing of a message is in the trace of the line either.
  expect(JSON.stringify(log.lines)).not.toMatch(/流量|late|138001|8113088031|8000/);
  await stop();
});
