import { Days } from "../../src/base/duration.ts";
import { MonoMs, WallMs } from "../../src/base/instant.ts";
import type { ChainReport } from "../../src/journal/chain-walk.ts";
import { examineChain, readHead } from "../../src/journal/examination.ts";
import type { Draft } from "../../src/journal/journal-entry.ts";
import { Journal, type JournalOptions, type Now } from "../../src/journal/journal.ts";
import { JournalWitness } from "../../src/journal/journal-witness.ts";
import { MemoryStore } from "./memory-store.ts";
import { MemoryWitnesses } from "./memory-witnesses.ts";
import { SilentLog } from "./silent-log.ts";

export const NOON = Date.UTC(2026, 10, 22, 4);
const MINUTE = 60_000;

export const nowAt = (minutes: number, trusted = true): Now => ({
  at: { wall: WallMs(NOON + minutes * MINUTE), bootId: "boot-1", mono: MonoMs(minutes * MINUTE) },
  trusted,
});

export const detached = (n: number): Draft => ({ what: "network-detached", fields: { said: `+CGEV: NW DETACH ${n}` } });

export const message = (text: string): Draft => ({
  what: "sms-received",
  fields: { from: "138********00", text: "(private)" },
  private: { from: "+8613800138000", text },
});

/** A journal in a store without a disk; what is `durable` in it may be changed by hand. */
export class JournalBench {
  store: MemoryStore;
  witnesses: MemoryWitnesses;
  log = new SilentLog();
  options: JournalOptions = { key: "secret", retention: Days(400), maxBytes: 1 << 20 };

  constructor(store = new MemoryStore(), witnesses = new MemoryWitnesses()) {
    this.store = store;
    this.witnesses = witnesses;
  }

  open(minutes = 0): Promise<Journal> {
    const witness = new JournalWitness(this.witnesses.slots("journal"));
    return Journal.open({ store: this.store, log: this.log, witness }, this.options, nowAt(minutes));
  }

  async write(journal: Journal, drafts: readonly Draft[], minutes = 0): Promise<void> {
    const { ops, commit } = journal.append(drafts, nowAt(minutes));
    await this.store.write(ops);
    commit();
  }

  /** What is stored, walked from its first entry to its last. */
  async report(): Promise<ChainReport> {
    const head = await readHead(this.store);
    if (typeof head === "string") throw new Error(`the head is ${head}`);
    return await examineChain(this.store, head, undefined);
  }

  entries(): (readonly [key: string, text: string])[] {
    const rows = [...this.store.durable].filter(([key]) => key.startsWith("journal/entry/"));
    return rows.toSorted(([a], [b]) => (a < b ? -1 : 1));
  }
}
