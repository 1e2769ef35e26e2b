import { describe, expect, it } from "vitest";
import { Millis } from "../../src/base/duration.ts";
import { TapePlayer } from "../../src/simulator/tape-player.ts";
import { parseTape } from "../../src/tape/tape-text.ts";
import { FakeClock } from "../support/fake-clock.ts";

function player(...lines: readonly string[]) {
  const clock = new FakeClock();
  const modem = new TapePlayer({ tape: parseTape("x.at", lines.join("\n")), clock });
  let heard = "";
  modem.onSend((bytes) => (heard += Buffer.from(bytes).toString("latin1")));
  const hear = (): string => {
    const said = heard;
    heard = "";
    return said;
  };
  const say = (text: string): string => {
    modem.receive(Buffer.from(text, "latin1"));
    return hear();
  };
  return { clock, modem, hear, say };
}

describe("a modem made of a tape", () => {
  it("answers as on the tape, the last answer again and again", () => {
    const { say } = player("> AT+CSQ", "< +CSQ: 1,99", "< OK", "> at + csq", "< +CSQ: 2,99", "< OK");
    expect(say("AT+CSQ\r")).toBe("\r\n+CSQ: 1,99\r\n\r\nOK\r\n");
    expect(say("at+csq\r\n")).toBe("\r\n+CSQ: 2,99\r\n\r\nOK\r\n");
    expect(say("AT +CSQ\r")).toBe("\r\n+CSQ: 2,99\r\n\r\nOK\r\n");
  });

  it("gives ERROR to what was not asked there, and nothing to an empty line", () => {
    const { say } = player("> AT", "< OK");
    expect(say("AT+CIMI\r")).toBe("\r\nERROR\r\n");
    expect(say("\r\r\n")).toBe("");
    expect(say("A")).toBe("");
    expect(say("T\r")).toBe("\r\nOK\r\n");
  });

  it("says OK to a bare AT that was not asked there, and what the tape's said where it was", () => {
    expect(player("> AT+CSQ", "< OK").say("at \r")).toBe("\r\nOK\r\n");
    expect(player("> AT", "< +CME ERROR: 14").say("AT\r")).toBe("\r\n+CME ERROR: 14\r\n");
  });

  it("tells apart what stands in quotes", () => {
    const { say } = player('> AT+CGDCONT=1,"IP","a"', "< OK", '> AT+CGDCONT=1,"IP","A"', "< ERROR");
    expect(say('at+cgdcont=1,"IP","A"\r')).toBe("\r\nERROR\r\n");
    expect(say('AT+CGDCONT=1,"IP","a"\r')).toBe("\r\nOK\r\n");
  });

  it("says unasked what the tape's said, where it said it", async () => {
    const { say, hear, clock } = player(
      "< RDY",
      "> AT",
      "< OK",
      "2s < +CPIN: READY",
      "> AT+CSQ",
      "< +CSQ: 1,99",
      "< OK",
    );
    expect(say("AT\r")).toBe("\r\nRDY\r\n\r\nOK\r\n");
    await clock.advance(Millis(1_999));
    expect(hear()).toBe("");
    await clock.advance(Millis(1));
    expect(hear()).toBe("\r\n+CPIN: READY\r\n");
  });

  it("what would come later comes before the next answer", () => {
    const { say } = player("> AT", "< OK", "2s < +CPIN: READY", "> AT+CSQ", "< +CSQ: 1,99", "< OK");
    say("AT\r");
    expect(say("AT+CSQ\r")).toBe("\r\n+CPIN: READY\r\n\r\n+CSQ: 1,99\r\n\r\nOK\r\n");
  });

  it("takes as long as on the tape, and answers in order what is asked meanwhile", async () => {
    const { say, hear, clock } = player("> AT+COPS?", "300ms < +COPS: 0", "< OK", "> AT", "5ms < OK");
    expect(say("AT+COPS?\rAT\r")).toBe("");
    await clock.advance(Millis(299));
    expect(hear()).toBe("");
    await clock.advance(Millis(1));
    expect(hear()).toBe("\r\n+COPS: 0\r\n\r\nOK\r\n");
    await clock.advance(Millis(5));
    expect(hear()).toBe("\r\nOK\r\n");
  });

  it("asks for a body and takes it", () => {
    const { say } = player("> AT+CMGS=15", "<. \\r\\n>\\x20", ">. 0001\\x1a", "< +CMGS: 17", "< OK");
    expect(say("AT+CMGS=15\r")).toBe("\r\n> ");
    expect(say("0001AT\r\n")).toBe("");
    expect(say("\x1a")).toBe("\r\n+CMGS: 17\r\n\r\nOK\r\n");
    expect(say("AT+CMGS=15\r")).toBe("\r\n> ");
  });

  it("is rewound when the port is closed", async () => {
    const { say, modem, hear, clock } = player("< RDY", "> AT", "< OK", "> AT", "2s < ERROR");
    say("AT\r");
    say("AT\rAT");
    modem.hangUp();
    await clock.advance(Millis(10_000));
    expect(hear()).toBe("");
    expect(say("AT\r")).toBe("\r\nRDY\r\n\r\nOK\r\n");
  });
});
