import { expect, it } from "vitest";
import { SmsOutgoing } from "../../src/agent/sms-outgoing.ts";
import { phoneNumber } from "../../src/at/outgoing/phone-number.ts";
import { smsText } from "../../src/at/outgoing/sms-text.ts";
import { Seconds } from "../../src/base/duration.ts";
import { accepted } from "../support/accepted.ts";
import { FakeClock } from "../support/fake-clock.ts";

const request = (text: string) => ({ da: accepted(phoneNumber("10086")), text: accepted(smsText(text)) });

it("texts are sent one after the other, in their order", async () => {
  const outgoing = new SmsOutgoing(new FakeClock());
  const outcomes = Promise.all([outgoing.add(request("a")), outgoing.add(request("b"))]);
  const sent: string[] = [];
  await outgoing.each(async ({ text }) => {
    sent.push(text);
    return { kind: "sent", references: [sent.length] };
  });
  expect(sent).toEqual(["a", "b"]);
  expect(await outcomes).toEqual([
    { kind: "sent", references: [1] },
    { kind: "sent", references: [2] },
  ]);
});

it("what has no turn within a minute is given up, and not sent later", async () => {
  const clock = new FakeClock();
  const outgoing = new SmsOutgoing(clock);
  const late = outgoing.add(request("a"));
  await clock.advance(Seconds(61));
  expect(await late).toMatchObject({ kind: "gone" });
  await outgoing.each(() => Promise.reject(new Error("it was sent all the same")));
});

it("what is not wanted any more when its turn comes is not sent", async () => {
  const outgoing = new SmsOutgoing(new FakeClock());
  let wanted = true;
  const outcome = outgoing.add(request("a"), () => wanted);
  wanted = false;
  await outgoing.each(() => Promise.reject(new Error("it was sent all the same")));
  expect(await outcome).toMatchObject({ kind: "gone", unsent: true });
});

it("what is on its way is not given up, however long that takes", async () => {
  const clock = new FakeClock();
  const outgoing = new SmsOutgoing(clock);
  const outcome = outgoing.add(request("a"));
  await outgoing.each(async () => {
    await clock.advance(Seconds(120));
    return { kind: "sent", references: [] };
  });
  expect(await outcome).toEqual({ kind: "sent", references: [] });
});

it("more than a few do not pile up, and a modem that takes none says so at once", async () => {
  const outgoing = new SmsOutgoing(new FakeClock());
  const all = Array.from({ length: 5 }, (_, n) => outgoing.add(request(String(n))));
  expect(await all[4]).toMatchObject({ kind: "gone", why: expect.stringContaining("other messages") });
  outgoing.fail("no card");
  expect(await Promise.all(all.slice(0, 4))).toEqual(
    Array.from({ length: 4 }, () => ({ kind: "gone", why: "no card", unsent: true })),
  );
});
