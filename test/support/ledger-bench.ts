import { MonoMs, WallMs } from "../../src/base/instant.ts";
import { bookId, type BookId } from "../../src/meter/book-id.ts";
import type { Cursor } from "../../src/meter/cursor.ts";
import type { Charge } from "../../src/meter/charge.ts";
import type { Ledger, LedgerOptions } from "../../src/meter/ledger.ts";
import { openBooks } from "../../src/meter/open-books.ts";
import { FakeClock } from "./fake-clock.ts";
import { MemoryPlace } from "./memory-place.ts";
import { MemoryWitnesses } from "./memory-witnesses.ts";
import { SilentLog } from "./silent-log.ts";

export const CARD: BookId = bookId("89860012345678901234");
export const OTHER_CARD: BookId = bookId("8986011234567890123F");
export const HOUR = 3_600_000;
/** 2026-11-22T01:00Z, the start of an hour. */
export const NOON = WallMs(Date.UTC(2026, 10, 22, 1));
export const BOOT = "8b0f5f3e-0000-4000-8000-000000000001";

/** A kernel's counters: what was charged so far is what they stand at. */
export const cursorAt = (down: bigint, up = 0n, over: Partial<Cursor> = {}): Cursor => ({
  bootId: BOOT,
  interfaceName: "wwan0",
  ifindex: 3,
  rxBytes: down,
  rxPackets: down / 1_000n,
  txBytes: up,
  txPackets: up / 1_000n,
  ipRx: down,
  ipTx: up,
  ...over,
});

/** The ledger on a disk of memory, with the hands to cut its power. */
export class LedgerBench {
  place = new MemoryPlace();
  witnesses = new MemoryWitnesses();
  readonly clock = new FakeClock();
  readonly log = new SilentLog();
  readonly options: LedgerOptions;
  #ledger: Ledger | undefined;
  #counted = 0n;

  constructor(options: Partial<LedgerOptions> = {}) {
    this.options = { bootId: BOOT, witnessEvery: 1_000_000n, ...options };
  }

  get ledger(): Ledger {
    if (this.#ledger === undefined) throw new Error("open it first");
    return this.#ledger;
  }

  async open(): Promise<Ledger> {
    const { place, witnesses, clock, log, options } = this;
    const opened = await openBooks({ place, witnesses, clock, log }, options);
    this.#ledger = opened.ledger;
    return opened.ledger;
  }

  /** What the disk had is all that is left; then a new start. What the kernel counted since the cursor is forgotten. */
  async powerCut(): Promise<Ledger> {
    this.place = this.place.afterPowerCut();
    const ledger = await this.open();
    this.#counted = ledger.cursor("wwan0")?.ipRx ?? this.#counted;
    return ledger;
  }

  /** One charge of downlink bytes in an hour (an offset from noon), or pending. */
  charge(down: bigint, over: Partial<Charge> = {}): Charge {
    this.#counted += down;
    const stamp = { wall: this.clock.wallMs(), bootId: BOOT, mono: this.clock.monoMs() };
    const cursor = cursorAt(this.#counted);
    return { book: CARD, up: 0n, down, hour: NOON, stamp, cursor, source: "interface", ...over };
  }

  /** Charges so many times 1,000 bytes down. */
  async charges(times: number, over: Partial<Charge> = {}): Promise<void> {
    for (let n = 0; n < times; n += 1) await this.ledger.charge(this.charge(1_000n, over));
  }
}

export const stampAt = (mono: number, bootId = BOOT) => ({ wall: WallMs(86_400_000), bootId, mono: MonoMs(mono) });
export const hourAt = (offset: number): WallMs => WallMs(NOON + offset * HOUR);
