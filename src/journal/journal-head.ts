import type { StoreOp } from "../ports/store.ts";
import { fieldsOf, GENESIS, parse, sha256 } from "./journal-entry.ts";

/** Where the journal ends: without it, entries that are missing at the end would be missed by nobody. */
export interface JournalHead {
  readonly chain: string;
  /** Of the last entry; 0 before the first. */
  readonly seq: number;
  readonly hash: string;
  /** Chains that were set aside, the oldest first; their entries lie as they were found. */
  readonly aside: readonly string[];
}

export const HEAD_KEY = "journal/head";
const ENTRIES = "journal/entry/";

const CHAIN = /^\d{4}-[0-9a-f]{8}$/;

export const entryKey = (chain: string, seq: number): string => `${ENTRIES}${chain}/${String(seq).padStart(12, "0")}`;

/** [from, to) of all entries of a chain; `0` is the character after `/`. */
export const entryRange = (chain: string): readonly [string, string] => [`${ENTRIES}${chain}/`, `${ENTRIES}${chain}0`];
export const ALL_ENTRIES = [ENTRIES, `${ENTRIES.slice(0, -1)}0`] as const;

export interface EntryPlace {
  readonly chain: string;
  readonly seq: number;
}

/** Undefined for a key that is none of an entry's. */
export function placeOfKey(key: string): EntryPlace | undefined {
  const [, chain = "", digits = ""] = /^journal\/entry\/([^/]+)\/(\d{12})$/.exec(key) ?? [];
  return CHAIN.test(chain) ? { chain, seq: Number(digits) } : undefined;
}

/** Another name than every chain that was here before; `seed` tells it from those of other devices. */
export function nextChain(known: readonly string[], seed: string): string {
  const last = Math.max(0, ...known.map((chain) => Number.parseInt(chain, 10) || 0));
  return `${String((last + 1) % 10_000).padStart(4, "0")}-${sha256(seed).slice(0, 8)}`;
}

export const emptyHead = (chain: string, aside: readonly string[] = []): JournalHead => ({
  chain,
  seq: 0,
  hash: GENESIS,
  aside,
});

/** The hash of the text, a space, and the text. */
export const encodeHead = (head: JournalHead): string => {
  const text = JSON.stringify({ chain: head.chain, seq: head.seq, hash: head.hash, aside: head.aside });
  return `${sha256(text)} ${text}`;
};

export const headOp = (head: JournalHead): StoreOp => ({ put: HEAD_KEY, value: encodeHead(head) });

/** Undefined when it is not what was written. */
export function decodeHead(stored: string): JournalHead | undefined {
  const text = stored.slice(65);
  if (stored.slice(0, 65) !== `${sha256(text)} `) return undefined;
  const fields = fieldsOf(parse(text));
  const [chain, seq, hash, aside] = [fields?.["chain"], fields?.["seq"], fields?.["hash"], fields?.["aside"]];
  if (typeof chain !== "string" || typeof seq !== "number" || typeof hash !== "string") return undefined;
  if (!Array.isArray(aside)) return undefined;
  const chains: readonly unknown[] = aside;
  return { chain, seq, hash, aside: chains.flatMap((name) => (typeof name === "string" ? [name] : [])) };
}
