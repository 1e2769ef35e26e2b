import { cpSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { LevelPlace } from "../../src/host/level-place.ts";
import { WitnessDirectory } from "../../src/host/witness-file.ts";
import type { Ledger } from "../../src/meter/ledger.ts";
import { openBooks } from "../../src/meter/open-books.ts";
import type { Store } from "../../src/ports/store.ts";
import { FakeClock } from "./fake-clock.ts";
import { BOOT, CARD, cursorAt, NOON, OTHER_CARD, stampAt } from "./ledger-bench.ts";
import { SilentLog } from "./silent-log.ts";

export interface LevelLedger {
  readonly ledger: Ledger;
  readonly store: Store;
  readonly begunAnew?: string;
  readonly clock: FakeClock;
  readonly log: SilentLog;
}

/** The ledger on a real LevelDB and real witness files below a state directory. */
export async function openLevelLedger(state: string): Promise<LevelLedger> {
  const [clock, log] = [new FakeClock(), new SilentLog()];
  const place = new LevelPlace({ directory: join(state, "store"), clock, log, random: () => 1 });
  const witnesses = new WitnessDirectory(join(state, "witness"));
  const options = { bootId: BOOT, witnessEvery: 5_000n, snapshotEvery: 16 };
  return { ...(await openBooks({ place, witnesses, clock, log }, options)), clock, log };
}

/** 100 entries of one card and 2 of another, 1,000 bytes each, and a message; the disk as a kill would leave it. */
export async function writtenState(below: string): Promise<string> {
  const [live, state] = [join(below, "live"), join(below, "state")];
  mkdirSync(live);
  const { ledger, store } = await openLevelLedger(live);
  const charge = { up: 0n, down: 1_000n, hour: NOON, stamp: stampAt(1), source: "interface" } as const;
  for (let n = 1; n <= 102; n += 1) {
    const book = n <= 2 ? OTHER_CARD : CARD;
    await ledger.charge({ ...charge, book, cursor: cursorAt(BigInt(n) * 1_000n) }, [
      { put: "outbox/1", value: `${n}` },
    ]);
  }
  cpSync(live, state, { recursive: true });
  await store.close();
  return state;
}
