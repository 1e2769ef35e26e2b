import { readFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { LevelPlace } from "../../src/host/level-place.ts";
import { WitnessDirectory } from "../../src/host/witness-file.ts";
import { readTables } from "../../src/meter/book-reading.ts";
import { salvageBook } from "../../src/meter/carry-over.ts";
import type { Book } from "../../src/meter/book.ts";
import { below, entryKey, tableRoots } from "../../src/meter/ledger-keys.ts";
import { openBooks } from "../../src/meter/open-books.ts";
import type { Store } from "../../src/ports/store.ts";
import { FakeClock } from "./fake-clock.ts";
import { CARD } from "./ledger-bench.ts";
import { SilentLog } from "./silent-log.ts";
import { tablesShown } from "./tables-shown.ts";

export interface Acknowledged {
  readonly entries: number;
  readonly bytes: bigint;
  /** How often the writer got as far as writing. */
  readonly starts: number;
}

/** What the writer was told to be on the disk. A last line that is cut off was not told. */
export function acknowledgedIn(path: string): Acknowledged {
  const lines = readFileSync(path, "utf8").split("\n").slice(0, -1);
  const [entries = "0", bytes = "0"] = lines.findLast((line) => line !== "ready")?.split(" ") ?? [];
  return { entries: Number(entries), bytes: BigInt(bytes), starts: lines.filter((line) => line === "ready").length };
}

export interface Found {
  readonly entries: number;
  readonly bytes: bigint;
  /** Where the kernel's counter stood for the last entry; every byte up to it must be in the book once. */
  readonly counter: bigint | undefined;
  /** The number that the message beside the last entry carries. */
  readonly message: number;
  readonly damage: string | undefined;
  /** What replaying every entry that is left upon the base gives. */
  readonly replayed: { readonly entries: number; readonly bytes: bigint };
  /** Whether that is the books' very hours, kinds and closed total. */
  readonly sameHours: boolean;
  /** The lowest number among the entries that are left. */
  readonly firstEntry: number;
}

/** Starts on a state directory as the agent would, looks, and closes again. */
export async function lookInto(state: string): Promise<Found> {
  const [clock, log] = [new FakeClock(), new SilentLog()];
  const place = new LevelPlace({ directory: join(state, "store"), clock, log, random: () => 1 });
  const witnesses = new WitnessDirectory(join(state, "witness"));
  const { ledger, store } = await openBooks({ place, witnesses, clock, log }, { bootId: "b", witnessEvery: 1n << 62n });
  try {
    const { entries, down } = ledger.totals(CARD);
    const replay = await salvageBook(store, CARD);
    return {
      entries,
      bytes: down,
      counter: ledger.cursor("wwan0")?.ipRx,
      message: Number((await store.get("outbox/last")) ?? 0),
      damage: describe(ledger.damage()),
      replayed: { entries: replay.head.seq, bytes: replay.head.counted.down },
      sameHours: await sameHours(store, replay),
      firstEntry: await firstEntry(store),
    };
  } finally {
    await store.close();
  }
}

async function sameHours(store: Store, replay: Book): Promise<boolean> {
  const stored = await readTables(store, tableRoots(CARD));
  return stored.found === undefined && isDeepStrictEqual(tablesShown(stored), tablesShown(replay));
}

async function firstEntry(store: Store): Promise<number> {
  const [, end] = below(`ledger/${CARD}`);
  for await (const [key] of store.range(entryKey(CARD, 1), end, { limit: 1 })) return Number(key.slice(-12));
  return 0;
}

function describe(
  damage: { readonly found: string; readonly books: readonly { readonly found: string }[] } | undefined,
) {
  return damage === undefined ? undefined : [damage.found, ...damage.books.map(({ found }) => found)].join(" ");
}
