import { cpSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { crc32 } from "../../src/base/crc32.ts";
import { Minutes } from "../../src/base/duration.ts";
import { WitnessDirectory } from "../../src/host/witness-file.ts";
import { ChildProgram, compileProgram, until } from "../support/child-program.ts";
import { CARD, cursorAt, NOON, stampAt } from "../support/ledger-bench.ts";
import { acknowledgedIn, lookInto } from "../support/ledger-trial.ts";
import { fingerprint } from "../support/level-bench.ts";
import { type LevelLedger, openLevelLedger } from "../support/level-ledger.ts";
import { MountedDisk } from "../support/mounted-disk.ts";
import { describeReal } from "../support/real-parts.ts";
import { scratchDirectories } from "../support/scratch-directory.ts";

const scratch = scratchDirectories();

/** As the store names its copies. */
const copyPrefix = (state: string): string => `store.reading-${crc32(Buffer.from(join(state, "store"))).toString(16)}-`;

function disk(): MountedDisk {
  const mounted = new MountedDisk("6m");
  onTestFinished(() => mounted.dispose());
  return mounted;
}

async function charge({ ledger }: LevelLedger, times: number): Promise<readonly string[]> {
  const written: string[] = [];
  for (let n = 0; n < times; n += 1) {
    const { down } = ledger.totals(CARD);
    const counted = { book: CARD, up: 0n, down: 1_000n, hour: NOON, stamp: stampAt(1), source: "interface" } as const;
    written.push(await ledger.charge({ ...counted, cursor: cursorAt(down + 1_000n) }));
  }
  return written;
}

describeReal(["mounts"], "a disk of 6 MB", () => {
  test("that is filled holds up no counting, is named, and gets everything as soon as there is room", async () => {
    const small = disk();
    const state = join(small.path, "state");
    const books = await openLevelLedger(state);
    await charge(books, 20);
    small.fill();
    // Some may still fit into the log's last page.
    const written = await charge(books, 2_000);
    expect(written.at(-1)).toBe("kept");
    expect(books.ledger.totals(CARD).down).toBe(2_020_000n);
    await books.clock.advance(Minutes(30));
    // Behind the retry that fell due.
    await books.store.write([]);
    const health = books.store.health();
    expect(health).toMatchObject({ why: "disk full", path: join(state, "store"), freeBytes: 0n, age: Minutes(30) });
    // Of 2,000 charges in one hour a handful of keys is kept.
    expect(health.durable ? 0n : health.neededBytes).toBeLessThan(200_000n);

    small.free();
    await books.clock.advance(Minutes(1));
    expect(await charge(books, 1)).toEqual(["durable"]);
    expect(books.store.health()).toEqual({ durable: true });
    expect(books.log.said("store-failing")).toHaveLength(1);
    expect(books.log.said("store-recovered")).toHaveLength(1);
    const found = await lookIntoCopy(state);
    expect(found).toMatchObject({ bytes: 2_021_000n, counter: 2_021_000n, damage: undefined });
    expect(found.replayed.bytes).toBe(2_021_000n);
    await books.store.close();
  });

  test("whose power goes while it is full costs no more than what its witness did not know", async () => {
    const small = disk();
    const state = join(small.path, "state");
    const books = await openLevelLedger(state);
    await charge(books, 20);
    small.fill();
    await charge(books, 503);
    // The witness lies in place and is written on a full disk too: every 5,000 bytes here.
    const found = await lookIntoCopy(state);
    expect(found.damage).toBeUndefined();
    expect(found.bytes).toBeGreaterThan(518_000n);
    expect(found.bytes).toBe(found.counter);
    await books.store.close();
  });

  test("that is full when the agent starts is read, counted on, and written to when there is room", async () => {
    const small = disk();
    const state = join(small.path, "state");
    const before = await openLevelLedger(state);
    await charge(before, 20);
    await before.ledger.close();
    await before.store.close();
    small.fill();
    const books = await openLevelLedger(state);
    expect(books.ledger.totals(CARD)).toEqual({ up: 0n, down: 20_000n, entries: 20 });
    expect(await charge(books, 5)).toEqual(["kept", "kept", "kept", "kept", "kept"]);
    small.free();
    await books.clock.advance(Minutes(1));
    expect(await charge(books, 1)).toEqual(["durable"]);
    await books.store.close();
    expect(await lookInto(state)).toMatchObject({ bytes: 26_000n, counter: 26_000n, damage: undefined });
  });

  test("that has no room for a witness keeps no stump of one, which would pass for a lost book's", async () => {
    const small = disk();
    const witnesses = join(small.path, "witness");
    mkdirSync(witnesses);
    small.fill();
    const slots = new WitnessDirectory(witnesses).slots(CARD);
    expect(await slots.write(0, new Uint8Array(4_096))).toBe("refused");
    expect(readdirSync(witnesses)).toEqual([]);
    small.free();
    expect(await slots.write(0, new Uint8Array(4_096))).toBe("durable");
  });

  test("that is read-only at the start is read without a touch, counted on, and written once it is writable", async () => {
    const small = disk();
    const state = join(small.path, "state");
    await closed(await openLevelLedger(state), 20);
    const before = fingerprint(small.path);
    small.remount("ro");
    const books = await openLevelLedger(state);
    expect(books.ledger.totals(CARD)).toEqual({ up: 0n, down: 20_000n, entries: 20 });
    expect(await charge(books, 5)).toEqual(["kept", "kept", "kept", "kept", "kept"]);
    expect(books.store.health()).toMatchObject({
      trouble: "read-only",
      mount: small.path,
      why: `read-only file system, mounted on ${small.path} (tmpfs, tmpfs)`,
      path: join(state, "store"),
    });
    await books.clock.advance(Minutes(30));
    await books.store.write([]);
    expect(books.store.health()).toMatchObject({ durable: false, age: Minutes(30) });
    expect(fingerprint(small.path)).toEqual(before);
    // A witness that is refused at each of its times is told of once.
    await charge(books, 20);
    expect(books.log.said("witness-refused")).toHaveLength(1);

    small.remount("rw");
    await books.clock.advance(Minutes(1));
    expect(await charge(books, 1)).toEqual(["durable"]);
    expect(books.store.health()).toEqual({ durable: true });
    await books.store.close();
    expect(await lookInto(state)).toMatchObject({ bytes: 46_000n, counter: 46_000n, damage: undefined });
  });

  test("that is read-only at the very first start gets its books, and the mark beside them, once it is writable", async () => {
    const small = disk();
    const state = join(small.path, "state");
    small.remount("ro");
    const books = await openLevelLedger(state);
    expect(books.begunAnew).toBeUndefined();
    expect(await charge(books, 2)).toEqual(["kept", "kept"]);
    small.remount("rw");
    await books.clock.advance(Minutes(1));
    expect(await charge(books, 1)).toEqual(["durable"]);
    await books.store.close();
    expect(readdirSync(state).toSorted((a, b) => a.localeCompare(b, "en"))).toEqual([
      "store",
      "store.schema",
      "witness",
    ]);
    expect(await lookInto(state)).toMatchObject({ bytes: 3_000n, counter: 3_000n, damage: undefined });
  });

  test("that is read-only and holds damaged books is refused with its mount and what to do, and nothing is touched", async () => {
    const small = disk();
    const state = join(small.path, "state");
    await closed(await openLevelLedger(state), 20);
    for (const name of readdirSync(join(state, "store"))) if (name.endsWith(".log")) rmSync(join(state, "store", name));
    small.remount("ro");
    const before = fingerprint(small.path);
    await expect(openLevelLedger(state)).rejects.toThrow(
      new RegExp(`read-only file system, mounted on ${small.path} .*sudo mount -o remount,rw ${small.path}`),
    );
    expect(fingerprint(small.path)).toEqual(before);
    small.remount("rw");
    const books = await openLevelLedger(state);
    expect(books.ledger.totals(CARD).down).toBeGreaterThanOrEqual(20_000n);
    await books.store.close();
  });

  test("that comes to lie over an empty read-only place keeps its own books: they are not written over, and it is said", async () => {
    const [small, late] = [disk(), disk()];
    await closed(await openLevelLedger(join(late.path, "state")), 20);
    small.remount("ro");
    const state = join(small.path, "state");
    const books = await openLevelLedger(state);
    await charge(books, 5);
    small.cover(late.path);
    await books.clock.advance(Minutes(1));
    expect(await charge(books, 1)).toEqual(["kept"]);
    expect(books.store.health()).toMatchObject({ trouble: "replaced", why: expect.stringMatching(/start it again/) });
    await books.store.close();
    expect(await lookInto(state)).toMatchObject({ bytes: 20_000n, counter: 20_000n, damage: undefined });
  });

  test("that is read-only where a killed agent left its copy of the books is read from a new one, and the old is gone", async () => {
    const small = disk();
    const state = join(small.path, "state");
    await closed(await openLevelLedger(state), 3);
    small.remount("ro");
    const copies = (): string[] => readdirSync("/dev/shm").filter((name) => name.startsWith(copyPrefix(state)));
    // No process has this number: Linux gives 4,194,304 at most.
    const left = join("/dev/shm", `${copyPrefix(state)}9999999-abcdef`);
    mkdirSync(left);
    const books = await openLevelLedger(state);
    expect(copies()).toEqual([expect.stringContaining(`-${process.pid}-`)]);
    await books.store.close();
    expect(copies()).toEqual([]);
  });

  async function closed(books: LevelLedger, charges: number): Promise<void> {
    await charge(books, charges);
    await books.ledger.close();
    await books.store.close();
  }

  async function lookIntoCopy(state: string) {
    const copy = join(scratch(), "state");
    cpSync(state, copy, { recursive: true });
    return await lookInto(copy);
  }
});

test("a second agent on the same directory is refused, and the first is not disturbed", async () => {
  const directory = scratch();
  const program = await compileProgram(join(import.meta.dirname, "../support/ledger-writer.ts"), directory);
  const [state, acknowledged] = [join(directory, "state"), join(directory, "acknowledged")];
  const since = String(process.hrtime.bigint());
  const order = { state, acknowledged, since, sync: true, snapshotEvery: 8, witnessEvery: 20_000 };
  const writer = new ChildProgram(program, [JSON.stringify(order)]);
  const entries = (): number => {
    try {
      return acknowledgedIn(acknowledged).entries;
    } catch {
      return 0;
    }
  };
  try {
    await until(() => writer.ended || entries() > 10, "the first agent to write");
    await expect(openLevelLedger(state)).rejects.toMatchObject({ code: "store-locked", exit: "later" });
    const before = entries();
    await until(() => writer.ended || entries() > before + 10, "the first agent to go on");
    expect([writer.ended, writer.complaints]).toEqual([false, ""]);
  } finally {
    await writer.kill();
  }
});
