import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { AtCommand, AtOutcome } from "../../src/at/command.ts";
import type { AtMessage } from "../../src/at/message.ts";
import { Interrogation } from "../../src/modem/interrogation.ts";
import { readModemProfile } from "../../src/modem/profile-file.ts";

const CARD = "89860412345678901234";
const BARRED = "89860412345678909999";
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
  const uneven: number[] = [];
  const judge = { believes: (iccid: string) => iccid !== BARRED, uneven: (times: number) => uneven.push(times) };
  const interrogation = new Interrogation({ send }, (message) => taken.push(message), [], judge);
  const cards = (): string[] => taken.flatMap((message) => (message.kind === "iccid" ? [message.iccid] : []));
  return { interrogation, asked, cards, uneven };
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
    const { interrogation, cards, uneven } = modem(["1", "2", "3", "4", "5"].map((digit) => CARD.slice(0, -1) + digit));
    await interrogation.sim();
    expect([cards(), uneven]).toEqual([[], [4]]);
  });

  it("a number that is not believed is nobody's, and its subscriber is not asked for", async () => {
    const { interrogation, asked, cards } = modem([BARRED]);
    await interrogation.sim();
    expect([cards(), asked.includes("AT+CIMI")]).toEqual([[], false]);
  });

  it("the card that is known is asked once a time", async () => {
    const { interrogation, asked } = modem([CARD]);
    await interrogation.sim();
    const before = asked.filter((line) => line === "AT+CCID").length;
    await interrogation.sim();
    expect(asked.filter((line) => line === "AT+CCID").length - before).toBe(1);
  });
});

describe("a modem of a known family", () => {
  const quectel = readModemProfile("quectel.toml", readFileSync("config/modems/quectel.toml", "utf8"));
  const huawei = readModemProfile("huawei.toml", readFileSync("config/modems/huawei.toml", "utf8"));
  const answers: Readonly<Record<string, readonly string[]>> = {
    "AT+CGMI": ["Quectel"],
    "AT+CGMM": ["EC20F"],
    "AT+CPIN?": ["+CPIN: READY"],
    "AT+QCCID": [`+QCCID: ${CARD}`],
  };

  function talk(manufacturer: string, more: typeof answers = {}) {
    const asked: string[] = [];
    const send = ({ line }: AtCommand): Promise<AtOutcome> => {
      asked.push(line);
      return Promise.resolve({
        kind: "ok",
        lines: line === "AT+CGMI" ? [manufacturer] : (more[line] ?? answers[line] ?? []),
      });
    };
    return { asked, interrogation: new Interrogation({ send }, () => {}, [quectel, huawei]) };
  }

  it("is set up and asked in its own words, before the general ones", async () => {
    const { asked, interrogation } = talk("Quectel");
    await interrogation.initialise();
    expect(interrogation.family).toBe(quectel);
    expect(asked).toContain("AT+QSIMSTAT=1");
    expect(asked.find((line) => /CCID|CRSM/.test(line))).toBe("AT+QCCID");
    await interrogation.poll();
    expect(asked).toContain("AT+QCSQ");
  });

  it("is asked for the signal at every other poll, and at every one for what a lost URC would leave wrong", async () => {
    const { asked, interrogation } = talk("Quectel");
    await interrogation.initialise();
    const polls: (readonly string[])[] = [];
    for (let n = 0; n < 4; n += 1) {
      asked.length = 0;
      await interrogation.poll();
      polls.push([...asked]);
    }
    expect(polls.map((lines) => lines.includes("AT+CSQ"))).toEqual([true, false, true, false]);
    for (const line of ["AT+CPIN?", "AT+CEREG?", "AT+CGATT?", "AT+CGACT?", "AT+CCLK?"])
      expect(polls.every((lines) => lines.includes(line))).toBe(true);
  });

  it("is not set again what it has kept", async () => {
    const { asked, interrogation } = talk("Quectel", { "AT+QSIMSTAT?": ["+QSIMSTAT: 1,1"] });
    await interrogation.initialise();
    expect(asked.filter((line) => line.includes("QSIMSTAT"))).toEqual(["AT+QSIMSTAT?"]);
  });

  it("is never sent what it cannot stand", async () => {
    const { asked, interrogation } = talk("huawei");
    await interrogation.initialise();
    expect(interrogation.family).toBe(huawei);
    expect(asked).toContain("AT^ICCID?");
    expect(asked).toContain("AT+ICCID");
    expect(asked).not.toContain("AT+CCID");
  });

  it("and one of another maker is asked nothing of that", async () => {
    const { asked, interrogation } = talk("Acme");
    await interrogation.initialise();
    await interrogation.poll();
    expect(interrogation.family).toBeUndefined();
    expect(asked.filter((line) => /QSIMSTAT|QCSQ/.test(line))).toEqual([]);
  });
});
