import {
  GENESIS,
  type JournalEntry,
  linkHash,
  readBody,
  readPrivate,
  splitText,
  type StoredText,
} from "./journal-entry.ts";

/**
 * `changed`: it is not what was written. `missing`: one or several are not there. `displaced`: another one stands in its place.
 * `private`: a private value is not the one that was written. `cut`: the beginning is gone and no checkpoint accounts for it.
 * `end`: the last entries are not there, or are others than those that were written.
 */
export type FaultKind = "changed" | "missing" | "displaced" | "private" | "cut" | "end";

export interface ChainFault {
  readonly seq: number;
  readonly kind: FaultKind;
  /** For people. */
  readonly text: string;
}

/** What was taken away before the first entry that is left. */
export interface Cut {
  /** The last that was taken away. */
  readonly to: number;
  /** How many, over all times. */
  readonly count: number;
  /** Of the last that was taken away. */
  readonly last: string;
  /** The checkpoint's own hash. */
  readonly hash: string;
}

export interface ChainReport {
  readonly chain: string;
  readonly entries: number;
  readonly first: number | undefined;
  readonly last: number;
  readonly hash: string;
  readonly cut: Cut | undefined;
  /** The first ones; `faultCount` counts all. */
  readonly faults: readonly ChainFault[];
  readonly faultCount: number;
}

/** A place in the chain that something outside of it vouches for: the head, the witness. */
export interface Anchor {
  readonly seq: number;
  readonly hash: string;
  /** Who vouches, for people. */
  readonly by: string;
  /** It knows of the last entry: what stands behind it was not written. */
  readonly end?: true;
}

export interface WalkOptions {
  readonly anchors?: readonly Anchor[];
  /** Of a part of a chain: its first entry, and what that follows. */
  readonly from?: { readonly seq: number; readonly previous: string };
  /** Entries behind the part that tell of its cut may not be in it. */
  readonly part?: true;
}

const MOST_FAULTS = 20;

/**
 * Walks the entries of one chain in the order of their places, and finds each byte that is not what was written. After a fault it
 * goes on: of one flipped byte one fault is told, not one for everything behind it.
 */
export class ChainWalk {
  readonly #chain: string;
  readonly #options: WalkOptions;
  readonly #faults: ChainFault[] = [];
  #faultCount = 0;
  #entries = 0;
  #first: number | undefined;
  #last = 0;
  #hash = GENESIS;
  /** What the next entry may follow; after a gap nobody knows, and the gap was told. */
  #previous: readonly string[] | "unknown" = [GENESIS];
  #cut: Cut | undefined;
  /** The checkpoint that the chain itself tells of last. */
  #told: string | undefined;

  constructor(chain: string, options: WalkOptions = {}) {
    this.#chain = chain;
    this.#options = options;
    const { from } = options;
    if (from === undefined) return;
    this.#last = from.seq - 1;
    this.#previous = [from.previous];
    this.#hash = from.previous;
  }

  /** The entry as it stands, undefined where it cannot be read at all. `seq`: of its place. */
  take(seq: number, text: string): JournalEntry | undefined {
    const stored = splitText(text);
    const entry = stored === undefined ? undefined : readBody(stored.body);
    const begins = this.#entries === 0 && this.#last === 0;
    this.#entries += 1;
    this.#first ??= seq;
    if (begins && entry?.what === "checkpoint") this.#takeCut(entry, stored?.hash ?? "");
    else this.#lookForGap(seq, begins);
    const whole = this.#check(seq, stored, entry);
    this.#goOn(seq, stored, entry, whole);
    return entry;
  }

  end(): ChainReport {
    const { anchors = [], part } = this.#options;
    if (this.#cut !== undefined && this.#told !== this.#cut.hash && part !== true)
      this.#fault(this.#cut.to, "cut", `nothing in the chain tells of the cut after entry ${this.#cut.to}`);
    for (const { seq, by, end } of anchors) {
      const missing = `${this.#last + 1} to ${seq} are missing at the end; ${by} knows them`;
      if (seq > this.#last) this.#fault(this.#last + 1, "end", `entries ${missing}`);
      if (end === true && seq < this.#last)
        this.#fault(seq + 1, "end", `entries ${seq + 1} to ${this.#last} are not known to ${by}`);
    }
    return {
      chain: this.#chain,
      entries: this.#entries,
      first: this.#first,
      last: this.#last,
      hash: this.#hash,
      cut: this.#cut,
      faults: [...this.#faults],
      faultCount: this.#faultCount,
    };
  }

  #takeCut({ seq, fields }: JournalEntry, hash: string): void {
    const { last, count } = fields;
    this.#previous = typeof last === "string" ? [last] : [];
    this.#last = seq - 1;
    const known = typeof last === "string" ? last : "";
    this.#cut = { to: seq, count: typeof count === "number" ? count : seq, last: known, hash };
  }

  #lookForGap(seq: number, begins: boolean): void {
    const missing = seq - this.#last - 1;
    if (missing === 0) return;
    const which = missing === 1 ? `entry ${seq - 1} is` : `entries ${this.#last + 1} to ${seq - 1} are`;
    if (begins)
      this.#fault(this.#last + 1, "cut", `${which} missing at the beginning, and no checkpoint accounts for that`);
    else this.#fault(this.#last + 1, "missing", `${which} missing`);
    this.#previous = "unknown";
  }

  /** Whether it is what was written. */
  #check(seq: number, stored: StoredText | undefined, entry: JournalEntry | undefined): boolean {
    const previous = this.#previous;
    const follows =
      stored !== undefined &&
      (previous === "unknown" || previous.some((hash) => linkHash(hash, stored.body) === stored.hash));
    if (!follows || entry === undefined) {
      this.#fault(seq, "changed", `entry ${seq} is not what was written, or does not follow the one before it`);
      return false;
    }
    if (entry.chain !== this.#chain || entry.seq !== seq)
      this.#fault(
        seq,
        "displaced",
        `in the place of entry ${seq} stands entry ${entry.seq} of the chain ${entry.chain}`,
      );
    else if (readPrivate(entry, stored.private) === undefined)
      this.#fault(seq, "private", `a private value of entry ${seq} is not what was written`);
    const anchor = this.#options.anchors?.find((known) => known.seq === seq);
    if (anchor !== undefined && anchor.hash !== stored.hash)
      this.#fault(seq, "end", `entry ${seq} is another one than ${anchor.by} knows`);
    return true;
  }

  #goOn(seq: number, stored: StoredText | undefined, entry: JournalEntry | undefined, whole: boolean): void {
    this.#last = seq;
    this.#hash = stored?.hash ?? "";
    const isCut = this.#cut?.to === seq;
    if (whole && entry?.what === "journal-pruned") {
      const { checkpoint } = entry.fields;
      this.#told = typeof checkpoint === "string" ? checkpoint : undefined;
    }
    if (isCut) this.#previous = whole && this.#cut !== undefined ? [this.#cut.last] : "unknown";
    else if (stored === undefined) this.#previous = "unknown";
    else if (whole || this.#previous === "unknown") this.#previous = [stored.hash];
    // Its hash was changed, or its text: the next entry follows what was written.
    else this.#previous = [stored.hash, ...this.#previous.map((hash) => linkHash(hash, stored.body))];
  }

  #fault(seq: number, kind: FaultKind, text: string): void {
    this.#faultCount += 1;
    if (this.#faults.length < MOST_FAULTS) this.#faults.push({ seq, kind, text });
  }
}
