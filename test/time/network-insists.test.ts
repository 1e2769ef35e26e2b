import { describe, expect, test } from "vitest";
import { Hours, Minutes } from "../../src/base/duration.ts";
import { WallMs } from "../../src/base/instant.ts";
import { Device, NOW, THREE_YEARS, after } from "../support/trusting-device.ts";

describe("network time before the last entry's hour", () => {
  const FUTURE = { lastBooked: WallMs(NOW + THREE_YEARS) };

  test("is refused, and believed when it has said the same for a whole day: the entry was wrong", async () => {
    const device = new Device(0, FUTURE);
    const refused = device.network(NOW);
    expect(refused).toMatchObject([{ kind: "refused", why: "before-floor" }]);
    for (let hour = 1; hour < 24; hour += 1) {
      await after(device, Hours(1));
      device.network(NOW + Hours(hour));
      expect(device.source).toBeUndefined();
    }
    await after(device, Hours(1));
    device.network(NOW + Hours(24));
    expect(device.source).toBe("network");
    expect(device.trusted).toBe(NOW + Hours(24));
  });

  test("is not believed while it wavers: a clock that stands still, or says something else each time", async () => {
    const device = new Device(0, FUTURE);
    for (let hour = 0; hour < 60; hour += 1) {
      device.network(NOW);
      await after(device, Hours(1));
    }
    expect(device.source).toBeUndefined();
  });

  test("does not outweigh a clock synchronisation, however long it is repeated", async () => {
    const device = new Device(NOW + THREE_YEARS, FUTURE);
    await after(device, Minutes(1));
    device.synchronise(NOW + THREE_YEARS + Minutes(1));
    device.look();
    expect(device.source).toBe("clock-sync");
    for (let hour = 0; hour < 30; hour += 1) {
      device.network(NOW + Hours(hour));
      await after(device, Hours(1));
    }
    expect(device.source).toBe("clock-sync");
  });
});
