import type { StoreReader } from "../ports/store-place.ts";
import { type Anchor, type ChainReport, ChainWalk } from "./chain-walk.ts";
import type { JournalEntry } from "./journal-entry.ts";
import { ALL_ENTRIES, decodeHead, entryRange, HEAD_KEY, type JournalHead, placeOfKey } from "./journal-head.ts";

export interface Examined extends ChainReport {
  /** Of keys and values, on the disk. */
  readonly bytes: number;
}

/** Walks a stored chain from its first entry to its last. `each` sees what can be read. Rejects only when the store does. */
export async function examineChain(
  store: StoreReader,
  head: JournalHead,
  witness: JournalHead | undefined,
  each: (entry: JournalEntry) => void = () => undefined,
): Promise<Examined> {
  const walk = new ChainWalk(head.chain, { anchors: anchorsOf(head, witness) });
  let bytes = 0;
  for await (const [key, text] of store.range(...entryRange(head.chain))) {
    bytes += storedBytes(key, text);
    const place = placeOfKey(key);
    // What stands at a key of another form was written by nobody here; the gap tells of what was lost.
    const entry = place && walk.take(place.seq, text);
    if (entry !== undefined) each(entry);
  }
  return { ...walk.end(), bytes };
}

function anchorsOf(head: JournalHead, witness: JournalHead | undefined): readonly Anchor[] {
  const ends: Anchor = { seq: head.seq, hash: head.hash, by: "the journal's head", end: true };
  if (witness === undefined || witness.chain !== head.chain || witness.seq === 0) return [ends];
  // One anchor for one place.
  if (witness.seq === head.seq && witness.hash === head.hash) return [ends];
  return [{ seq: witness.seq, hash: witness.hash, by: "the witness beside the store" }, ends];
}

export const storedBytes = (key: string, text: string): number => key.length + Buffer.byteLength(text);

/** `unreadable`: there is a head, and it is not what was written. */
export async function readHead(store: StoreReader): Promise<JournalHead | "none" | "unreadable"> {
  const stored = await store.get(HEAD_KEY);
  return stored === undefined ? "none" : (decodeHead(stored) ?? "unreadable");
}

/** Every chain of which an entry lies in the store, whatever the head says. */
export async function storedChains(store: StoreReader): Promise<readonly string[]> {
  const chains: string[] = [];
  const [first, to] = ALL_ENTRIES;
  let from: string = first;
  for (;;) {
    let found: string | undefined;
    for await (const [key] of store.range(from, to, { limit: 1 })) found = key;
    if (found === undefined) return chains;
    const chain = found.split("/")[2] ?? "";
    if (placeOfKey(found) !== undefined) chains.push(chain);
    from = `journal/entry/${chain}0`;
  }
}
