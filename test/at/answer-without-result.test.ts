import { describe, expect, it } from "vitest";
import { action, listing, query } from "../../src/at/command.ts";
import { Dialogue } from "../../src/at/dialogue.ts";
import { Seconds } from "../../src/base/duration.ts";
import { familyDialogue } from "../../src/modem/family-dialogue.ts";
import { FakeClock, settle } from "../support/fake-clock.ts";
import { FakeSerial } from "../support/fake-serial.ts";
import { shippedFamilies } from "../support/shipped-families.ts";
import { SilentLog } from "../support/silent-log.ts";

const card = query("AT+CPIN?", (line) => line.startsWith("+CPIN:"), Seconds(2));
const contexts = listing("AT+CGACT?", (line) => line.startsWith("+CGACT:"), Seconds(2));
const free = query("AT+CGMM", () => true, Seconds(2));

function world() {
  const [serial, clock] = [new FakeSerial(), new FakeClock()];
  const at = new Dialogue({ serial, clock, log: new SilentLog() }, familyDialogue(shippedFamilies));
  const urcs: string[] = [];
  let strays = 0;
  at.onUrc((line) => urcs.push(line));
  at.onStray(() => (strays += 1));
  return { serial, clock, at, urcs, strays: () => strays };
}

describe("an answer without its final result", () => {
  it("is one: Wavecom's +CPIN: READY has no OK behind it; what is asked next is behind a fence", async () => {
    const { serial, clock, at } = world();
    const outcome = at.send(card);
    await settle();
    serial.say("\r\n+CPIN: READY\r\n");
    await clock.advance(Seconds(2));
    expect(await outcome).toEqual({ kind: "ok", lines: ["+CPIN: READY"] });
    serial.answer = (line) => (line === "AT+CMEE?" ? "\r\n+CMEE: 1\r\n\r\nOK\r\n" : "\r\nOK\r\n");
    const next = at.send(action("AT+CMEE=1", Seconds(2)));
    await clock.advance(Seconds(1));
    expect(await next).toEqual({ kind: "ok", lines: [] });
    expect(serial.written).toEqual(["AT+CPIN?\r", "AT+CMEE?\r", "AT+CMEE=1\r", "AT+CMEE?\r"]);
  });

  it("is none where more lines may be on their way, or none came", async () => {
    const { serial, clock, at } = world();
    const outcome = at.send(contexts);
    await settle();
    serial.say("\r\n+CGACT: 1,1\r\n");
    await clock.advance(Seconds(2));
    expect(await outcome).toEqual({ kind: "timeout" });
  });

  it("that comes late is nobody else's", async () => {
    const { serial, clock, at, strays } = world();
    const outcome = at.send(card);
    await clock.advance(Seconds(2));
    expect(await outcome).toEqual({ kind: "timeout" });
    serial.say("\r\n+COPS: 0\r\n\r\nOK\r\n");
    expect(strays()).toBe(0);
    await clock.advance(Seconds(0.3));
    serial.say("\r\n+CMEE: 1\r\n\r\nOK\r\n");
    await settle();
    expect(strays()).toBe(0);
  });
});

it.each(["START", "^SYSSTART", "*ATREADY: 1", "MODEM:STARTUP", "APP RDY", "+PBREADY"])(
  "%s without a line end, in the middle of a question for free text, is no answer to it",
  async (line) => {
    const { serial, clock, at, urcs } = world();
    const outcome = at.send(free);
    await settle();
    serial.say(`\r\n${line}`);
    await clock.advance(Seconds(2));
    expect(await outcome).toEqual({ kind: "timeout" });
    expect(urcs).toEqual([line]);
  },
);
