import { expect, test } from "vitest";
import { Hours, Minutes } from "../../src/base/duration.ts";
import { wallAfter, WallMs } from "../../src/base/instant.ts";
import {
  averageDbm,
  type CarrierRecord,
  type CarrierSample,
  MOST_CARRIERS,
  noteCarrier,
} from "../../src/replace/carrier-history.ts";

const NOW = WallMs(Date.UTC(2026, 10, 12, 1));
const sample = (carrier: string, more: Partial<CarrierSample> = {}): CarrierSample => ({
  carrier,
  at: NOW,
  seenMs: Minutes(1),
  upMs: Minutes(1),
  rejects: 0,
  detaches: 0,
  bytes: 0,
  ...more,
});
const after = (...samples: readonly CarrierSample[]): readonly CarrierRecord[] =>
  samples.reduce(noteCarrier, [] as readonly CarrierRecord[]);

test("each carrier's hours, refusals, bytes and signal add up by themselves", () => {
  const later = wallAfter(NOW, Hours(1));
  const [mobile, unicom] = after(
    sample("unicom", { rsrpDbm: -110, bytes: 5 }),
    sample("mobile", { upMs: 0, rejects: 2, rssiDbm: -70 }),
    sample("mobile", { at: later, detaches: 1, rsrpDbm: -90, bytes: 7, perMb: 290_000 }),
    sample("mobile", { at: later, rsrpDbm: -100 }),
  );
  expect(mobile).toMatchObject({
    carrier: "mobile",
    firstAt: NOW,
    lastAt: later,
    seenMs: Minutes(3),
    upMs: Minutes(2),
    rejects: 2,
    detaches: 1,
    bytes: 7,
    perMb: 290_000,
    rsrp: { count: 2, worst: -100 },
    rssi: { count: 1, worst: -70 },
  });
  expect(mobile === undefined ? undefined : averageDbm(mobile.rsrp)).toBe(-95);
  expect(unicom).toMatchObject({ carrier: "unicom", bytes: 5 });
});

test("a device that travels keeps the carriers that it saw last, and no more", () => {
  const records = after(...Array.from({ length: 40 }, (_, n) => sample(`c${n}`)));
  expect(records).toHaveLength(MOST_CARRIERS);
  expect(records[0]?.carrier).toBe("c39");
});

test("where the signal was never told there is no average", () => {
  expect(averageDbm({ count: 0, sum: 0, worst: 0 })).toBeUndefined();
});
