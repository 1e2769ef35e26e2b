import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { BOOT, CARD, cursorAt, NOON, OTHER_CARD, stampAt } from "../support/ledger-bench.ts";
import { type LevelLedger, openLevelLedger, writtenState } from "../support/level-ledger.ts";
import { scratchDirectories } from "../support/scratch-directory.ts";

const scratch = scratchDirectories();

const charged = ({ ledger }: LevelLedger, bytes: bigint) =>
  ledger.charge({
    book: CARD,
    up: 0n,
    down: bytes,
    hour: NOON,
    stamp: stampAt(9, BOOT),
    source: "interface",
    cursor: cursorAt(200_000n),
  });

describe("among the witnesses", () => {
  test("three thousand files of anything are left alone, counted in the log, and no reason to set a database aside", async () => {
    const state = await writtenState(scratch());
    for (let n = 0; n < 1_000; n += 1) {
      writeFileSync(join(state, "witness", `junk-${n}`), "x");
      writeFileSync(join(state, "witness", `core${n}`), new Uint8Array(8_192));
      writeFileSync(join(state, "witness", `8986000000000000${String(n).padStart(4, "0")}`), "no witness");
    }
    mkdirSync(join(state, "witness", "89860000000000009999"));
    const opened = await openLevelLedger(state);
    expect([opened.ledger.totals(CARD).entries, opened.ledger.damage()]).toEqual([100, undefined]);
    expect(opened.ledger.totals(OTHER_CARD).entries).toBe(2);
    expect(opened.log.said("witness-ignored")).toMatchObject([{ level: "warn", fields: { count: 3_001 } }]);
    expect(readdirSync(state).filter((name) => name.includes("damaged"))).toEqual([]);
    await opened.store.close();
  });

  test("a link is not written through: it is replaced, and what it points to stays as it was", async () => {
    const state = await writtenState(scratch());
    const precious = join(state, "precious");
    writeFileSync(precious, "p".repeat(9_000));
    rmSync(join(state, "witness", CARD));
    symlinkSync(precious, join(state, "witness", CARD));
    const opened = await openLevelLedger(state);
    await charged(opened, 50_000n);
    await opened.ledger.close();
    await opened.store.close();
    expect(readFileSync(precious, "latin1")).toBe("p".repeat(9_000));
    const again = await openLevelLedger(state);
    expect([again.ledger.totals(CARD).down, again.log.said("witness-rebuilt")]).toEqual([150_000n, []]);
    await again.store.close();
  });

  test("a pipe holds nobody up", async () => {
    const state = await writtenState(scratch());
    rmSync(join(state, "witness", CARD));
    expect(spawnSync("mkfifo", [join(state, "witness", CARD)]).status).toBe(0);
    const opened = await openLevelLedger(state);
    expect(await charged(opened, 50_000n)).toBe("durable");
    expect(opened.log.said("witness-refused").length).toBeGreaterThan(0);
    await opened.store.close();
  });
});

test("a file in the place of the witnesses' directory is a fault that names it, and holds no store open", async () => {
  const state = await writtenState(scratch());
  rmSync(join(state, "witness"), { recursive: true });
  writeFileSync(join(state, "witness"), "");
  await expect(openLevelLedger(state)).rejects.toThrow(
    `${join(state, "witness")} is a file where a directory is expected. Nothing was changed; move it away and start again`,
  );
  rmSync(join(state, "witness"));
  const opened = await openLevelLedger(state);
  expect(opened.ledger.totals(CARD).entries).toBe(100);
  await opened.store.close();
});

test("a directory in the place of one of the database's files is a fault that says what to do", async () => {
  const state = await writtenState(scratch());
  rmSync(join(state, "store/CURRENT"));
  mkdirSync(join(state, "store/CURRENT"));
  await expect(openLevelLedger(state)).rejects.toThrow(
    `${join(state, "store/CURRENT")} is a directory where a file is expected. Nothing was changed; move it away and start again [store-unusable]`,
  );
});

describe("a state directory of which only the schema's file is left", () => {
  test("says that its books begin anew, once", async () => {
    const state = await writtenState(scratch());
    for (const name of ["store", "witness"]) rmSync(join(state, name), { recursive: true });
    const opened = await openLevelLedger(state);
    expect(opened.begunAnew).toBe(
      `${join(state, "store.schema")} shows that there were books, but ${join(state, "store")} holds none`,
    );
    await charged(opened, 1_000n);
    await opened.store.close();
    const again = await openLevelLedger(state);
    expect([again.begunAnew, again.ledger.totals(CARD).down]).toEqual([undefined, 1_000n]);
    await again.store.close();
  });

  test("a new one, and one whose database was only damaged, say nothing of the kind", async () => {
    const first = await openLevelLedger(scratch());
    expect(first.begunAnew).toBeUndefined();
    await first.store.close();
    const state = await writtenState(scratch());
    rmSync(join(state, "store"), { recursive: true });
    const damaged = await openLevelLedger(state);
    expect(damaged.begunAnew).toBeUndefined();
    expect(damaged.ledger.damage()).toMatchObject({
      found: expect.stringMatching(/^The database is not there.*deleted or moved away/),
      books: expect.arrayContaining([
        expect.objectContaining({
          book: CARD,
          found: expect.stringMatching(/^The book is not there; its witness knows \d+ entries\.$/),
        }),
      ]),
    });
    await damaged.store.close();
  });
});

test("of the databases that were set aside the newest four are kept, and what is removed is logged", async () => {
  const state = await writtenState(scratch());
  mkdirSync(join(state, "store.damaged-by-hand"));
  const removed: unknown[] = [];
  for (let n = 0; n < 6; n += 1) {
    truncateSync(join(state, "store", "CURRENT"));
    const { ledger, store, log } = await openLevelLedger(state);
    expect(ledger.totals(CARD).down).toBe(100_000n);
    for (const path of ledger.damage()?.setAside ?? []) expect(existsSync(path)).toBe(true);
    removed.push(...log.said("set-aside-removed").map(({ fields }) => fields?.["removed"]));
    await store.close();
  }
  const stamp = "store.damaged-20261122T010000Z";
  expect(removed).toEqual([[join(state, stamp)], [join(state, `${stamp}-2`)]]);
  expect(readdirSync(state).filter((name) => name.includes("damaged"))).toEqual([
    ...[3, 4, 5, 6].map((n) => `${stamp}-${n}`),
    "store.damaged-by-hand",
  ]);
});
