/** Books of so many months, an entry for every hour, compacted as the agent does. Arguments: a state directory, months. */
import { join } from "node:path";
import { Days, Hours } from "../../src/base/duration.ts";
import { MonoMs, wallAfter, WallMs } from "../../src/base/instant.ts";
import { LevelPlace } from "../../src/host/level-place.ts";
import { WitnessDirectory } from "../../src/host/witness-file.ts";
import { bookId } from "../../src/meter/book-id.ts";
import { openBooks } from "../../src/meter/open-books.ts";
import { SilentLog } from "../support/silent-log.ts";

const [directory = "", months = "1"] = process.argv.slice(2);
const HOUR = 3_600_000;
const BOOK = bookId("89860412345678901234");
/** As the agent keeps entries, and hours by its default. */
const [ENTRIES, RETENTION] = [Days(-35), Days(-430)];
const COMPACT_EVERY_HOURS = 24 * 30;

const end = Math.floor(Date.now() / HOUR) * HOUR;
const hours = Math.round(Number(months) * 730.5);
const at = { wall: WallMs(end - hours * HOUR), mono: MonoMs(0) };
const clock = { wallMs: () => at.wall, monoMs: () => at.mono, after: () => () => {} };
const parts = { clock, log: new SilentLog(), random: Math.random };
const place = new LevelPlace({ ...parts, directory: join(directory, "store"), sync: false });
const witnesses = new WitnessDirectory(join(directory, "witness"));
const { ledger, store } = await openBooks({ ...parts, place, witnesses }, { bootId: "past", witnessEvery: 1n << 24n });
let [up, down] = [0n, 0n];
for (let n = 0; n < hours; n += 1) {
  const hour = at.wall;
  at.wall = wallAfter(hour, Hours(1));
  at.mono = MonoMs(at.mono + HOUR);
  [up, down] = [up + 500n + BigInt(n % 7), down + 900n];
  const raw = { rxBytes: down, rxPackets: 1n, txBytes: up, txPackets: 1n, ipRx: down, ipTx: up };
  await ledger.charge({
    book: BOOK,
    up: 500n + BigInt(n % 7),
    down: 900n,
    hour,
    stamp: { wall: hour, bootId: "past", mono: at.mono },
    cursor: { bootId: "past", interfaceName: "wwan0", ifindex: 3, ...raw },
    source: "interface",
  });
  if (n % COMPACT_EVERY_HOURS === COMPACT_EVERY_HOURS - 1)
    await ledger.compact({
      now: at.wall,
      entriesBefore: wallAfter(at.wall, ENTRIES),
      hoursBefore: wallAfter(at.wall, RETENTION),
    });
}
await ledger.close();
await store.close();
const kept = [...ledger.hours(BOOK, WallMs(0), WallMs(Infinity))].length;
process.stdout.write(JSON.stringify({ hours, kept, entries: ledger.totals(BOOK).entries }), () => process.exit(0));
