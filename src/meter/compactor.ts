import type { Log } from "../ports/log.ts";
import type { Store } from "../ports/store.ts";
import type { Witnesses } from "../ports/witness-slots.ts";
import type { Book } from "./book.ts";
import { maskBook } from "./book-id.ts";
import { compactBook, type CompactionBounds, COMPACTION_SIZES, type CompactionSizes } from "./compaction.ts";
import { packHours } from "./packing.ts";

/** Compacts the books one after the other, never twice at once, and stops between two batches when it is told to. */
export class Compactor {
  readonly #ports: { readonly store: Store; readonly witnesses: Witnesses; readonly log: Log };
  #running: Promise<void> | undefined;
  #stopping = false;

  constructor(ports: { readonly store: Store; readonly witnesses: Witnesses; readonly log: Log }) {
    this.#ports = ports;
  }

  async run(books: readonly Book[], bounds: CompactionBounds, sizes?: CompactionSizes): Promise<void> {
    this.#running ??= this.#run(books, bounds, sizes).finally(() => {
      this.#running = undefined;
    });
    await this.#running;
  }

  /** Resolves when nothing is written any more. */
  async stop(): Promise<void> {
    this.#stopping = true;
    await this.#running;
  }

  async #run(books: readonly Book[], bounds: CompactionBounds, sizes = COMPACTION_SIZES): Promise<void> {
    const { store, witnesses, log } = this.#ports;
    const stopping = (): boolean => this.#stopping || !store.health().durable;
    for (const book of books) {
      if (stopping()) return;
      const ports = { store, witness: witnesses.slots(book.id), stopping };
      const { entries, hours, renewed, found } = await compactBook(ports, book, bounds, sizes);
      const packed = found === undefined && !stopping() ? await packHours(ports, book, bounds.entriesBefore, sizes) : 0;
      const told = { book: maskBook(book.id), entries, hours, packed, ...(renewed ? { renewed } : {}) };
      if (found !== undefined) log.warn("books-not-compacted", { ...told, found });
      else if (entries + hours + packed > 0 || renewed) log.info("books-compacted", told);
    }
  }
}
