import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { AtCommand, AtOutcome } from "../../src/at/command.ts";
import { Dialogue } from "../../src/at/dialogue.ts";
import { STANDARD_DIALOGUE } from "../../src/at/dialogue-profile.ts";
import { Millis } from "../../src/base/duration.ts";
import { Interrogation } from "../../src/modem/interrogation.ts";
import { type Modem, UNKNOWN_MODEM } from "../../src/modem/modem.ts";
import { decidingRegistration } from "../../src/modem/service.ts";
import { type ModemEffect, step } from "../../src/modem/step.ts";
import { SimulatedPorts } from "../../src/simulator/simulated-ports.ts";
import { TapePlayer } from "../../src/simulator/tape-player.ts";
import { parseTape } from "../../src/tape/tape-text.ts";
import { FakeClock, settle } from "../support/fake-clock.ts";
import { SilentLog } from "../support/silent-log.ts";

const STANDALONE: Readonly<Record<string, string>> = {
  "AT+CPIN?": "+CPIN: READY",
  "AT+CGATT?": "+CGATT: 1",
  "AT+CGACT?": "+CGACT: 1,1",
  "AT+CEREG?": "+CEREG: 3,0",
  "AT+CGREG?": "+CGREG: 3,0",
  "AT+C5GREG?": '+C5GREG: 2,1,"28041B","00000008FE090005",11,1,"01"',
};

/** A modem that answers so; what it does not know is an error. */
function asked(answers: Readonly<Record<string, string>>, takes: (line: string) => boolean = () => true) {
  let modem: Modem = UNKNOWN_MODEM;
  const effects: ModemEffect[] = [];
  const sent: string[] = [];
  const send = ({ line }: AtCommand): Promise<AtOutcome> => {
    sent.push(line);
    const answer = answers[line];
    if (answer !== undefined) return Promise.resolve({ kind: "ok", lines: [answer] });
    if (line.includes("=") && takes(line)) return Promise.resolve({ kind: "ok", lines: [] });
    return Promise.resolve({ kind: "error", scheme: "plain", text: "ERROR" });
  };
  const interrogation = new Interrogation({ send }, (message) => {
    const stepped = step(modem, message);
    modem = stepped.modem;
    effects.push(...stepped.effects);
  });
  return { interrogation, sent, effects, modem: () => modem };
}

describe("a modem in a 5G network of its own", () => {
  it("is registered in 5GS alone, and that is service: no look on the way says otherwise", async () => {
    const { interrogation, sent, effects, modem } = asked(STANDALONE);
    await interrogation.initialise();
    await interrogation.poll();
    expect(sent).toContain("AT+C5GREG=3");
    expect(modem().service).toEqual({ data: "up" });
    expect(decidingRegistration(modem())?.domain).toBe("5gs");
    expect(effects.filter(({ kind }) => kind === "service-changed")).toHaveLength(1);
  });

  it("that takes no reject causes is asked for what it takes", async () => {
    const { interrogation, sent } = asked(STANDALONE, (line) => line !== "AT+C5GREG=3");
    await interrogation.initialise();
    expect(sent.filter((line) => line.includes("C5GREG"))).toEqual(["AT+C5GREG=3", "AT+C5GREG=2", "AT+C5GREG?"]);
  });

  it("and one that knows nothing of it is not asked again", async () => {
    const { interrogation, sent } = asked(STANDALONE, (line) => !line.includes("C5GREG"));
    await interrogation.initialise();
    await interrogation.poll();
    expect(sent.filter((line) => line.includes("C5GREG"))).toEqual(["AT+C5GREG=3", "AT+C5GREG=2", "AT+C5GREG=1"]);
  });

  it("is refused there with the cause of that network", async () => {
    const { interrogation, modem } = asked({ ...STANDALONE, "AT+C5GREG?": "+C5GREG: 3,3,,,,,,0,7" });
    await interrogation.initialise();
    expect(modem().service).toMatchObject({ why: "denied", text: expect.stringContaining("5GS services not allowed") });
  });

  it("as on the tape is known by its answer", async () => {
    const clock = new FakeClock();
    const tape = parseTape("mt5710", readFileSync("test/tapes/huawei-mt5710.at", "utf8"));
    const opened = await new SimulatedPorts({ "/dev/modem": new TapePlayer({ tape, clock }) }, clock).open(
      "/dev/modem",
      1,
    );
    if (opened.kind !== "open") throw new TypeError("not open");
    let modem: Modem = UNKNOWN_MODEM;
    const dialogue = new Dialogue({ serial: opened.serial, clock, log: new SilentLog() }, STANDARD_DIALOGUE);
    const interrogation = new Interrogation(dialogue, (message) => (modem = step(modem, message).modem));
    let over = false;
    void interrogation.bearer().then(() => (over = true));
    for (let n = 0; !over && n < 100; n += 1) {
      await settle();
      await clock.advance(Millis(100));
    }
    expect(modem.registration["5gs"]).toMatchObject({ stat: 1, tac: "28041B", ci: "00000008FE090005", act: 11 });
    expect(modem.service).toEqual({ data: "up" });
  });
});

describe("a modem without 5G that takes +C5GREG", () => {
  it("is as it says in LTE", async () => {
    const { interrogation, modem } = asked({
      ...STANDALONE,
      "AT+CEREG?": "+CEREG: 3,2",
      "AT+C5GREG?": "+C5GREG: 3,0",
    });
    await interrogation.initialise();
    expect(modem().service).toMatchObject({ why: "not-registered", text: expect.stringContaining("searching") });
    expect(decidingRegistration(modem())?.domain).toBe("eps");
  });

  it("and not searching anywhere is told of in LTE's name", async () => {
    const { interrogation, modem } = asked({ ...STANDALONE, "AT+C5GREG?": "+C5GREG: 3,0" });
    await interrogation.initialise();
    expect(decidingRegistration(modem())?.domain).toBe("eps");
  });
});
