import type { ClassCounter, ClassCounters, ClassReading } from "../../src/ports/class-counters.ts";

/** A packet filter whose counters a test turns. */
export class FakeFilter implements ClassCounters {
  reads = 0;
  /** Why nothing can be read. */
  refuses: string | undefined;
  hangs = false;
  /** There is no table. */
  absent = false;
  readonly #counters = new Map<string, ClassCounter>();
  #made = 0;

  /** One that is not there yet begins with these bytes. */
  count(name: string, bytes: number): void {
    const before = this.#counters.get(name) ?? this.make(name);
    this.#counters.set(name, { ...before, bytes: before.bytes + BigInt(bytes) });
  }

  /** At zero, in place of another one of the name. */
  make(name: string): ClassCounter {
    this.#made += 1;
    const counter = { name, bytes: 0n, handle: this.#made };
    this.#counters.set(name, counter);
    return counter;
  }

  take(name: string): void {
    this.#counters.delete(name);
  }

  async read(): Promise<ClassReading> {
    this.reads += 1;
    if (this.hangs) return await new Promise(() => {});
    if (this.absent) return { kind: "unreadable", why: "there is no table", absent: true };
    if (this.refuses !== undefined) return { kind: "unreadable", why: this.refuses };
    return { kind: "counters", counters: [...this.#counters.values()] };
  }
}
