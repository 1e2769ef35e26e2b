import { describe, expect, it } from "vitest";
import { probe } from "../../src/at/probe.ts";
import { Millis, Seconds } from "../../src/base/duration.ts";
import { FakeClock, settle } from "../support/fake-clock.ts";
import { FakeSerial } from "../support/fake-serial.ts";

function probing() {
  const [serial, clock] = [new FakeSerial(), new FakeClock()];
  return { serial, clock, answer: probe({ serial, clock }) };
}

describe("what is at the other end of a port", () => {
  it("a modem, which says OK to the cheapest question", async () => {
    const { serial, clock, answer } = probing();
    expect(serial.written).toEqual(["AT\r"]);
    serial.say("AT\r\r\nOK\r\n");
    expect(await answer).toBe("at");
    expect(clock.waiting).toBe(0);
  });

  it("a modem that was woken by the first question and answers the second", async () => {
    const { serial, clock, answer } = probing();
    await clock.advance(Millis(700));
    serial.say("\r\nOK\r\n");
    expect(await answer).toBe("at");
    expect(serial.written).toHaveLength(2);
  });

  it("nothing: it was asked three times", async () => {
    const { serial, clock, answer } = probing();
    await clock.advance(Seconds(3));
    expect(await answer).toBe("silent");
    expect(serial.written).toHaveLength(3);
    expect(clock.waiting).toBe(0);
  });

  it.each([
    ["a GNSS receiver", "$GNRMC,101112.00,A,3110.1,N,12120.2,E,0.1,,221126,,,A*7A\r\n"],
    ["a diagnostic port", "\x7e\x79\x00\x00\x01\x7e".repeat(20)],
    ["a modem at another speed", "\xf8\x00\xe6\x1e\x98\xff\x80".repeat(12)],
  ])("%s is not AT, and is asked no more", async (_name, bytes) => {
    const { serial, clock, answer } = probing();
    serial.say(bytes);
    serial.say(`${bytes}\n`);
    await settle();
    expect(await answer).toBe("foreign");
    expect(serial.written).toHaveLength(1);
    expect(clock.waiting).toBe(0);
  });

  it("a device that only echoes is no modem", async () => {
    const { serial, clock, answer } = probing();
    serial.say("AT\r\n");
    await clock.advance(Seconds(3));
    expect(await answer).toBe("silent");
  });

  it("a port that vanishes meanwhile is silent", async () => {
    const { serial, answer } = probing();
    serial.vanish();
    expect(await answer).toBe("silent");
  });
});
