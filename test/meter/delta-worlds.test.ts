import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { maxBytes } from "../../src/base/bytes.ts";
import type { Cursor } from "../../src/meter/cursor.ts";
import { advance } from "../../src/meter/delta.ts";
import { type RawCounters, counterSample, linkOf } from "../support/counter-samples.ts";

const LINK = linkOf(0, 14);
const GIB = 1n << 30n;

interface Flow {
  bytes: bigint;
  packets: bigint;
}

/** One life of one interface. */
class Incarnation {
  readonly bootId: string;
  readonly ifindex: number;
  readonly rx: Flow = { bytes: 0n, packets: 0n };
  readonly tx: Flow = { bytes: 0n, packets: 0n };
  name = "wwan0";
  /** What the program must have booked of it: the highest corrected value of the samples that it remembers. */
  seen: Carried = { down: 0n, up: 0n };

  constructor(bootId: string, ifindex: number) {
    this.bootId = bootId;
    this.ifindex = ifindex;
  }

  send(direction: "rx" | "tx", packets: bigint, size: bigint): void {
    this[direction].packets += packets;
    this[direction].bytes += packets * (size + BigInt(LINK[direction]));
  }

  /** The packets are read later than the bytes; meanwhile some more may pass. */
  read(meanwhile: bigint): RawCounters {
    const { bootId, ifindex, name: interfaceName, rx, tx } = this;
    const [rxBytes, txBytes] = [rx.bytes, tx.bytes];
    this.send("rx", meanwhile, 100n);
    this.send("tx", meanwhile, 100n);
    return { bootId, ifindex, interfaceName, rx: [rxBytes, rx.packets], tx: [txBytes, tx.packets] };
  }

  get carried(): Carried {
    return { down: this.rx.bytes, up: this.tx.bytes - 14n * this.tx.packets };
  }
}

interface Carried {
  readonly down: bigint;
  readonly up: bigint;
}

interface Durable {
  readonly cursor: Cursor | undefined;
  readonly booked: Carried;
  readonly seen: ReadonlyMap<Incarnation, Carried>;
}

const action = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant("send" as const),
      direction: fc.constantFrom("rx" as const, "tx" as const),
      packets: fc.bigInt({ min: 1n, max: 5_000n }),
      size: fc.bigInt({ min: 28n, max: 1_500n }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant("sample" as const), meanwhile: fc.bigInt({ min: 0n, max: 50n }) }),
  },
  { weight: 2, arbitrary: fc.constant({ do: "checkpoint" as const }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("restart" as const), back: fc.nat({ max: 3 }) }) },
  { weight: 1, arbitrary: fc.constant({ do: "re-create" as const }) },
  { weight: 1, arbitrary: fc.constant({ do: "reboot" as const }) },
  { weight: 1, arbitrary: fc.constant({ do: "rename" as const }) },
);

function live(actions: readonly (typeof action extends fc.Arbitrary<infer A> ? A : never)[], before: bigint): void {
  let boots = 1;
  let indices = 3;
  let link = new Incarnation("boot-1", indices);
  const lives = [link];
  link.send("rx", before, 100n);
  let cursor: Cursor | undefined;
  let booked: Carried = { down: 0n, up: 0n };
  const baseline = link.carried;
  const disk: Durable[] = [];

  const sample = (meanwhile: bigint): void => {
    const raw = link.read(meanwhile);
    const moved = advance(cursor, counterSample(raw), LINK, cursor === undefined);
    expect(moved.up >= 0n && moved.down >= 0n).toBe(true);
    booked = { down: booked.down + moved.down, up: booked.up + moved.up };
    cursor = moved.cursor;
    const [[down = 0n] = [], [txBytes = 0n, txPackets = 0n] = []] = [raw.rx, raw.tx];
    link.seen = { down: maxBytes(link.seen.down, down), up: maxBytes(link.seen.up, txBytes - 14n * txPackets) };
  };
  const checkpoint = (): void => void disk.push({ cursor, booked, seen: new Map(lives.map((one) => [one, one.seen])) });

  // The baseline is on the disk before anything else happens: an installation begins with it.
  sample(0n);
  checkpoint();
  for (const step of actions) {
    if (step.do === "send") link.send(step.direction, step.packets, step.size);
    if (step.do === "sample") sample(step.meanwhile);
    if (step.do === "checkpoint") checkpoint();
    if (step.do === "rename") link.name = link.name === "wwan0" ? "wwan9" : "wwan0";
    if (step.do === "re-create" || step.do === "reboot") {
      boots += step.do === "reboot" ? 1 : 0;
      indices = step.do === "reboot" ? 3 : indices + 1;
      link = new Incarnation(`boot-${boots}`, indices);
      lives.push(link);
    }
    const kept = step.do === "restart" ? disk.at(-1 - Math.min(step.back, disk.length - 1)) : undefined;
    if (kept !== undefined) {
      ({ cursor, booked } = kept);
      for (const one of lives) one.seen = kept.seen.get(one) ?? { down: 0n, up: 0n };
    }
  }
  // At rest: the one interface that lives is booked to the byte.
  sample(0n);
  expect(link.seen).toEqual(link.carried);
  const down = lives.reduce((sum, one) => sum + one.seen.down, 0n) - baseline.down;
  const up = lives.reduce((sum, one) => sum + one.seen.up, 0n) - baseline.up;
  expect(booked).toEqual({ down, up });
}

describe("over any history of one device", () => {
  test("the deltas add up to what every life of the interface was seen to carry, and at rest to the last byte", () => {
    fc.assert(fc.property(fc.array(action, { maxLength: 60 }), fc.bigInt({ min: 0n, max: 9_999n }), live), {
      numRuns: 2_000,
    });
  });

  test("a 32-bit counter that goes round again and again loses nothing, if it is asked once a GiB", () => {
    const bursts = fc.array(fc.tuple(fc.bigInt({ min: 1n, max: 600_000n }), fc.bigInt({ min: 28n, max: 1_500n })), {
      minLength: 1,
      maxLength: 40,
    });
    fc.assert(
      fc.property(bursts, fc.bigInt({ min: 0n, max: 4n * GIB - 1n }), (steps, start) => {
        let [bytes, packets, truth, booked] = [start, start / 700n, 0n, 0n];
        let cursor = advance(undefined, counterSample({ tx: [bytes, packets] }), LINK, true).cursor;
        for (const [count, size] of steps) {
          bytes += count * (size + 14n);
          packets += count;
          truth += count * size;
          const moved = advance(cursor, counterSample({ tx: [bytes % (4n * GIB), packets] }), LINK, false);
          expect(moved.reset).toBeUndefined();
          booked += moved.up;
          ({ cursor } = moved);
        }
        expect(booked).toBe(truth);
      }),
    );
  });

  test("counters that begin again without telling are booked from zero, once", () => {
    const flow = fc.tuple(fc.bigInt({ min: 2n, max: 1_000_000n }), fc.bigInt({ min: 28n, max: 1_500n }));
    fc.assert(
      fc.property(flow, fc.bigInt({ min: 1n, max: 1_000n }), ([packets, size], part) => {
        const cursor = advance(undefined, counterSample({ tx: [packets * (size + 14n), packets] }), LINK, true).cursor;
        const anew = (packets * part) / 1_001n;
        const moved = advance(cursor, counterSample({ tx: [anew * (size + 14n), anew] }), LINK, false);
        // Nearer than a thousandth to the old value it is taken for a step back, and nothing is booked.
        expect(moved.up === anew * size || (part === 1_000n && moved.up === 0n)).toBe(true);
      }),
    );
  });

  test("no pair of readings of one epoch can book a phantom: at most what is there, or a GiB over a proven wrap", () => {
    const count = fc.oneof(
      fc.bigInt({ min: 0n, max: 1n << 33n }),
      fc.bigInt({ min: 4n * GIB - 5_000n, max: 4n * GIB + 5_000n }),
      fc.bigInt({ min: 0n, max: 5_000n }),
    );
    fc.assert(
      fc.property(count, count, count, count, (bytes, packets, bytesLater, packetsLater) => {
        const cursor = advance(undefined, counterSample({ rx: [bytes, packets] }), LINK, true).cursor;
        const { down } = advance(cursor, counterSample({ rx: [bytesLater, packetsLater] }), LINK, false);
        expect(down).toBeGreaterThanOrEqual(0n);
        expect(down).toBeLessThanOrEqual(maxBytes(bytesLater, GIB));
      }),
      { numRuns: 2_000 },
    );
  });

  test("an overhead that changes at any time never books more than the counter moved, nor less than nothing", () => {
    const step = fc.tuple(
      fc.bigInt({ min: 0n, max: 500n }),
      fc.bigInt({ min: 28n, max: 1_500n }),
      fc.constantFrom(0, 14),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        let [bytes, packets, booked] = [0n, 0n, 0n];
        let cursor = advance(undefined, counterSample({}), LINK, true).cursor;
        for (const [count, size, overhead] of steps) {
          bytes += count * (size + BigInt(overhead));
          packets += count;
          const moved = advance(cursor, counterSample({ rx: [bytes, packets] }), linkOf(overhead, 14), false);
          expect(moved.down).toBe(count * size);
          booked += moved.down;
          ({ cursor } = moved);
        }
        expect(cursor.ipRx).toBe(booked);
      }),
    );
  });
});
