import { describe, expect, test } from "vitest";
import { Days, Hours, Minutes } from "../../src/base/duration.ts";
import { MonoMs, WallMs } from "../../src/base/instant.ts";
import { type Insistence, joined, outweighs } from "../../src/time/insistence.ts";
import { Device, NOW, THREE_YEARS, after } from "../support/trusting-device.ts";

/** What is known after a boot in which it was said from `from` on, for so long. */
const boot = (earlier: Insistence | undefined, from: number, ran: number): Insistence =>
  joined(earlier, { wall: WallMs(from), mono: MonoMs(0) }, { wall: WallMs(from + ran), mono: MonoMs(ran) });

describe("a time that is said against the books, boot after boot", () => {
  test("outweighs them on its third day, or after a day of running", () => {
    const first = boot(undefined, NOW, Minutes(1));
    const second = boot(first, NOW + Days(1), Minutes(1));
    expect([first, second].map(outweighs)).toEqual([false, false]);
    expect(outweighs(boot(second, NOW + Days(2), Minutes(1)))).toBe(true);
    const long = boot(undefined, NOW, Hours(13));
    expect(outweighs(boot(long, NOW + Hours(14), Hours(10)))).toBe(false);
    expect(outweighs(boot(long, NOW + Hours(14), Hours(11)))).toBe(true);
  });

  test("begins anew when it goes back, or leaps further than a device is off", () => {
    const long = boot(undefined, NOW, Hours(23));
    for (const from of [NOW, NOW + Days(40)]) expect(boot(long, from, Hours(2))).toMatchObject({ ran: Hours(2) });
    expect(boot(long, NOW + Hours(23), Hours(2))).toMatchObject({ ran: Hours(25) });
  });

  test("that begins with the same default in every boot never outweighs them", () => {
    let known: Insistence | undefined;
    for (let n = 0; n < 50; n += 1) {
      known = boot(known, NOW, Hours(8));
      expect(outweighs(known)).toBe(false);
    }
  });
});

describe("a contest between the books and the network", () => {
  const rules = { lastBooked: WallMs(NOW + THREE_YEARS) };

  test("is told when it was said twice, once, and kept once an hour", async () => {
    const device = new Device(0, rules);
    expect(device.network(NOW).map(({ kind }) => kind)).toEqual(["refused"]);
    const told: string[] = [];
    for (let minute = 1; minute <= 180; minute += 1) {
      await after(device, Minutes(1));
      told.push(...device.network(NOW + Minutes(minute)).map(({ kind }) => kind));
    }
    const count = (kind: string): number => told.filter((other) => other === kind).length;
    expect([count("contested"), count("insisting")]).toEqual([1, 3]);
  });

  test("is not begun by one stray line", async () => {
    const device = new Device(NOW + THREE_YEARS, rules);
    device.network(NOW);
    await after(device, Minutes(1));
    device.network(NOW + THREE_YEARS + Minutes(1));
    expect(device.source).toBe("network");
    expect([device.state.contested, device.state.claimed]).toEqual([undefined, undefined]);
  });
});
