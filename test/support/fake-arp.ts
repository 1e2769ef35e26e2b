import type { ArpCounters, ArpReading } from "../../src/ports/arp-counters.ts";

/** A packet filter that counts ARP as a test has it pass. */
export class FakeArp implements ArpCounters {
  reads = 0;
  /** Why nothing can be read. */
  refuses: string | undefined;
  hangs = false;
  #handle = 1;
  readonly #bytes = { up: 0n, down: 0n };

  pass(way: "up" | "down", bytes: number): void {
    this.#bytes[way] += BigInt(bytes);
  }

  /** Other counters, at zero. */
  remake(): void {
    this.#handle += 1;
    this.#bytes.up = 0n;
    this.#bytes.down = 0n;
  }

  async read(): Promise<ArpReading> {
    this.reads += 1;
    if (this.hangs) return await new Promise(() => {});
    if (this.refuses !== undefined) return { kind: "unreadable", why: this.refuses };
    const handle = this.#handle;
    return { kind: "counted", up: { bytes: this.#bytes.up, handle }, down: { bytes: this.#bytes.down, handle } };
  }
}
