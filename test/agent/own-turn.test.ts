import { expect, test } from "vitest";
import { OwnTurn } from "../../src/agent/own-turn.ts";
import { Days, Hours, Minutes, Seconds } from "../../src/base/duration.ts";
import { FakeClock } from "../support/fake-clock.ts";

const PERMANENT = { kind: "permanent" } as const;

function turned() {
  const clock = new FakeClock();
  return { clock, turn: new OwnTurn({ clock, random: () => 0.5 }) };
}

test("own attempts come ever more rarely; one that somebody asks for makes the next one no later, and starts the series anew", async () => {
  const { clock, turn } = turned();
  let record = { failures: 2, kind: "permanent" } as ReturnType<OwnTurn["failed"]>;
  expect(turn.next(record)).toBe(Hours(1));
  await clock.advance(Minutes(50));
  turn.asked();
  record = turn.failed(record, PERMANENT);
  expect(turn.next(record)).toBe(Minutes(10));
  for (let n = 0; n < 5; n += 1) {
    await clock.advance(Minutes(1));
    turn.asked();
    record = turn.failed(record, PERMANENT);
    expect(turn.next(record)).toBe(Minutes(9 - n));
  }
  await clock.advance(Minutes(5));
  record = turn.failed(record, PERMANENT);
  expect(turn.next(record)).toBe(Hours(1));
});

test("from a day's distance it is a quarter of an hour again; a timer of the network's is waited for all the same", async () => {
  const { clock, turn } = turned();
  const late = { failures: 6, kind: "permanent" } as const;
  expect(turn.next(late)).toBe(Days(1));
  await clock.advance(Hours(1));
  turn.asked();
  const record = turn.failed(late, PERMANENT);
  expect(turn.next(record)).toBe(Minutes(15));
  turn.asked();
  expect(turn.next(turn.failed(record, { kind: "permanent", backOff: Hours(3) }))).toBeGreaterThan(Hours(3));
});

test("a call that came up in between, or an own time that has passed, leaves nothing of the asking", async () => {
  const { clock, turn } = turned();
  const first = turn.failed({ failures: 0, kind: "temporary" }, { kind: "temporary" });
  expect(turn.next(first)).toBe(Seconds(30));
  turn.asked();
  turn.settled();
  expect(turn.failed(first, { kind: "temporary" }).failures).toBe(2);
  turn.asked();
  await clock.advance(Seconds(31));
  expect(turn.failed(first, { kind: "temporary" }).failures).toBe(2);
});
