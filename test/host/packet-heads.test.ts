import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InboundGuard, type Objection } from "../../src/host/inbound-guard.ts";
import { type PacketHead, PacketHeads } from "../../src/host/packet-heads.ts";

const lengthBytes = (length: number): number[] =>
  length < 128 ? [length] : [(length % 128) | 0x80, ...lengthBytes(Math.floor(length / 128))];

const packet = ({ type, length }: { readonly type: number; readonly length: number }): number[] => [
  type << 4,
  ...lengthBytes(length),
  ...Array.from({ length }, () => 0xff),
];

const packets = fc.array(fc.record({ type: fc.integer({ min: 0, max: 15 }), length: fc.nat({ max: 300 }) }));

describe("the heads of packets in a stream", () => {
  it("are found however the stream is cut", () => {
    fc.assert(
      fc.property(packets, fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1 }), (sent, cuts) => {
        const bytes = Uint8Array.from(sent.flatMap(packet));
        const heads = new PacketHeads();
        const found: (PacketHead | "malformed")[] = [];
        for (let at = 0, n = 0; at < bytes.length; n += 1) {
          const size = cuts[n % cuts.length] ?? 1;
          found.push(...heads.in(bytes.subarray(at, at + size)));
          at += size;
        }
        expect(found).toEqual(
          sent.map(({ type, length }) => ({ type, size: 1 + lengthBytes(length).length + length })),
        );
      }),
    );
  });

  it("tell the largest packet there is, and a length of five bytes is none", () => {
    expect([...new PacketHeads().in(Uint8Array.of(0x30, 0xff, 0xff, 0xff, 0x7f))]).toEqual([
      { type: 3, size: 268_435_460 },
    ]);
    expect([...new PacketHeads().in(Uint8Array.of(0x30, 0xff, 0xff, 0xff, 0xff, 1))]).toEqual(["malformed"]);
  });
});

describe("what a broker may send without being asked", () => {
  function guarded() {
    let now = 0;
    const objections: Objection[] = [];
    const limits = {
      packetBytes: 1_000,
      unasked: { packets: { atOnce: 10, perSecond: 2 }, bytes: { atOnce: 2_000, perSecond: 100 } },
    };
    const guard = new InboundGuard(
      limits,
      () => now,
      (found) => objections.push(found),
    ).resume();
    const send = (...bytes: readonly number[]): void => void guard.write(Buffer.from(bytes));
    return { guard, send, objections, wait: (ms: number) => (now += ms) };
  }

  it("is a little for as long as one likes", () => {
    const { send, objections, wait } = guarded();
    for (let n = 0; n < 1_000; n += 1) {
      send(0xd0, 0);
      wait(500);
    }
    expect(objections).toEqual([]);
  });

  it("is objected to once when it goes on, and nothing more is let through", () => {
    const { guard, send, objections, wait } = guarded();
    let through = 0;
    guard.on("data", (bytes: Buffer) => (through += bytes.length));
    for (let n = 0; n < 1_000; n += 1) {
      send(0xd0, 0);
      wait(100);
    }
    expect(objections).toEqual([expect.objectContaining({ kind: "excess" })]);
    expect(through).toBeLessThan(40);
  });

  it("is not counted where it answers what was sent; an answer of pages is", () => {
    const { guard, send, objections } = guarded();
    for (let n = 0; n < 1_000; n += 1) {
      guard.owe();
      send(0x40, 2, 0, 1);
    }
    expect(objections).toEqual([]);
    for (let n = 0; n < 3; n += 1) send(...packet({ type: 3, length: 900 }));
    expect(objections).toEqual([expect.objectContaining({ kind: "excess" })]);
  });
});
