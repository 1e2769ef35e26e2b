import { cpSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { Minutes } from "../../src/base/duration.ts";
import { ChildProgram, compileProgram, until } from "../support/child-program.ts";
import { CARD, cursorAt, NOON, stampAt } from "../support/ledger-bench.ts";
import { acknowledgedIn, lookInto } from "../support/ledger-trial.ts";
import { fingerprint } from "../support/level-bench.ts";
import { type LevelLedger, openLevelLedger } from "../support/level-ledger.ts";
import { MountedDisk } from "../support/mounted-disk.ts";
import { describeReal } from "../support/real-parts.ts";
import { scratchDirectories } from "../support/scratch-directory.ts";

const scratch = scratchDirectories();

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

  test("that lets nobody write is refused with its path, and nothing is touched", async () => {
    const small = disk();
    const books = await openLevelLedger(join(small.path, "state"));
    await charge(books, 3);
    await books.store.close();
    const before = fingerprint(small.path);
    const state = join(small.readOnly(), "state");
    await expect(openLevelLedger(state)).rejects.toMatchObject({
      code: "store-unwritable",
      exit: "permission",
      message: expect.stringContaining(join(state, "store")),
    });
    expect(fingerprint(small.path)).toEqual(before);
  });

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
