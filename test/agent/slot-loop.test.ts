import { expect, test } from "vitest";
import { SlotLoop } from "../../src/agent/slot-loop.ts";
import { Hours, Millis, Minutes, Seconds } from "../../src/base/duration.ts";
import { fleetPlace } from "../../src/policy/fleet-place.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { MemoryStore } from "../support/memory-store.ts";
import { SilentLog } from "../support/silent-log.ts";

const HOME = "89860400000000000011";
const SECOND = "89860120801234567896";

/** A loop over a modem with two cards, told which one the modem shows. */
function modem(store = new MemoryStore()) {
  const clock = new FakeClock(Date.UTC(2026, 10, 28, 1));
  const shown: { iccid: string | undefined; slot: number; obeys: boolean } = { iccid: HOME, slot: 1, obeys: true };
  const make = () =>
    new SlotLoop(
      { clock, store, log: new SilentLog() },
      { reasons: ["limit"], home: 1, other: 2, after: Minutes(1), dwell: Hours(1), perDay: 4, homeAfter: Hours(9) },
      fleetPlace("dev", 1),
      {
        said: () => ({ wall: clock.wallMs(), trusted: true, mono: clock.monoMs(), source: "setting" }),
        seen: () => ({
          ready: true,
          iccid: shown.iccid,
          sim: shown.iccid === undefined ? "absent" : "ready",
          stopped: undefined,
          usedUp: shown.iccid === HOME ? {} : undefined,
          rests: false,
        }),
        ask: () => Promise.resolve(shown.obeys ? shown.slot : 1),
        bookAll: () => {},
        choose: (slot) => {
          shown.slot = slot;
          return Promise.resolve({ kind: "done" });
        },
        event: () => {},
      },
      store.durable.get("slots/kept"),
    );
  const look = async (loop: SlotLoop, times: number): Promise<void> => {
    for (let n = 0; n < times; n += 1) {
      loop.looked();
      await clock.advance(Minutes(1));
    }
  };
  return { clock, shown, make, look };
}

test("the card of the slot that the agent has chosen is its own doing, however late the modem shows it, and after a kill; no other card is", async () => {
  const { shown, make, look } = modem();
  const loop = make();
  await look(loop, 4);
  expect(shown.slot).toBe(2);
  // The modem says that it uses the other slot, and still shows the number of the card before.
  await look(loop, 3);
  expect([loop.switching, loop.brings(SECOND), loop.brings(HOME)]).toEqual([true, true, false]);
  // Killed just now: the next start does not take the card for a new one.
  expect(make().brings(SECOND)).toBe(true);
  shown.iccid = SECOND;
  loop.looked();
  // Whoever hears of the card behind this look is told so as well.
  expect([loop.switching, loop.brings(SECOND)]).toEqual([false, true]);
  expect(loop.brings("89860000000000000003")).toBe(false);
  await look(loop, 1);
  expect([make().switching, make().brings(SECOND), make().brings("89860000000000000003")]).toEqual([
    false,
    true,
    false,
  ]);
});

test("a card that is put in long after a switch to an empty slot, or after one that the modem did not make, is somebody's doing", async () => {
  const empty = modem();
  const loop = empty.make();
  await look5(empty, loop);
  empty.shown.iccid = undefined;
  await empty.look(loop, 1);
  expect(loop.brings(SECOND)).toBe(true);
  await empty.clock.advance(Minutes(15));
  expect(loop.brings(SECOND)).toBe(false);
  const stays = modem();
  stays.shown.obeys = false;
  const other = stays.make();
  await look5(stays, other);
  await stays.look(other, 2);
  expect(other.brings(SECOND)).toBe(false);
});

test("a switch that is due is made then, and not only at the next look", async () => {
  const { clock, shown, make } = modem();
  const loop = make();
  loop.looked();
  await clock.advance(Millis(1));
  loop.looked();
  expect(loop.view).toMatchObject({ waits: "waits", because: "patience" });
  await clock.advance(Seconds(61));
  expect(shown.slot).toBe(2);
  await loop.stop();
});

const look5 = async ({ look, shown }: ReturnType<typeof modem>, loop: SlotLoop): Promise<void> => {
  for (let n = 0; n < 9 && shown.slot !== 2; n += 1) await look(loop, 1);
  expect(shown.slot).toBe(2);
};

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
