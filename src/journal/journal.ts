import { textOf } from "../base/fault.ts";
import type { WallMs } from "../base/instant.ts";
import type { Stamp } from "../base/stamp.ts";
import type { Log } from "../ports/log.ts";
import type { Store, StoreOp } from "../ports/store.ts";
import { type ChainReport } from "./chain-walk.ts";
import { examineChain, readHead, storedBytes, storedChains } from "./examination.ts";
import { type Draft, type JournalEntry, signEntry } from "./journal-entry.ts";
import { emptyHead, entryKey, entryRange, headOp, type JournalHead, nextChain } from "./journal-head.ts";
import type { JournalWitness } from "./journal-witness.ts";
import { type JournalBounds, prunable } from "./pruning.ts";

export interface JournalPorts {
  readonly store: Store;
  readonly log: Log;
  /** Absent: an end that the store lost is noticed by nobody. */
  readonly witness?: JournalWitness;
}

export interface JournalOptions extends JournalBounds {
  /** The device's own secret, from which the salts of private values come. */
  readonly key: string;
}

/** When an entry is written down, and whether that time is known. */
export interface Now {
  readonly at: Stamp;
  readonly trusted: boolean;
}

/**
 * Entries on their way into the store: `ops` go into the batch of what they tell of, in the same turn in which they were made, because
 * a chain is written in its order. Then `commit()`, or `abandon()` when the batch was not taken: they go with the next one.
 */
export interface Appended {
  readonly ops: readonly StoreOp[];
  commit(): void;
  abandon(): void;
}

/** A chain that was not what had been written, found at this start. */
export interface JournalDamage {
  readonly chain: string;
  readonly found: string;
  readonly since: WallMs;
}

/** So many entries are written before the witness is told again. */
const WITNESS_EVERY = 64;
/** Damaged chains that are kept; a flash that dies must not fill itself with ruins. */
const KEPT_ASIDE = 2;
const NOTHING: Appended = { ops: [], commit: () => undefined, abandon: () => undefined };

/**
 * The tamper-evident journal of this device. What it is given is in the chain at once, in the order of the calls, and on the disk with
 * the caller's batch. A chain that is damaged is never continued and never stops anything: it stays as it is, and another one begins.
 */
export class Journal {
  readonly #ports: JournalPorts;
  readonly #options: JournalOptions;
  #head: JournalHead;
  #durable: JournalHead;
  #witnessed: number;
  #bytes: number;
  /** The first words of a new chain, and what a batch that failed had in it. */
  #begin: readonly Draft[];
  #owed: readonly StoreOp[];
  #pruning = false;
  readonly damage: JournalDamage | undefined;

  private constructor(ports: JournalPorts, options: JournalOptions, start: Start) {
    this.#ports = ports;
    this.#options = options;
    this.#head = start.head;
    this.#durable = start.head;
    this.#witnessed = start.witnessed;
    this.#bytes = start.bytes;
    this.#begin = start.begin;
    this.#owed = start.owed;
    this.damage = start.damage;
  }

  /** Walks what is stored, to the last byte. `each` sees every entry. Never rejects for what it finds. */
  static async open(
    ports: JournalPorts,
    options: JournalOptions,
    now: Now,
    each?: (entry: JournalEntry) => void,
  ): Promise<Journal> {
    return new Journal(ports, options, await startOf(ports, now, each));
  }

  get head(): JournalHead {
    return this.#head;
  }

  /** Of all entries of the chain, with their keys. */
  get bytes(): number {
    return this.#bytes;
  }

  append(drafts: readonly Draft[], now: Now): Appended {
    if (drafts.length === 0) return NOTHING;
    const entries: StoreOp[] = [...this.#owed];
    for (const draft of [...this.#begin, ...drafts]) {
      const seq = this.#head.seq + 1;
      const { chain } = this.#head;
      const { text, hash } = signEntry(draft, { chain, seq, ...now, key: this.#options.key }, this.#head.hash);
      const put = entryKey(chain, seq);
      this.#head = { ...this.#head, seq, hash };
      this.#bytes += storedBytes(put, text);
      entries.push({ put, value: text });
    }
    [this.#begin, this.#owed] = [[], []];
    const head = this.#head;
    return {
      ops: [...entries, headOp(head)],
      commit: () => this.#committed(head),
      abandon: () => (this.#owed = [...entries, ...this.#owed]),
    };
  }

  /**
   * Takes away what is too old or too much, in one batch with the checkpoint and the entry that tells of it; gives what went. To be asked
   * now and then. Rejects only when the store does. `trusted`: the time, where it is known.
   */
  async prune(now: Now): Promise<readonly JournalEntry[]> {
    const { store, log } = this.#ports;
    if (this.#pruning || this.#head.seq === 0 || !store.health().durable) return [];
    this.#pruning = true;
    try {
      const { chain, seq } = this.#head;
      const rows = store.range(...entryRange(chain));
      const time = now.trusted ? now.at.wall : undefined;
      const pruned = await prunable({ ...this.#options, rows, end: seq, bytes: this.#bytes, now: time });
      if (pruned === undefined) return [];
      const { from, to, count, last, why } = pruned;
      const total = pruned.countBefore + count;
      const place = { chain, seq: to, ...now, key: this.#options.key };
      const checkpoint = signEntry({ what: "checkpoint", fields: { count: total, last, why } }, place, last);
      const put = entryKey(chain, to);
      const fields = { from, to, count, total, last, checkpoint: checkpoint.hash, why };
      const told = this.append([{ what: "journal-pruned", fields }], now);
      this.#bytes += storedBytes(put, checkpoint.text) - pruned.bytes;
      try {
        await store.write([...pruned.ops, { put, value: checkpoint.text }, ...told.ops]);
        told.commit();
      } catch (thrown) {
        told.abandon();
        throw thrown;
      }
      log.info("journal-pruned", { from, to, count, why });
      return pruned.entries;
    } finally {
      this.#pruning = false;
    }
  }

  /** Everything as it lies in the store, from the first entry to the last. */
  async examine(each?: (entry: JournalEntry) => void): Promise<ChainReport> {
    const witness = await this.#ports.witness?.read();
    return await examineChain(this.#ports.store, this.#head, witness, each);
  }

  /** Tells the witness how far the journal has come. */
  async close(): Promise<void> {
    if (this.#durable.seq > Math.max(0, this.#witnessed)) await this.#bearWitness(this.#durable);
  }

  #committed(head: JournalHead): void {
    if (!this.#ports.store.health().durable || head.seq <= this.#durable.seq) return;
    this.#durable = head;
    if (head.seq - this.#witnessed >= WITNESS_EVERY) void this.#bearWitness(head);
  }

  async #bearWitness(head: JournalHead): Promise<void> {
    this.#witnessed = head.seq;
    await this.#ports.witness?.write(head);
  }
}

interface Start {
  readonly head: JournalHead;
  readonly witnessed: number;
  readonly bytes: number;
  readonly begin: readonly Draft[];
  readonly owed: readonly StoreOp[];
  readonly damage: JournalDamage | undefined;
}

async function startOf(
  { store, log, witness }: JournalPorts,
  now: Now,
  each?: (entry: JournalEntry) => void,
): Promise<Start> {
  const known = await witness?.read();
  const { head, chains, found, examined } = await lookInto(store, known, each).catch((thrown: unknown) => ({
    head: "unreadable" as const,
    chains: [],
    found: `it cannot be read: ${textOf(thrown)}`,
    examined: undefined,
  }));
  if (typeof head !== "string" && examined !== undefined && found === undefined)
    return {
      head,
      witnessed: known?.chain === head.chain ? known.seq : 0,
      bytes: examined.bytes,
      begin: [],
      owed: [],
      damage: undefined,
    };
  const before = typeof head === "string" ? (known?.chain ?? chains.at(-1)) : head.chain;
  const all = [...new Set([...chains, ...(before === undefined ? [] : [before])])];
  const chain = nextChain(all, `${now.at.bootId} ${now.at.wall} ${now.at.mono}`);
  // The witness is told with the first batch: until then it knows of the chain before.
  const start = { witnessed: -WITNESS_EVERY, bytes: 0 };
  if (found === undefined || before === undefined)
    return { ...start, head: emptyHead(chain), begin: [begun({ why: "first" })], owed: [], damage: undefined };
  log.warn("journal-damaged", { chain: before, found });
  const gone = chains.slice(0, -KEPT_ASIDE);
  const owed: StoreOp[] = [];
  for (const old of gone) for await (const [key] of store.range(...entryRange(old))) owed.push({ del: key });
  return {
    ...start,
    head: emptyHead(chain, chains.slice(-KEPT_ASIDE)),
    begin: [begun({ why: "damaged", after: before, found })],
    owed,
    damage: { chain: before, found, since: now.at.wall },
  };
}

const begun = (fields: Readonly<Record<string, string>>): Draft => ({
  what: "journal-begun",
  fields: { format: 1, ...fields },
});

async function lookInto(store: Store, witness: JournalHead | undefined, each?: (entry: JournalEntry) => void) {
  const head = await readHead(store);
  const chains = await storedChains(store);
  const stored = { head, chains, examined: undefined, found: undefined };
  if (head === "unreadable") return { ...stored, found: "its head is not what was written" };
  if (head === "none") {
    if (chains.length > 0) return { ...stored, found: "its head is gone" };
    if (witness === undefined) return stored;
    return { ...stored, found: `nothing is left of it; the witness beside the store knows ${witness.seq} entries` };
  }
  const examined = await examineChain(store, head, witness, each);
  const [first] = examined.faults;
  const more = examined.faultCount > 1 ? `, and ${examined.faultCount - 1} more faults` : "";
  if (first !== undefined) return { head, chains, examined, found: `${first.text}${more}` };
  // Of an earlier chain it knows where the first batch of this one was cut off by a power cut.
  if (witness !== undefined && witness.chain !== head.chain && witness.chain > head.chain)
    return { head, chains, examined, found: `the witness beside the store knows a later chain, ${witness.chain}` };
  return { head, chains, examined, found: undefined };
}
