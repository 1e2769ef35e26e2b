import { expect, test } from "vitest";
import { Pacer } from "../../src/agent/pacer.ts";
import { Millis } from "../../src/base/duration.ts";
import { FakeClock } from "../support/fake-clock.ts";

function pacer() {
  const clock = new FakeClock();
  const granted: string[] = [];
  const wishes = new Pacer<string>({ clock }, Millis(500), (wish) => granted.push(`${wish} ${clock.monoMs()}`));
  return { clock, granted, wishes };
}

test("the first wish is granted at once, the following ones together when the pace has passed, the last one too", async () => {
  const { clock, granted, wishes } = pacer();
  for (let time = 0; time < 1_200; time += 10) {
    wishes.want("bearer");
    await clock.advance(Millis(10));
  }
  await clock.advance(Millis(5_000));
  expect(granted).toEqual(["bearer 1000", "bearer 1500", "bearer 2000", "bearer 2500"]);
});

test("two kinds of wishes do not wait for each other, and after a quiet while one is granted at once again", async () => {
  const { clock, granted, wishes } = pacer();
  wishes.want("bearer");
  wishes.want("sim");
  await clock.advance(Millis(700));
  wishes.want("bearer");
  expect(granted).toEqual(["bearer 1000", "sim 1000", "bearer 1700"]);
});

test("what waits when it is stopped is forgotten", async () => {
  const { clock, granted, wishes } = pacer();
  wishes.want("bearer");
  wishes.want("bearer");
  wishes.stop();
  await clock.advance(Millis(5_000));
  expect(granted).toEqual(["bearer 1000"]);
  expect(clock.waiting).toBe(0);
});
