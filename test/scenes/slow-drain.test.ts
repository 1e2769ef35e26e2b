import { expect, it } from "vitest";
import { query } from "../../src/at/command.ts";
import { Dialogue } from "../../src/at/dialogue.ts";
import { STANDARD_DIALOGUE } from "../../src/at/dialogue-profile.ts";
import { Minutes, Seconds } from "../../src/base/duration.ts";
import { FakeClock, settle } from "../support/fake-clock.ts";
import { FakeSerial } from "../support/fake-serial.ts";
import { SilentLog } from "../support/silent-log.ts";

it("an answer that is there before the driver says that the question has left: no time-out, no fence afterwards", async () => {
  const [clock, serial, log] = [new FakeClock(), new FakeSerial(), new SilentLog()];
  let drained = (): void => undefined;
  // As on a loaded machine: the modem has answered before this process hears of tcdrain's end.
  const slow = Object.assign(serial, {
    write: (bytes: Uint8Array) => {
      serial.written.push(Buffer.from(bytes).toString("latin1"));
      serial.say("+CSQ: 20,99\r\nOK\r\n");
      return new Promise<void>((resolve) => (drained = resolve));
    },
  });
  const dialogue = new Dialogue({ serial: slow, clock, log }, STANDARD_DIALOGUE);
  const outcome = await dialogue.send(query("AT+CSQ", (line) => line.startsWith("+CSQ:"), Seconds(3)));
  expect(outcome).toEqual({ kind: "ok", lines: ["+CSQ: 20,99"] });
  drained();
  await settle();
  await clock.advance(Minutes(1));
  expect(log.said("at-timeout")).toEqual([]);
  expect(serial.written).toEqual(["AT+CSQ\r"]);
  expect(clock.waiting).toBe(0);
});
