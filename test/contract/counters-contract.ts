import { afterEach, expect, it } from "vitest";
import type { Counters } from "../../src/ports/counters.ts";

/** Counters of `wwan0` in boot `boot-1` on a clock that stands at 1,000, and the hands to move the interface. */
export interface CountersBench {
  readonly counters: Counters;
  /** A raw-ip interface whose counters are at zero. */
  plugIn(ifindex: number): void;
  unplug(): void;
  /** To what the raw counters are to come. */
  reach(rx: readonly [bytes: number, packets: number], tx: readonly [bytes: number, packets: number]): void;
  close(): void;
}

export function countersContract(open: () => CountersBench): void {
  let bench: CountersBench | undefined;
  const opened = (): CountersBench => (bench = open());
  afterEach(() => {
    bench?.counters.close();
    bench?.close();
    bench = undefined;
  });

  it("an interface that is not there is absent, with a reason, and has no overhead", () => {
    const { counters } = opened();
    expect(counters.sample()).toMatchObject({ kind: "absent", why: expect.stringContaining("wwan0") });
    expect(counters.linkOverhead()).toBeUndefined();
  });

  it("a sample holds the raw counters, the epoch and the monotonic instant", () => {
    const { counters, plugIn, reach } = opened();
    plugIn(7);
    reach([1_500, 10], [700, 5]);
    expect(counters.sample()).toEqual({
      kind: "sample",
      epoch: { bootId: "boot-1", interfaceName: "wwan0", ifindex: 7, instance: expect.any(Number) },
      rx: { bytes: 1_500n, packets: 10n },
      tx: { bytes: 700n, packets: 5n },
      at: 1_000,
    });
    expect(counters.linkOverhead()).toEqual({ rx: 0, tx: 0, because: "raw-ip link (ARPHRD 65534)" });
  });

  it("one sample after the other sees the counters grow in one epoch", () => {
    const { counters, plugIn, reach } = opened();
    plugIn(3);
    reach([100, 1], [0, 0]);
    const first = counters.sample();
    reach([300, 3], [40, 1]);
    expect(counters.sample()).toMatchObject({ rx: { bytes: 300n }, tx: { bytes: 40n } });
    expect(first).toMatchObject({ rx: { bytes: 100n }, epoch: { ifindex: 3 } });
  });

  it("an interface that was taken away is absent at the next sample", () => {
    const { counters, plugIn, unplug } = opened();
    plugIn(3);
    counters.sample();
    unplug();
    expect(counters.sample()).toMatchObject({ kind: "absent" });
    expect(counters.linkOverhead()).toBeUndefined();
  });

  it("one that was made anew between two samples is another epoch, from zero", () => {
    const { counters, plugIn, unplug, reach } = opened();
    plugIn(3);
    reach([9_000, 9], [9_000, 9]);
    counters.sample();
    unplug();
    plugIn(4);
    reach([100, 1], [0, 0]);
    expect(counters.sample()).toMatchObject({ epoch: { ifindex: 4 }, rx: { bytes: 100n }, tx: { bytes: 0n } });
  });

  it("closing is allowed at any time, and asking again after it", () => {
    const { counters, plugIn } = opened();
    counters.close();
    plugIn(3);
    counters.sample();
    counters.close();
    counters.close();
    expect(counters.sample().kind).toBe("sample");
  });
}
