import type { SalvagedStore, StoreOpening, StorePlace } from "../../src/ports/store-place.ts";
import { MemoryStore } from "./memory-store.ts";

/** A directory that holds one store and those that were set aside. */
export class MemoryPlace implements StorePlace {
  store: MemoryStore;
  /** The oldest first. */
  readonly aside: { readonly path: string; readonly store: MemoryStore }[] = [];
  /** Answers of the next openings, instead of the store. */
  readonly answers: StoreOpening[] = [];

  constructor(store = new MemoryStore()) {
    this.store = store;
  }

  async open(): Promise<StoreOpening> {
    return this.answers.shift() ?? { kind: "open", store: this.store };
  }

  async setAside(): Promise<string> {
    const path = `/memory/store.damaged-${this.aside.length + 1}`;
    await this.store.close();
    this.aside.push({ path, store: this.store });
    this.store = new MemoryStore();
    return path;
  }

  async *salvage(): AsyncGenerator<SalvagedStore> {
    for (const { path, store } of this.aside.toReversed()) yield { path, reader: new MemoryStore(store.durable) };
  }

  async removeOldest(keep: number): Promise<readonly string[]> {
    return this.aside.splice(0, Math.max(0, this.aside.length - keep)).map(({ path }) => path);
  }

  /** What a start after a power cut finds. */
  afterPowerCut(): MemoryPlace {
    const place = new MemoryPlace(new MemoryStore(this.store.durable));
    place.aside.push(...this.aside);
    return place;
  }
}
