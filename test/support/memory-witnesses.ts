import type { WitnessSlots, Witnesses } from "../../src/ports/witness-slots.ts";

type Slots = [Uint8Array, Uint8Array];

/** The witness files as byte arrays, to be looked at and torn. */
export class MemoryWitnesses implements Witnesses {
  readonly files = new Map<string, Slots>();
  /** How often a slot was written. */
  writes = 0;
  refusing = false;

  slots(book: string): WitnessSlots {
    return {
      read: async () => this.files.get(book) ?? "absent",
      write: async (slot, bytes) => {
        this.writes += 1;
        if (this.refusing) return "refused";
        const slots = this.files.get(book) ?? [new Uint8Array(4096), new Uint8Array(4096)];
        slots[slot] = bytes.slice();
        this.files.set(book, slots);
        return "durable";
      },
    };
  }

  async list(wanted: (name: string) => boolean) {
    const books = [...this.files.keys()].filter(wanted).toSorted((a, b) => a.localeCompare(b, "en"));
    return { books, others: this.files.size - books.length };
  }

  /** As a power cut in the middle of a page leaves it: the first half new, the rest old. */
  tear(book: string, slot: 0 | 1): void {
    this.files.get(book)?.[slot].fill(0xa5, 2048);
  }

  /** The files as they are now; later writings do not reach the copy. */
  copy(): MemoryWitnesses {
    const copy = new MemoryWitnesses();
    for (const [book, [a, b]] of this.files) copy.files.set(book, [a.slice(), b.slice()]);
    return copy;
  }
}
