import { describe, expect, it } from "vitest";
import type { AtCommand, AtOutcome } from "../../src/at/command.ts";
import type { AtMessage } from "../../src/at/message.ts";
import { Interrogation } from "../../src/modem/interrogation.ts";

const CARD = "89860412345678901234";
const GARBLED = "89860412345678901334";

/** A modem that answers +CPIN? with READY and the card's number with one reading after the other. */
function modem(readings: readonly string[]) {
  const asked: string[] = [];
  const taken: AtMessage[] = [];
  let reading = 0;
  const send = (command: AtCommand): Promise<AtOutcome> => {
    asked.push(command.line);
    if (command.line === "AT+CPIN?") return Promise.resolve({ kind: "ok", lines: ["+CPIN: READY"] });
    if (command.line !== "AT+CCID") return Promise.resolve({ kind: "error", scheme: "plain", text: "ERROR" });
    const iccid = readings[Math.min(reading, readings.length - 1)] ?? "";
    reading += 1;
    return Promise.resolve({ kind: "ok", lines: [`+CCID: ${iccid}`] });
  };
  const interrogation = new Interrogation({ send }, (message) => taken.push(message));
  const cards = (): string[] => taken.flatMap((message) => (message.kind === "iccid" ? [message.iccid] : []));
  return { interrogation, asked, cards };
}

describe("whose card it is", () => {
  it("counts when it was read twice alike", async () => {
    const { interrogation, cards } = modem([CARD]);
    await interrogation.sim();
    expect(cards()).toEqual([CARD]);
  });

  it("one garbled reading opens no other card's book", async () => {
    const { interrogation, cards } = modem([CARD, CARD, GARBLED, CARD]);
    await interrogation.sim();
    await interrogation.sim();
    expect(cards()).toEqual([CARD, CARD]);
  });

  it("a number that is another one each time is nobody's", async () => {
    const { interrogation, cards } = modem(["1", "2", "3", "4", "5"].map((digit) => CARD.slice(0, -1) + digit));
    await interrogation.sim();
    expect(cards()).toEqual([]);
  });

  it("the card that is known is asked once a time", async () => {
    const { interrogation, asked } = modem([CARD]);
    await interrogation.sim();
    const before = asked.filter((line) => line === "AT+CCID").length;
    await interrogation.sim();
    expect(asked.filter((line) => line === "AT+CCID").length - before).toBe(1);
  });
});
