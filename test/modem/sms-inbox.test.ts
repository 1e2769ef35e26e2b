import fc from "fast-check";
import { expect, it } from "vitest";
import { decode } from "../../src/at/decode.ts";
import { MonoMs } from "../../src/base/instant.ts";
import {
  EMPTY_INBOX,
  type FoundSms,
  type Inbox,
  type InboxEffect,
  inboxOf,
  stepInbox,
} from "../../src/modem/sms-inbox.ts";
import { deliverPdu } from "../support/deliver-pdu.ts";

function listed(pdu: string, index: number): FoundSms {
  const message = decode(`+CMGL: ${index},0,,${pdu.length / 2 - 1}\r\n${pdu}`, "AT+CMGL=4");
  if (message.kind !== "sms-list") throw new Error("not a list entry");
  return message;
}

const MESSAGES = ["one", "two"].flatMap((text, ref) =>
  [1, 2, 3].map((seq) => deliverPdu({ from: "10086", text: `${text}${seq}`, part: { ref, max: 3, seq }, minute: seq })),
);

function fold(pdus: readonly string[], restartAt: readonly number[] = []): InboxEffect[] {
  let inbox: Inbox = EMPTY_INBOX;
  const effects: InboxEffect[] = [];
  for (const [at, pdu] of pdus.entries()) {
    // What a restart finds on the disk is what the machine had.
    if (restartAt.includes(at)) inbox = inboxOf(inbox.seen, inbox.parts, MonoMs(at));
    const stepped = stepInbox(inbox, { kind: "found", message: listed(pdu, at + 1), now: MonoMs(at) });
    inbox = stepped.inbox;
    effects.push(...stepped.effects);
  }
  return effects;
}

it("in whatever order parts come, however often, with whatever restarts between, each message is told once and whole", () => {
  const order = fc.shuffledSubarray([...MESSAGES, ...MESSAGES], { minLength: 12 });
  fc.assert(
    fc.property(order, fc.array(fc.nat(11)), (pdus, restarts) => {
      const effects = fold(pdus, restarts);
      const texts = effects.flatMap((effect) => (effect.kind === "received" ? [effect.message.text] : []));
      expect(texts.toSorted()).toEqual(["one1one2one3", "two1two2two3"]);
      expect(effects.filter(({ kind }) => kind === "free")).toHaveLength(12);
    }),
    { numRuns: 100 },
  );
});

it("a part is kept before the modem's copy may go", () => {
  expect(fold(MESSAGES.slice(0, 1)).map(({ kind }) => kind)).toEqual(["keep", "free"]);
});

it("what cannot be read as a text is kept as digits", () => {
  // 8-bit data 0102 from 10086.
  const pdu = "000405810180F60004621122710000230201".concat("02");
  const effects = stepInbox(EMPTY_INBOX, { kind: "found", message: listed(pdu, 1), now: MonoMs(0) }).effects;
  expect(effects[0]).toMatchObject({ kind: "received", message: { text: "", data: "0102" } });
});
