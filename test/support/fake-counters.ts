import type { Clock } from "../../src/ports/clock.ts";
import type {
  CounterAbsence,
  CounterSample,
  Counters,
  DirectionCount,
  LinkOverhead,
} from "../../src/ports/counters.ts";

interface FakeLink {
  readonly ifindex: number;
  readonly instance: number;
  readonly overhead: LinkOverhead;
  rx: DirectionCount;
  tx: DirectionCount;
}

const NOTHING: DirectionCount = { bytes: 0n, packets: 0n };

/** One interface that a test plugs in, unplugs and sends over. */
export class FakeCounters implements Counters {
  readonly #clock: Clock;
  readonly #bootId: string;
  readonly #name: string;
  #link: FakeLink | undefined;
  #plugged = 0;
  /** The driver counts bytes in 32 bits. */
  narrow = false;
  /** The files of a new interface come one after the other; its kind may be late. */
  kindReadable = true;

  constructor(clock: Clock, { bootId = "boot-1", interfaceName = "wwan0" } = {}) {
    this.#clock = clock;
    this.#bootId = bootId;
    this.#name = interfaceName;
  }

  plugIn(ifindex = 3, overhead: LinkOverhead = { rx: 0, tx: 0, because: "raw-ip link (ARPHRD 65534)" }): void {
    this.#plugged += 1;
    this.#link = { ifindex, instance: this.#plugged, overhead, rx: NOTHING, tx: NOTHING };
  }

  unplug(): void {
    this.#link = undefined;
  }

  /** That many packets of so many IP bytes each; the link's overhead comes on top. */
  carry(direction: "rx" | "tx", packets: number, ipBytes: number): void {
    const link = this.#link;
    if (link === undefined) throw new Error("nothing is plugged in");
    const { bytes, packets: before } = link[direction];
    const more = BigInt(packets) * BigInt(ipBytes + link.overhead[direction]);
    link[direction] = { bytes: bytes + more, packets: before + BigInt(packets) };
  }

  sample(): CounterSample | CounterAbsence {
    if (this.#link === undefined) return { kind: "absent", why: `there is no interface ${this.#name}` };
    const { ifindex, instance, rx, tx } = this.#link;
    const epoch = { bootId: this.#bootId, interfaceName: this.#name, ifindex, instance };
    return { kind: "sample", epoch, rx: this.#shown(rx), tx: this.#shown(tx), at: this.#clock.monoMs() };
  }

  #shown({ bytes, packets }: DirectionCount): DirectionCount {
    return { bytes: this.narrow ? bytes % (1n << 32n) : bytes, packets };
  }

  linkOverhead(): LinkOverhead | undefined {
    return this.kindReadable ? this.#link?.overhead : undefined;
  }

  close(): void {
    // Holds nothing.
  }
}
