import { expect, test } from "vitest";
import { Minutes } from "../../src/base/duration.ts";
import { SystemClock } from "../../src/simulator/transport/system-clock.ts";
import { SimulatedModem } from "../../src/simulator/simulated-modem.ts";
import { ModemTalk } from "../support/modem-talk.ts";

test.each(["close", "powerOff"] as const)("after %s no timer waits, whatever the network had begun", (end) => {
  const { modem, clock } = new ModemTalk();
  modem.detach();
  modem.fault({ name: "hang", lasts: Minutes(5) });
  expect(clock.waiting).toBeGreaterThan(0);
  modem[end]();
  expect(clock.waiting).toBe(0);
});

test("a reboot that was under way does not bring back a modem that was closed", async () => {
  const { modem, clock } = new ModemTalk();
  modem.reboot();
  modem.close();
  await clock.advance(Minutes(1));
  expect(modem.state().powered).toBe(false);
});

test("the twelve minutes of T3402 keep no process alive", () => {
  const waiting = (): number => process.getActiveResourcesInfo().filter((kind) => kind === "Timeout").length;
  const before = waiting();
  const modem = new SimulatedModem({ clock: new SystemClock() });
  modem.detach();
  expect(waiting()).toBe(before);
  modem.close();
});
