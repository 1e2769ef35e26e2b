import { describe, expect, it } from "vitest";
import { query } from "../../src/at/command.ts";
import { Dialogue } from "../../src/at/dialogue.ts";
import { STANDARD_DIALOGUE } from "../../src/at/dialogue-profile.ts";
import { Millis, Seconds } from "../../src/base/duration.ts";
import { FakeClock, settle } from "../support/fake-clock.ts";
import { FakeSerial } from "../support/fake-serial.ts";
import { SilentLog } from "../support/silent-log.ts";

const signal = query("AT+CSQ", (line) => line.startsWith("+CSQ:"), Seconds(2));

async function afterSilence(left: string) {
  const serial = new FakeSerial();
  const clock = new FakeClock();
  const at = new Dialogue({ serial, clock, log: new SilentLog() }, STANDARD_DIALOGUE);
  const urcs: string[] = [];
  at.onUrc((line) => urcs.push(line));
  serial.answer = (line) => (line === "AT+CSQ" ? "\r\n+CSQ: 20,99\r\n\r\nOK\r\n" : undefined);
  serial.say(left);
  await clock.advance(Millis(300));
  const outcome = at.send(signal);
  await settle();
  return { outcome, urcs };
}

describe("what the modem left open before a silence is no part of the next answer", () => {
  it.each([
    ["a line without its end, although it reads as a final result", "\r\n+CME ERROR: 0", []],
    ["the beginning of a line", "\r\n+CSQ: 2", []],
    ["an unsolicited line that never has an end", "RDY", ["RDY"]],
    ["the header of a text that never came", '\r\n+CMT: "+1",,"26/11/22"\r\n', ['+CMT: "+1",,"26/11/22"']],
    ["the header of a report that never came", "\r\n+CDS: 25\r\n", ["+CDS: 25"]],
    ["a menu whose quote was never closed", '\r\n+CUSD: 1,"one\r\ntwo\r\n', ['+CUSD: 1,"one\r\ntwo']],
    ["more than any line may hold", "x".repeat(5_000), []],
  ])("%s", async (_what, left, heard) => {
    const { outcome, urcs } = await afterSilence(left);
    expect(await outcome).toEqual({ kind: "ok", lines: ["+CSQ: 20,99"] });
    expect(urcs).toEqual(heard);
  });
});

describe("half of an answer is never a fact", () => {
  const card = query("AT+CPIN?", (line) => line.startsWith("+CPIN:"), Seconds(2));

  async function halfAnswered(rest: string) {
    const serial = new FakeSerial();
    const clock = new FakeClock();
    const log = new SilentLog();
    const at = new Dialogue({ serial, clock, log }, STANDARD_DIALOGUE);
    const urcs: string[] = [];
    at.onUrc((line) => urcs.push(line));
    serial.answer = (line) =>
      ({
        "AT+CPIN?": "\r\n+CPIN: RE",
        "AT+CMEE?": "\r\n+CMEE: 1\r\n\r\nOK\r\n",
        "AT+CSQ": "\r\n+CSQ: 20,99\r\n\r\nOK\r\n",
      })[line];
    const outcome = at.send(card);
    await settle();
    await clock.advance(Seconds(2));
    expect(await outcome).toEqual({ kind: "timeout" });
    serial.say(rest);
    await clock.advance(Seconds(1));
    const next = at.send(signal);
    await settle();
    expect(await next).toEqual({ kind: "ok", lines: ["+CSQ: 20,99"] });
    return { urcs, discarded: log.lines.filter(({ event }) => event === "line-discarded").map(({ fields }) => fields) };
  }

  it("a line without its end at the command's timeout is dropped and told", async () => {
    const { urcs, discarded } = await halfAnswered("");
    expect(urcs).toEqual([]);
    expect(discarded).toEqual([{ bytes: 9, why: "unfinished" }]);
  });

  it("its rest, which comes later, is dropped as well, and the line after it is heard", async () => {
    const { urcs, discarded } = await halfAnswered("ADY\r\n\r\nOK\r\n+CGEV: NW DETACH\r\n");
    expect(urcs).toEqual(["+CGEV: NW DETACH"]);
    expect(discarded).toEqual([
      { bytes: 9, why: "unfinished" },
      { bytes: 4, why: "unfinished" },
    ]);
  });

  it("an unsolicited line that comes instead of the rest does not end it", async () => {
    const { urcs } = await halfAnswered("\r\n+CGEV: NW DETACH\r\n");
    expect(urcs).toEqual(["+CGEV: NW DETACH"]);
  });
});
