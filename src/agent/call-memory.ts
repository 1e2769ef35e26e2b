import { createHmac } from "node:crypto";
import { afterRestart, type CallRecord, NO_FAILURES } from "../modem/call-retry.ts";
import type { Store } from "../ports/store.ts";
import { readKept } from "./kept-json.ts";

const KEY = "bearer/retry";

interface Kept {
  readonly record: CallRecord;
  /** What was ordered: another order has not failed yet. */
  readonly order: string;
  /** Keyed hash of the card it failed with. */
  readonly card?: string;
}

/** How often dialling failed, over restarts: a device that restarts over and over is to hammer no more than one that does not. */
export class CallMemory {
  readonly #store: Store;
  readonly #key: string;
  readonly #order: string;
  #kept: Kept | undefined;
  #card: string | undefined;

  /** `order`: everything of the settings that the network judges. `key`: the device's own secret. */
  constructor(store: Store, key: string, order: string) {
    this.#store = store;
    this.#key = key;
    this.#order = this.#hash(`order ${order}`);
  }

  async recall(): Promise<CallRecord> {
    const kept = readKept(await this.#store.get(KEY), isKept);
    if (kept?.order !== this.#order) return NO_FAILURES;
    this.#kept = kept;
    this.#card = kept.card;
    return afterRestart(kept.record);
  }

  /** Nothing is written while nothing has failed. */
  async keep(record: CallRecord): Promise<void> {
    if (record.failures === 0 && this.#kept === undefined) return;
    this.#kept = record.failures === 0 ? undefined : this.#with(record);
    await this.#store.write([
      this.#kept === undefined ? { del: KEY } : { put: KEY, value: JSON.stringify(this.#kept) },
    ]);
  }

  /** Whether it is the card of which the record tells. */
  async card(iccid: string): Promise<boolean> {
    const card = this.#hash(`card ${iccid}`);
    const same = this.#card === undefined || this.#card === card;
    this.#card = card;
    if (!same) await this.keep(NO_FAILURES);
    return same;
  }

  #with(record: CallRecord): Kept {
    return { record, order: this.#order, ...(this.#card === undefined ? {} : { card: this.#card }) };
  }

  #hash(text: string): string {
    return createHmac("sha256", this.#key).update(text).digest("hex").slice(0, 24);
  }
}

function isKept(value: unknown): value is Kept {
  if (typeof value !== "object" || value === null || !("record" in value) || !("order" in value)) return false;
  const { record } = value;
  return (
    typeof record === "object" &&
    record !== null &&
    "failures" in record &&
    typeof record.failures === "number" &&
    Number.isInteger(record.failures) &&
    record.failures >= 0 &&
    "kind" in record &&
    (record.kind === "permanent" || record.kind === "temporary") &&
    (!("backOff" in record) || (typeof record.backOff === "number" && record.backOff >= 0))
  );
}
