import { expect, test } from "vitest";
import { ModemTurns } from "../../src/bridge/modem-turns.ts";
import { Millis } from "../../src/base/duration.ts";
import type { ModemReply } from "../../src/ports/modem-requests.ts";
import { FakeClock } from "../support/fake-clock.ts";

/** A modem that takes its time over each command; what it was asked, and when. */
function turns(takes: (line: string) => number) {
  const clock = new FakeClock();
  const asked: { readonly line: string; readonly at: number }[] = [];
  let under = 0;
  let most = 0;
  const modem = {
    request: (line: string): Promise<ModemReply> => {
      asked.push({ line, at: clock.monoMs() });
      most = Math.max(most, (under += 1));
      return new Promise((resolve) => {
        clock.after(Millis(takes(line)), () => {
          under -= 1;
          resolve({ kind: "answered", lines: [`${line}: ${asked.length}`], final: { kind: "ok" } });
        });
      });
    },
  };
  const between = new ModemTurns(clock, modem);
  const ask = async (line: string, within = 1_000): Promise<string> => {
    const reply = between.ask(line);
    for (let n = 0; n < within / 10; n += 1) await clock.advance(10);
    const told = await reply;
    return told.kind === "answered" ? (told.lines[0] ?? "") : told.kind;
  };
  return { clock, between, asked, ask, most: () => most };
}

test("who asks again within a second is told the same, and the modem is asked once", async () => {
  const { asked, ask, clock } = turns(() => 20);
  expect([await ask("+CSQ", 50), await ask("+CSQ", 50), await ask("+CSQ", 50)]).toEqual(Array(3).fill("+CSQ: 1"));
  await clock.advance(1_000);
  expect(await ask("+CSQ", 50)).toBe("+CSQ: 2");
  expect(asked).toHaveLength(2);
});

test("any number of clients that ask without end leave the modem's line to others for half of the time, and one command waits at the most", async () => {
  const { clock, between, asked, most } = turns(() => 300);
  const lines = Array.from({ length: 20 }, (_, at) => `+C${at}`);
  for (let n = 0; n < 6_000; n += 1) {
    for (const line of lines) void between.ask(line);
    await clock.advance(10);
  }
  expect(most()).toBe(1);
  // 60 s: 300 ms for one, then 300 ms of rest.
  expect(asked.length).toBeLessThanOrEqual(101);
  expect(asked.length).toBeGreaterThan(90);
  // Nobody's question waits for ever.
  expect(new Set(asked.map(({ line }) => line)).size).toBe(20);
});

test("a modem that is slow is answered for within 400 ms by what it said last, for a minute, and then not any more", async () => {
  let takes = 20;
  const { clock, ask, between } = turns(() => takes);
  expect(await ask("+COPS?", 50)).toBe("+COPS?: 1");
  takes = 10_000;
  await clock.advance(5_000);
  expect(await ask("+COPS?", 400)).toBe("+COPS?: 1");
  expect(await ask("+CGMM", 400)).toBe("timeout");
  await clock.advance(9_300);
  const told = await between.ask("+COPS?");
  expect(told.kind === "answered" && told.lines).toEqual(["+COPS?: 2"]);
  await clock.advance(70_000);
  expect(await ask("+COPS?", 400)).toBe("timeout");
});

test("what nobody waits for any more before its turn came is not asked", async () => {
  const { clock, between, asked } = turns((line) => (line === "+COPS?" ? 5_000 : 20));
  void between.ask("+COPS?");
  void between.ask("+CGMM");
  await clock.advance(30_000);
  expect(asked.map(({ line }) => line)).toEqual(["+COPS?"]);
});
