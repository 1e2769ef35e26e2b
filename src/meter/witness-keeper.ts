import type { WitnessSlots } from "../ports/witness-slots.ts";
import { both } from "./amount.ts";
import type { BookHead } from "./book-head.ts";
import type { BookId } from "./book-id.ts";
import { encodeSlot, type WitnessReading } from "./witness.ts";

/** Writes one book's witness, always into the slot that does not hold the last good one. */
export class WitnessKeeper {
  readonly #book: BookId;
  readonly #slots: WitnessSlots;
  #counter = 0;
  #slot: 0 | 1 = 0;
  #written: bigint | undefined;
  #queue: Promise<unknown> = Promise.resolve();

  constructor(book: BookId, slots: WitnessSlots, reading: WitnessReading) {
    this.#book = book;
    this.#slots = slots;
    if (reading.kind !== "read") return;
    this.#counter = reading.witness.counter;
    this.#slot = reading.witness.slot === 0 ? 1 : 0;
    this.#written = both(reading.witness.head.counted);
  }

  /** Bytes that were counted since the last witness; undefined when there is no witness yet. */
  since(head: BookHead): bigint | undefined {
    return this.#written === undefined ? undefined : both(head.counted) - this.#written;
  }

  write(head: BookHead): Promise<"durable" | "refused"> {
    const done = this.#queue.then(() => this.#write(head));
    this.#queue = done;
    return done;
  }

  async #write(head: BookHead): Promise<"durable" | "refused"> {
    const result = await this.#slots.write(this.#slot, encodeSlot(this.#book, this.#counter + 1, head));
    // A refused writing may have torn its slot; the next one goes there again.
    if (result === "refused") return result;
    this.#counter += 1;
    this.#slot = this.#slot === 0 ? 1 : 0;
    this.#written = both(head.counted);
    return result;
  }
}
