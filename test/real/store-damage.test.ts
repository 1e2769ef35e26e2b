import { cpSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { CARD, hourAt, NOON, OTHER_CARD } from "../support/ledger-bench.ts";
import { openLevelLedger, writtenState } from "../support/level-ledger.ts";
import { scratchDirectories } from "../support/scratch-directory.ts";

const scratch = scratchDirectories();

const fileOf = (state: string, name: RegExp): string => {
  const found = readdirSync(join(state, "store")).find((file) => name.test(file));
  if (found === undefined) throw new Error(`no ${name.source} in the store`);
  return join(state, "store", found);
};

function change(path: string, how: (bytes: Buffer) => void): void {
  const bytes = readFileSync(path);
  how(bytes);
  writeFileSync(path, bytes);
}

const LOG = /\.log$/;
const harms: readonly (readonly [string, (state: string) => void])[] = [
  [
    "one flipped bit in the middle of the log",
    (s) => change(fileOf(s, LOG), (b) => void (b[b.length >> 1] = (b[b.length >> 1] ?? 0) ^ 4)),
  ],
  ["a zeroed page in the middle of the log", (s) => change(fileOf(s, LOG), (b) => void b.fill(0, 8 * 4096, 9 * 4096))],
  ["a log that is gone", (s) => rmSync(fileOf(s, LOG))],
  ["an emptied log", (s) => truncateSync(fileOf(s, LOG))],
  ["an empty CURRENT", (s) => truncateSync(join(s, "store", "CURRENT"))],
  ["a CURRENT that is gone", (s) => rmSync(join(s, "store", "CURRENT"))],
  ["a cut MANIFEST", (s) => truncateSync(fileOf(s, /^MANIFEST/), 20)],
  ["a database that is gone", (s) => rmSync(join(s, "store"), { recursive: true })],
];

describe.each(harms)("%s", (_, harm) => {
  test("is damage, never a new book: the witnessed use counts, and the old files lie aside", async () => {
    const state = await writtenState(scratch());
    harm(state);
    const { ledger, store, log } = await openLevelLedger(state);
    const damage = ledger.damage();
    expect(damage).toBeDefined();
    expect(damage?.setAside).toEqual([join(state, "store.damaged-20261122T010000Z")]);
    expect(readdirSync(state)).toContain("store.damaged-20261122T010000Z");
    expect(log.said("books-damaged")).toHaveLength(1);
    // A witness is written every five entries; what comes after the last one may be gone.
    expect(ledger.totals(CARD).down).toBeGreaterThanOrEqual(96_000n);
    expect(ledger.totals(CARD).down).toBeLessThanOrEqual(100_000n);
    expect(ledger.between(CARD, NOON, hourAt(1)).down).toBe(ledger.totals(CARD).down);
    expect(ledger.totals(OTHER_CARD).down).toBeGreaterThanOrEqual(1_000n);
    // Continued from here, the kernel's counters bring the rest, and nothing twice.
    const counted = ledger.totals(CARD).down + ledger.totals(OTHER_CARD).down;
    expect(ledger.cursor("wwan0")?.ipRx).toBeGreaterThanOrEqual(counted);
    await store.close();
    const again = await openLevelLedger(state);
    expect(again.ledger.totals(CARD).down).toBe(ledger.totals(CARD).down);
    expect(again.ledger.damage()).toEqual(damage);
    expect(readdirSync(state).filter((name) => name.includes("damaged"))).toHaveLength(1);
    await again.store.close();
    expect(readdirSync(state).filter((name) => name.includes("reading"))).toEqual([]);
  });
});

test("where LevelDB cannot open but its files are whole, the repaired copy gives everything back", async () => {
  const state = await writtenState(scratch());
  truncateSync(join(state, "store", "CURRENT"));
  const { ledger, store } = await openLevelLedger(state);
  expect(ledger.totals(CARD)).toEqual({ up: 0n, down: 100_000n, entries: 100 });
  expect(ledger.totals(OTHER_CARD)).toEqual({ up: 0n, down: 2_000n, entries: 2 });
  expect(ledger.damage()).toMatchObject({ books: [], found: expect.stringMatching(/does not open: Corruption/) });
  expect(await store.get("outbox/1")).toBe("102");
  await store.close();
});

test("a log whose last record was torn is no damage: it was never acknowledged", async () => {
  const state = await writtenState(scratch());
  const log = fileOf(state, LOG);
  truncateSync(log, readFileSync(log).length - 100);
  const { ledger, store } = await openLevelLedger(state);
  expect(ledger.totals(CARD).entries).toBe(99);
  expect(ledger.damage()).toBeUndefined();
  await store.close();
});

test("both witness slots torn beside a good book: the witness is written anew, and that is logged", async () => {
  const state = await writtenState(scratch());
  change(join(state, "witness", CARD), (bytes) => void bytes.fill(0xff, 100, 8_000));
  const first = await openLevelLedger(state);
  expect([first.ledger.totals(CARD).entries, first.ledger.damage()]).toEqual([100, undefined]);
  expect(first.log.said("witness-rebuilt")).toHaveLength(1);
  await first.store.close();
  const second = await openLevelLedger(state);
  expect(second.log.said("witness-rebuilt")).toEqual([]);
  await second.store.close();
});

test("both witness slots torn and the log gone: damaged, and the figure is said to be unknown", async () => {
  const state = await writtenState(scratch());
  change(join(state, "witness", CARD), (bytes) => void bytes.fill(0xff));
  rmSync(fileOf(state, LOG));
  const { ledger, store } = await openLevelLedger(state);
  expect(ledger.damage()?.books.find(({ book }) => book === CARD)).toMatchObject({ assumed: "unknown" });
  await store.close();
});

test("damage in the same second as an earlier one overwrites nothing", async () => {
  const state = await writtenState(scratch());
  for (let n = 0; n < 3; n += 1) {
    truncateSync(join(state, "store", "CURRENT"));
    const { ledger, store } = await openLevelLedger(state);
    expect(ledger.totals(CARD).down).toBe(100_000n);
    await store.close();
  }
  const name = "store.damaged-20261122T010000Z";
  const aside = readdirSync(state).filter((file) => file.includes("damaged"));
  expect(aside.toSorted((a, b) => a.localeCompare(b))).toEqual([name, `${name}-2`, `${name}-3`]);
});

test("a flipped bit anywhere in a table is noticed or harmless, and no figure changes silently", async () => {
  const below = scratch();
  const state = await writtenState(below);
  // Opening turns the log into a table.
  await (await openLevelLedger(state)).store.close();
  const table = fileOf(state, /\.ldb$/);
  const whole = readFileSync(table);
  let noticed = 0;
  for (let n = 0; n < 25; n += 1) {
    const trial = join(below, `trial-${n}`);
    cpSync(state, trial, { recursive: true });
    change(fileOf(trial, /\.ldb$/), (bytes) => {
      const at = Math.floor((whole.length * n) / 25);
      bytes[at] = (bytes[at] ?? 0) ^ (1 << (n % 8));
    });
    const { ledger, store } = await openLevelLedger(trial);
    const { down } = ledger.totals(CARD);
    noticed += ledger.damage() === undefined ? 0 : 1;
    expect(down).toBeGreaterThanOrEqual(96_000n);
    expect(down).toBeLessThanOrEqual(100_000n);
    expect(ledger.between(CARD, NOON, hourAt(1)).down).toBe(down);
    await store.close();
  }
  expect(noticed).toBeGreaterThan(0);
});
