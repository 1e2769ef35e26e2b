import { describe, expect, it } from "vitest";
import { action, freeText, hexadecimalBody, listing, query } from "../../src/at/command.ts";
import { Dialogue } from "../../src/at/dialogue.ts";
import { STANDARD_DIALOGUE } from "../../src/at/dialogue-profile.ts";
import { answersRegistration } from "../../src/at/grammar/registration.ts";
import { Millis, Seconds } from "../../src/base/duration.ts";
import { FakeClock, settle } from "../support/fake-clock.ts";
import { FakeSerial } from "../support/fake-serial.ts";
import { SilentLog } from "../support/silent-log.ts";

const registration = query("AT+CEREG?", answersRegistration("+CEREG"), Seconds(2));
const signal = query("AT+CSQ", (line) => line.startsWith("+CSQ:"), Seconds(2));
const model = query("AT+CGMM", freeText("+CGMM:"), Seconds(2));
const reporting = action("AT+CEREG=2", Seconds(2));

function dialogue() {
  const serial = new FakeSerial();
  const clock = new FakeClock();
  const log = new SilentLog();
  const at = new Dialogue({ serial, clock, log }, STANDARD_DIALOGUE);
  const urcs: string[] = [];
  const gone: string[] = [];
  at.onUrc((line) => urcs.push(line));
  at.onGone((why) => gone.push(why));
  return { serial, clock, log, at, urcs, gone };
}

/** Sends a command that is never answered and lets its timeout pass; the dialogue then waits for silence. */
async function timedOut(world: ReturnType<typeof dialogue>, command = signal): Promise<void> {
  const outcome = world.at.send(command);
  await world.clock.advance(Seconds(2));
  expect(await outcome).toEqual({ kind: "timeout" });
}

describe("one command in flight", () => {
  it("lines that a command does not take are unsolicited, also with its own prefix", async () => {
    const { serial, at, urcs } = dialogue();
    const outcome = at.send(registration);
    await settle();
    serial.say('\r\n+CEREG: 3\r\n\r\n+CEREG: 2,1,"1A2B","01A2B3C4",7\r\n+CGEV: NW DETACH\r\n\r\nOK\r\n');
    expect(await outcome).toEqual({ kind: "ok", lines: ['+CEREG: 2,1,"1A2B","01A2B3C4",7'] });
    expect(urcs).toEqual(["+CEREG: 3", "+CGEV: NW DETACH"]);
  });

  it("a second command waits for the first one's final result", async () => {
    const { serial, at } = dialogue();
    const first = at.send(reporting);
    const second = at.send(signal);
    await settle();
    expect(serial.written).toEqual(["AT+CEREG=2\r"]);
    serial.say("\r\nERROR\r\n");
    expect(await first).toMatchObject({ kind: "error", scheme: "plain" });
    await settle();
    serial.say("\r\n+CSQ: 20,99\r\n\r\nOK\r\n");
    expect(await second).toEqual({ kind: "ok", lines: ["+CSQ: 20,99"] });
  });

  it("echo that stays on although E0 was sent is no answer", async () => {
    const { serial, at } = dialogue();
    serial.answer = (line) => `${line}\r\r\nEC20F\r\n\r\nOK\r\n`;
    expect(await at.send(model)).toEqual({ kind: "ok", lines: ["EC20F"] });
  });

  it("a text that contains OK or ERROR ends nothing", async () => {
    const { serial, at } = dialogue();
    const outcome = at.send(model);
    await settle();
    serial.say("\r\nTOOKIO ERRORCODE 5\r\nERRORCODE 5\r\nOK BOOMER\r\n\r\nOK\r\n");
    expect(await outcome).toEqual({ kind: "ok", lines: ["TOOKIO ERRORCODE 5", "ERRORCODE 5", "OK BOOMER"] });
  });

  it("a final result glued to an unsolicited line, on either side, ends the command and loses nothing", async () => {
    const { serial, at, urcs } = dialogue();
    const first = at.send(signal);
    await settle();
    serial.say("\r\n+CSQ: 20,99\r\n\r\nOK+CEREG: 2\r\n");
    expect(await first).toEqual({ kind: "ok", lines: ["+CSQ: 20,99"] });
    const second = at.send(reporting);
    await settle();
    serial.say("\r\n+CEREG: 3OK\r\n");
    expect(await second).toEqual({ kind: "ok", lines: [] });
    expect(urcs).toEqual(["+CEREG: 2", "+CEREG: 3"]);
  });

  it("the timeout starts after the last byte was written", async () => {
    const { serial, clock, at } = dialogue();
    let drained: () => void = () => {};
    serial.write = () => new Promise((resolve) => (drained = resolve));
    let outcome: unknown;
    void at.send(signal).then((o) => (outcome = o));
    await clock.advance(Seconds(3));
    drained();
    await clock.advance(Millis(1_900));
    expect(outcome).toBeUndefined();
    await clock.advance(Millis(200));
    expect(outcome).toEqual({ kind: "timeout" });
  });

  it("an error carries the number the modem gave", async () => {
    const { serial, at } = dialogue();
    serial.answer = () => "\r\n+CME ERROR: 10\r\n";
    expect(await at.send(signal)).toEqual({ kind: "error", scheme: "cme", code: 10, text: "10" });
  });
});

describe("an answer after its timeout never becomes the next command's answer", () => {
  it("when it comes before the fence is sent", async () => {
    const world = dialogue();
    await timedOut(world);
    const next = world.at.send(reporting);
    world.serial.say("\r\n+CSQ: 9,99\r\n\r\nOK\r\n");
    await world.clock.advance(Millis(300));
    expect(world.serial.written.at(-1)).toBe("AT+CMEE?\r");
    world.serial.say("\r\n+CMEE: 1\r\n\r\nOK\r\n");
    await settle();
    expect(world.serial.written.at(-1)).toBe("AT+CEREG=2\r");
    world.serial.say("\r\n+CME ERROR: 3\r\n");
    expect(await next).toMatchObject({ kind: "error", code: 3 });
  });

  it("when it comes inside the fence, before the fence's own answer", async () => {
    const world = dialogue();
    await timedOut(world);
    const next = world.at.send(reporting);
    await world.clock.advance(Millis(300));
    world.serial.say("\r\n+CSQ: 9,99\r\n\r\nOK\r\n\r\n+CMEE: 1\r\n\r\nOK\r\n");
    await settle();
    world.serial.say("\r\nERROR\r\n");
    expect(await next).toMatchObject({ kind: "error" });
  });

  it("when it comes after the fence, while a query is in flight", async () => {
    const world = dialogue();
    await timedOut(world);
    const next = world.at.send(registration);
    await world.clock.advance(Millis(300));
    world.serial.say("\r\n+CMEE: 1\r\n\r\nOK\r\n");
    await settle();
    world.serial.say("\r\n+CSQ: 9,99\r\n\r\nOK\r\n");
    await settle();
    world.serial.say("\r\n+CEREG: 2,5\r\n\r\nOK\r\n");
    expect(await next).toEqual({ kind: "ok", lines: ["+CEREG: 2,5"] });
  });

  it("when it comes after the fence, while a command without an answer of its own is in flight", async () => {
    const world = dialogue();
    await timedOut(world);
    const next = world.at.send(reporting);
    await world.clock.advance(Millis(300));
    world.serial.say("\r\n+CMEE: 1\r\n\r\nOK\r\n");
    await settle();
    // The late OK, then this command's own ERROR, then the answer of the confirming fence.
    world.serial.say("\r\n+CSQ: 9,99\r\n\r\nOK\r\n");
    await settle();
    expect(world.serial.written.at(-1)).toBe("AT+CMEE?\r");
    world.serial.say("\r\n+CME ERROR: 50\r\n\r\n+CMEE: 1\r\n\r\nOK\r\n");
    expect(await next).toMatchObject({ kind: "error", code: 50 });
  });

  it("when the same query is asked again and the late answer looks just like its own", async () => {
    const world = dialogue();
    await timedOut(world, registration);
    const next = world.at.send(registration);
    await world.clock.advance(Millis(300));
    world.serial.say("\r\n+CMEE: 1\r\n\r\nOK\r\n");
    await settle();
    world.serial.say("\r\n+CEREG: 2,3\r\n\r\nOK\r\n");
    await settle();
    world.serial.say("\r\n+CEREG: 2,1\r\n\r\nOK\r\n\r\n+CMEE: 1\r\n\r\nOK\r\n");
    expect(await next).toEqual({ kind: "ok", lines: ["+CEREG: 2,1"] });
  });

  it("when the late line is the +CMEE: of an earlier fence", async () => {
    const world = dialogue();
    await timedOut(world);
    const next = world.at.send(reporting);
    await world.clock.advance(Millis(300));
    await world.clock.advance(Seconds(3));
    await world.clock.advance(Millis(300));
    expect(world.serial.written.filter((w) => w === "AT+CMEE?\r")).toHaveLength(2);
    // The first fence's answer ends the fence; the second's arrives while the next command is in flight.
    world.serial.say("\r\n+CMEE: 1\r\n\r\nOK\r\n");
    await settle();
    expect(world.serial.written.at(-1)).toBe("AT+CEREG=2\r");
    world.serial.say("\r\n+CMEE: 1\r\n\r\nOK\r\n");
    await settle();
    world.serial.say("\r\n+CME ERROR: 4\r\n");
    await settle();
    world.serial.say("\r\n+CMEE: 1\r\n\r\nOK\r\n");
    expect(await next).toMatchObject({ kind: "error", code: 4 });
  });

  it("when the late +CMEE: comes after everything else that was owed had arrived", async () => {
    const world = dialogue();
    await timedOut(world);
    const next = world.at.send(reporting);
    await world.clock.advance(Millis(300));
    await world.clock.advance(Seconds(3));
    await world.clock.advance(Millis(300));
    world.serial.say("\r\nOK\r\n\r\n+CMEE: 1\r\n\r\nOK\r\n");
    await settle();
    world.serial.say("\r\n+CMEE: 1\r\n\r\nOK\r\n\r\n+CME ERROR: 4\r\n");
    expect(await next).toMatchObject({ kind: "error", code: 4 });
  });

  it("when the command was cancelled instead of timed out", async () => {
    const world = dialogue();
    const cancelled = world.at.send(signal);
    await settle();
    world.at.cancel();
    expect(await cancelled).toEqual({ kind: "timeout" });
    const next = world.at.send(reporting);
    world.serial.say("\r\n+CSQ: 9,99\r\n\r\nOK\r\n");
    await world.clock.advance(Millis(300));
    world.serial.say("\r\n+CMEE: 1\r\n\r\nOK\r\n");
    await settle();
    world.serial.say("\r\nERROR\r\n");
    expect(await next).toMatchObject({ kind: "error" });
  });
});

describe("a modem that says nothing is gone", () => {
  it("three fences without their answer end the dialogue, and everything that waits is told", async () => {
    const world = dialogue();
    await timedOut(world);
    const next = world.at.send(reporting);
    await world.clock.advance(Seconds(12));
    expect(world.serial.written.filter((w) => w === "AT+CMEE?\r")).toHaveLength(3);
    expect(await next).toMatchObject({ kind: "gone" });
    expect(world.gone).toHaveLength(1);
  });

  it("a flood of unsolicited lines cannot keep the fence away", async () => {
    const world = dialogue();
    await timedOut(world);
    for (let i = 0; i < 40; i += 1) {
      world.serial.say("\r\n+CSQ: 5,99\r\n");
      await world.clock.advance(Millis(100));
    }
    expect(world.serial.written).toContain("AT+CMEE?\r");
  });

  it("a port that vanishes in mid-command answers that command with gone", async () => {
    const { serial, at, gone } = dialogue();
    const outcome = at.send(signal);
    await settle();
    serial.vanish("unplugged");
    expect(await outcome).toEqual({ kind: "gone", why: "unplugged" });
    expect(await at.send(signal)).toEqual({ kind: "gone", why: "unplugged" });
    expect(gone).toEqual(["unplugged"]);
  });
});

describe("a command with a body", () => {
  const pdu = "0001000B813158000000F00004C83208";
  const send = {
    ...listing("AT+CMGS=15", (line) => line.startsWith("+CMGS:"), Seconds(60)),
    body: hexadecimalBody(pdu),
  };

  it("writes the body when the modem asks for it, as the very next thing, and ends it with Ctrl-Z", async () => {
    const { serial, at } = dialogue();
    const sent = at.send(send);
    const next = at.send(signal);
    await settle();
    serial.say("\r\n> ");
    await settle();
    expect(serial.written).toEqual(["AT+CMGS=15\r", `${pdu}\x1a`]);
    serial.say(`${pdu}\x1a\r\n+CMGS: 7\r\n\r\nOK\r\n`);
    expect(await sent).toEqual({ kind: "ok", lines: ["+CMGS: 7"] });
    await settle();
    serial.say("\r\n+CSQ: 20,99\r\n\r\nOK\r\n");
    expect(await next).toMatchObject({ kind: "ok" });
  });

  it("an error instead of the prompt ends it, and nothing of the body is written", async () => {
    const { serial, at } = dialogue();
    const sent = at.send(send);
    await settle();
    serial.say("\r\n+CMS ERROR: 304\r\n");
    expect(await sent).toMatchObject({ kind: "error", scheme: "cms", code: 304 });
    serial.say("\r\n> ");
    await settle();
    expect(serial.written).toEqual(["AT+CMGS=15\r"]);
  });

  it("whose prompt is lost is abandoned with ESC before the fence, which would be taken for the text", async () => {
    const { serial, clock, at } = dialogue();
    const sent = at.send(send);
    await clock.advance(Seconds(10));
    expect(await sent).toEqual({ kind: "timeout" });
    expect(serial.written).toEqual(["AT+CMGS=15\r", "\x1b"]);
    await clock.advance(Millis(300));
    expect(serial.written.at(-1)).toBe("AT+CMEE?\r");
  });

  it("the body is in no log line", async () => {
    const { serial, log, at } = dialogue();
    void at.send(send);
    await settle();
    serial.say("\r\n> ");
    await settle();
    expect(JSON.stringify(log.lines)).not.toContain(pdu);
    expect(log.said("at-tx").map(({ fields }) => fields["line"])).toEqual(["AT+CMGS=15", "(a body of 32 digits)"]);
  });

  it.each(["", "0", "00\x1aAT", "00 01", "ZZ", "00".repeat(177)])("no body is made of %j", (text) => {
    expect(() => hexadecimalBody(text)).toThrow(/at-line-refused/);
  });
});

describe("a message in two lines", () => {
  it("an unsolicited header and its PDU arrive as one, also inside another command's answer", async () => {
    const { serial, at, urcs } = dialogue();
    const outcome = at.send(signal);
    await settle();
    serial.say("\r\n+CMT: ,23\r\n0001000B813158000000F00004C83208\r\n\r\n+CSQ: 20,99\r\n\r\nOK\r\n");
    expect(await outcome).toEqual({ kind: "ok", lines: ["+CSQ: 20,99"] });
    expect(urcs).toEqual(["+CMT: ,23\r\n0001000B813158000000F00004C83208"]);
  });
});

describe("answers that nobody asked for", () => {
  it("a final result with no command in flight is dropped and the next command is not disturbed", async () => {
    const { serial, at, log } = dialogue();
    serial.say("\r\nOK\r\n");
    await settle();
    serial.answer = () => "\r\n+CSQ: 20,99\r\n\r\nOK\r\n";
    expect(await at.send(signal)).toEqual({ kind: "ok", lines: ["+CSQ: 20,99"] });
    expect(log.said("at-stray")).toHaveLength(1);
  });

  it("identifiers in traced lines are masked", async () => {
    const { serial, at, log } = dialogue();
    serial.answer = () => "\r\n460040123456789\r\n\r\nOK\r\n";
    await at.send(query("AT+CIMI", (line) => /^\d{15}$/.test(line), Seconds(2)));
    expect(JSON.stringify(log.lines)).not.toContain("460040123456789");
  });
});
