import { expect, test } from "vitest";
import { modemQuestions } from "../../src/agent/modem-questions.ts";
import { Dialogue } from "../../src/at/dialogue.ts";
import { familyDialogue } from "../../src/modem/family-dialogue.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { SimulatedModem } from "../../src/simulator/simulated-modem.ts";
import { SimulatedPorts } from "../../src/simulator/simulated-ports.ts";
import { Millis } from "../../src/base/duration.ts";
import { SilentLog } from "../support/silent-log.ts";

async function asked() {
  const clock = new FakeClock();
  const modem = new SimulatedModem({ clock, registrationDelay: Millis(0), answerDelay: 50 });
  const opened = await new SimulatedPorts({ "/dev/modem": modem }, clock).open("/dev/modem", 115_200);
  if (opened.kind !== "open") throw new Error(opened.kind);
  const dialogue = new Dialogue({ serial: opened.serial, clock, log: new SilentLog() }, familyDialogue([]));
  const unasked: string[] = [];
  dialogue.onUrc((line) => unasked.push(line));
  const questions = modemQuestions((command) => dialogue.send(command));
  const ask = async (line: string) => {
    const reply = questions.request(line);
    await clock.advance(2_000);
    return await reply;
  };
  await ask("+CSQ");
  return { clock, modem, questions, unasked, ask };
}

test.each([
  ["+CSQ", /^\+CSQ: \d+,\d+$/],
  ["+CREG?", /^\+CREG: \d,1/],
  ["+CEREG=?", /^\+CEREG: \(/],
  ["+COPS?", /^\+COPS: 0,/],
  ["+CGMM", /^SIM-LTE$/],
  ["+CFUN?", /^\+CFUN: 1$/],
  ["+CPIN?", /^\+CPIN: READY$/],
])("%s is the modem's own answer", async (line, expected) => {
  const { ask } = await asked();
  expect(await ask(line)).toEqual({
    kind: "answered",
    lines: [expect.stringMatching(expected)],
    final: { kind: "ok" },
  });
});

test("what comes unasked in the middle of an answer is nobody's answer", async () => {
  const { clock, modem, questions, unasked } = await asked();
  const reply = questions.request("+CEREG=?");
  await clock.advance(10);
  modem.urc("+CEREG: 2");
  modem.urc("+CGEV: ME DETACH");
  await clock.advance(2_000);
  expect(await reply).toMatchObject({ lines: [expect.stringMatching(/^\+CEREG: \(/)] });
  expect(unasked).toEqual(["+CEREG: 2", "+CGEV: ME DETACH"]);
});

test("what is not on the list never reaches the modem, and a modem that is away is said to be", async () => {
  const { ask } = await asked();
  for (const line of ["+CFUN=0", "D*99#", "Z", "&F", "H", "+CIMI", "toString", "__proto__"])
    expect(await ask(line)).toEqual({ kind: "absent" });
  expect(await modemQuestions(() => undefined).request("+CSQ")).toEqual({ kind: "absent" });
});
