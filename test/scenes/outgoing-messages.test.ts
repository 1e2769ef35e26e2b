import { expect, test } from "vitest";
import { UssdRequest } from "../../src/agent/ussd-request.ts";
import { decode } from "../../src/at/decode.ts";
import { Dialogue } from "../../src/at/dialogue.ts";
import { STANDARD_DIALOGUE } from "../../src/at/dialogue-profile.ts";
import { phoneNumber } from "../../src/at/outgoing/phone-number.ts";
import { smsText } from "../../src/at/outgoing/sms-text.ts";
import { Millis, Minutes, Seconds } from "../../src/base/duration.ts";
import { sendSms } from "../../src/modem/send-sms.ts";
import { SmsConversation } from "../../src/modem/sms-conversation.ts";
import type { SimulatedModemOptions } from "../../src/simulator/modem-options.ts";
import { SimulatedModem } from "../../src/simulator/simulated-modem.ts";
import { SimulatedPorts } from "../../src/simulator/simulated-ports.ts";
import { accepted } from "../support/accepted.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { SilentLog } from "../support/silent-log.ts";

async function connected(options: Partial<SimulatedModemOptions> = {}) {
  const clock = new FakeClock();
  const modem = new SimulatedModem({ clock, registrationDelay: Millis(0), ...options });
  const opened = await new SimulatedPorts({ "/dev/modem": modem }, clock).open("/dev/modem", 115_200);
  if (opened.kind !== "open") throw new Error(opened.found);
  const asking = new Dialogue({ serial: opened.serial, clock, log: new SilentLog() }, STANDARD_DIALOGUE);
  const heard: string[] = [];
  asking.onUrc((line) => heard.push(line));
  /** Lets the time pass that the answer takes. */
  const within = async <T>(answer: Promise<T>, time = Minutes(3)): Promise<T> => {
    await clock.advance(time);
    return await answer;
  };
  return { clock, modem, asking, heard, within };
}

const to = (number: string, text: string) => ({ da: accepted(phoneNumber(number)), text: accepted(smsText(text)) });

test("a query code goes out, and the carrier's answer comes in as a message", async () => {
  const { asking, within } = await connected();
  const inbox = new SmsConversation(asking);
  expect(await within(inbox.setUp())).toBe(true);
  expect(await within(sendSms(asking, to("10086", "CXLL")))).toMatchObject({ kind: "sent" });
  const [answer] = (await within(inbox.list())) ?? [];
  expect(answer).toMatchObject({ oa: "10086", type: "deliver" });
  expect(answer?.text).toContain("流量");
});

test("a long text in two alphabets goes out in parts that each have a reference of their own", async () => {
  const { asking, within } = await connected();
  for (const text of ["a{b}".repeat(80), "流量".repeat(70)]) {
    const sent = await within(sendSms(asking, { ...to("10086", text), reference: 7, statusReport: true }));
    expect(new Set(sent.kind === "sent" ? sent.references : []).size).toBeGreaterThan(1);
  }
});

test("a card that may not send is refused by the network, and the text says so", async () => {
  const { asking, modem, within } = await connected();
  modem.stopOutgoing();
  const refused = await within(sendSms(asking, to("10086", "CXLL")));
  expect(refused).toMatchObject({ kind: "refused", references: [] });
});

test("a lost prompt is given up after seconds, and the line is in step for the next", async () => {
  const { asking, modem, within } = await connected();
  modem.fault({ name: "lost-prompt", times: 1 });
  expect(await within(sendSms(asking, to("10086", "CXLL")))).toEqual({ kind: "unknown", references: [] });
  expect(await within(sendSms(asking, to("10086", "CXLL")))).toMatchObject({ kind: "sent" });
});

test("a balance, a menu and its choice are asked by USSD", async () => {
  const { asking, clock, within } = await connected();
  const request = new UssdRequest({ asking, clock });
  asking.onUrc((line) => request.heard(decode(line)));
  const balance = await within(request.ask("*100#"));
  expect(balance).toMatchObject({ kind: "answer", open: false });
  expect(balance.kind === "answer" && balance.text).toContain("CNY");
  expect(await within(request.ask("*101#", { keepOpen: true }), Seconds(15))).toMatchObject({
    kind: "answer",
    open: true,
  });
  const choice = await within(request.ask("1"));
  expect(choice).toMatchObject({ kind: "answer", open: false });
  expect(choice.kind === "answer" && choice.text).toContain("Balance");
  expect(await within(request.ask("*102#"))).toMatchObject({ kind: "answer" });
  await clock.advance(Seconds(1));
});
