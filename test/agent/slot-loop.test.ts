import { expect, test } from "vitest";
import { SlotLoop } from "../../src/agent/slot-loop.ts";
import { Hours, Minutes } from "../../src/base/duration.ts";
import { fleetPlace } from "../../src/policy/fleet-place.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { MemoryStore } from "../support/memory-store.ts";
import { SilentLog } from "../support/silent-log.ts";

test("before a slot is chosen whatever was counted is on its way to the disk, and on it before the command", async () => {
  const [clock, store] = [new FakeClock(Date.UTC(2026, 10, 28, 1)), new MemoryStore()];
  const done: string[] = [];
  const loop = new SlotLoop(
    { clock, store, log: new SilentLog() },
    { reasons: ["limit"], home: 1, other: 2, after: Minutes(1), dwell: Minutes(1), perDay: 4, homeAfter: Hours(1) },
    fleetPlace("dev", 1),
    {
      said: () => ({ wall: clock.wallMs(), trusted: true, mono: clock.monoMs(), source: "setting" }),
      seen: () => ({
        ready: true,
        iccid: "89860400000000000011",
        sim: "ready",
        stopped: undefined,
        usedUp: {},
        rests: false,
      }),
      ask: () => Promise.resolve(1),
      bookAll: () => {
        done.push("booked");
        void store.write([{ put: "counted", value: "1" }]).then(() => done.push("on the disk"));
      },
      choose: async () => {
        done.push("chosen");
        return { kind: "done" };
      },
      event: () => {},
    },
    undefined,
  );
  for (let minute = 0; minute < 30 && !done.includes("chosen"); minute += 1) {
    loop.looked();
    await clock.advance(Minutes(1));
  }
  expect(done).toEqual(["booked", "on the disk", "chosen"]);
  expect(store.durable.has("counted")).toBe(true);
  await loop.stop();
});
