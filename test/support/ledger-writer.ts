import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { Hours } from "../../src/base/duration.ts";
import { MonoMs, wallAfter, WallMs } from "../../src/base/instant.ts";
import { LevelPlace } from "../../src/host/level-place.ts";
import { WitnessDirectory } from "../../src/host/witness-file.ts";
import { bookId } from "../../src/meter/book-id.ts";
import { openBooks } from "../../src/meter/open-books.ts";
import type { Clock } from "../../src/ports/clock.ts";
import { SilentLog } from "./silent-log.ts";

export interface WriterOrder {
  readonly state: string;
  /** One line each is appended here: `ready`, and entries and bytes, as found at the start and as acknowledged. */
  readonly acknowledged: string;
  /** Where the kernel's counter began, on the machine's monotonic clock, in nanoseconds. */
  readonly since: string;
  readonly sync: boolean;
  readonly snapshotEvery: number;
  readonly witnessEvery: number;
  /** After so many entries the old ones are taken away, while the charging goes on; absent: never. */
  readonly compactEvery?: number;
}

/** Small, so that a life of some milliseconds has a compaction in it, and that in several batches. */
const SIZES = { least: 4, portion: 8, portions: 16, rows: 1, kept: 8, pack: 6, leastPacked: 3 };
const KINDS = [undefined, { class: "pos" }, { rat: "lte", areas: ["cell:1"] }] as const;

/** A program that charges a ledger as fast as it can until it is killed. */
async function write(order: WriterOrder): Promise<void> {
  const clock: Clock = {
    wallMs: () => WallMs(Date.now()),
    monoMs: () => MonoMs(performance.now()),
    after: () => () => undefined,
  };
  const log = new SilentLog();
  const random = Math.random;
  const place = new LevelPlace({ directory: join(order.state, "store"), clock, log, random, sync: order.sync });
  const witnesses = new WitnessDirectory(join(order.state, "witness"));
  const options = { ...order, bootId: "this-boot", witnessEvery: BigInt(order.witnessEvery) };
  const { ledger } = await openBooks({ place, witnesses, clock, log }, options);
  const say = (line: string): void => appendFileSync(order.acknowledged, `${line}\n`);
  const book = bookId("89860012345678901234");
  const sayTotals = (): void => say(`${ledger.totals(book).entries} ${ledger.totals(book).down}`);
  say("ready");
  sayTotals();
  for (;;) {
    // A counter that is not this process's: it goes on while nobody runs, as the kernel's does.
    const counter = (process.hrtime.bigint() - BigInt(order.since)) / 1_000n;
    const down = counter - (ledger.cursor("wwan0")?.ipRx ?? 0n);
    const raw = { rxBytes: counter, rxPackets: 0n, txBytes: 0n, txPackets: 0n };
    const epoch = { bootId: "this-boot", interfaceName: "wwan0", ifindex: 3 };
    const cursor = { ...epoch, ...raw, ipRx: counter, ipTx: 0n };
    const stamp = { wall: clock.wallMs(), bootId: "this-boot", mono: clock.monoMs() };
    const { entries } = ledger.totals(book);
    // Ever new hours, so that there are some to close.
    const hour = WallMs(Date.UTC(2026, 10, 22, (entries % 7) + 7 * Math.floor(entries / 70)));
    const tags = KINDS[entries % 3];
    const message = { put: "outbox/last", value: String(entries + 1) };
    const written = await ledger.charge({ book, up: 0n, down, hour, stamp, cursor, source: "interface", tags }, [
      message,
    ]);
    if (written === "durable") sayTotals();
    if (order.compactEvery !== undefined && entries % order.compactEvery === 0)
      void ledger.compact(
        { now: WallMs(Infinity), entriesBefore: WallMs(Infinity), hoursBefore: wallAfter(hour, Hours(-100)) },
        SIZES,
      );
  }
}

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the order comes from the test that started this.
void write(JSON.parse(process.argv[2] ?? "") as WriterOrder);
