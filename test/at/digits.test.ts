import { describe, expect, it } from "vitest";
import { Dialogue } from "../../src/at/dialogue.ts";
import { STANDARD_DIALOGUE } from "../../src/at/dialogue-profile.ts";
import { probe } from "../../src/at/probe.ts";
import { Seconds } from "../../src/base/duration.ts";
import { formless, query } from "../../src/at/command.ts";
import { FakeClock, settle } from "../support/fake-clock.ts";
import { FakeSerial } from "../support/fake-serial.ts";
import { SilentLog } from "../support/silent-log.ts";

const hello = formless("ATQ0V1E0", Seconds(1));
const verbose = formless("ATV1", Seconds(1));
const model = query("AT+CGMM", () => true, Seconds(1));

function dialogue() {
  const [serial, clock] = [new FakeSerial(), new FakeClock()];
  return { serial, clock, at: new Dialogue({ serial, clock, log: new SilentLog() }, STANDARD_DIALOGUE) };
}

describe("a modem whose results are digits", () => {
  it.each([
    ["4\r", { kind: "error", scheme: "plain", text: "ERROR" }],
    ["0\r", { kind: "ok", lines: [] }],
    // Echo still on.
    ["ATQ0V1E0\r0\r", { kind: "ok", lines: [] }],
    ["ATQ0V1E0\r\r\nOK\r\n", { kind: "ok", lines: [] }],
  ])("that answers %j to the line that wants words is answered at once", async (answer, outcome) => {
    const { serial, at, clock } = dialogue();
    const sent = at.send(hello);
    await settle();
    for (const character of answer) serial.say(character);
    expect(await sent).toEqual(outcome);
    expect(clock.waiting).toBe(0);
  });

  it("and that refuses that line takes ATV1 by itself; from then on a digit is an answer like another", async () => {
    const { serial, at } = dialogue();
    serial.answer = (line) =>
      line === "ATQ0V1E0" ? "4\r" : line === "ATV1" ? "0\r" : line === "AT+CGMM" ? "\r\n4\r\n\r\nOK\r\n" : undefined;
    expect(await at.send(hello)).toMatchObject({ kind: "error" });
    expect(await at.send(verbose)).toEqual({ kind: "ok", lines: [] });
    expect(await at.send(model)).toEqual({ kind: "ok", lines: ["4"] });
  });

  it("is a modem to whoever looks for its port", async () => {
    const [serial, clock] = [new FakeSerial(), new FakeClock()];
    const answer = probe({ serial, clock });
    serial.say("AT\r0\r");
    expect(await answer).toBe("at");
    expect(serial.written).toEqual(["AT\r"]);
  });

  it("and says nothing at all (ATQ1) is told to say its results", async () => {
    const [serial, clock] = [new FakeSerial(), new FakeClock()];
    serial.answer = (line) => (line === "ATQ0V1" ? "\r\nOK\r\n" : undefined);
    const answer = probe({ serial, clock });
    await clock.advance(Seconds(1));
    expect(await answer).toBe("at");
  });
});
