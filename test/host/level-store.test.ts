import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { Hours, Millis, Minutes, Seconds } from "../../src/base/duration.ts";
import { openClassicLevel } from "../../src/host/level-database.ts";
import { LevelStore } from "../../src/host/level-store.ts";
import { FailingLevel } from "../support/failing-level.ts";
import { fingerprint, levelPorts, openLevelStore, puts, rowsOf } from "../support/level-bench.ts";
import { scratchDirectories } from "../support/scratch-directory.ts";

const scratch = scratchDirectories();

describe("a disk that refuses", () => {
  const full = () => {
    const disk = new FailingLevel();
    let free = 0n;
    const ports = levelPorts(join(scratch(), "store"), { openDatabase: disk.open, freeBytes: () => free });
    return { disk, ports, room: (bytes: bigint) => void (free = bytes) };
  };

  test("is named with its path, its free bytes, what is needed and the age of the last write", async () => {
    const { disk, ports, room } = full();
    const store = await openLevelStore(ports);
    await store.write(puts("a=1"));
    await ports.clock.advance(Minutes(7));
    disk.trouble = "No space left on device";
    room(4_096n);
    await store.write(puts(`b=${"x".repeat(10_000)}`));
    await ports.clock.advance(Millis(500));
    const health = store.health();
    expect(health).toMatchObject({ durable: false, why: "disk full", path: ports.directory, freeBytes: 4_096n });
    expect(health).toMatchObject({ age: Minutes(7) + 500 });
    expect(health.durable ? 0n : health.neededBytes).toBeGreaterThan(10_000n);
    expect(ports.log.said("store-failing")).toHaveLength(1);
    await store.close();
  });

  test("is not opened again while there is less room than is needed", async () => {
    const { disk, ports, room } = full();
    const store = await openLevelStore(ports);
    disk.trouble = "No space left on device";
    await store.write(puts(`a=${"x".repeat(100_000)}`));
    disk.trouble = undefined;
    room(50_000n);
    await ports.clock.advance(Hours(1));
    await store.write([]);
    expect([disk.opened, store.health().durable]).toEqual([1, false]);
    room(1_000_000n);
    await ports.clock.advance(Minutes(1));
    expect([await store.write([]), disk.opened]).toEqual(["durable", 2]);
    expect(ports.log.said("store-recovered")).toHaveLength(1);
    await store.close();
  });

  test("is tried at growing distances, a minute apart at most", async () => {
    const { disk, ports, room } = full();
    room(1n << 40n);
    const store = await openLevelStore(ports);
    disk.trouble = "Input/output error";
    disk.refusesOpening = true;
    await store.write(puts("a=1"));
    const waits: (number | undefined)[] = [];
    for (let n = 0; n < 9; n += 1) {
      const due = ports.clock.nextDue ?? Millis(0);
      waits.push(due);
      await ports.clock.advance(due);
      await store.write([]);
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60].map((s) => Seconds(s)));
    disk.trouble = undefined;
    await store.close();
  });

  test("costs memory for every key once, however often it is written", async () => {
    const { disk, ports } = full();
    const store = await openLevelStore(ports);
    disk.trouble = "No space left on device";
    for (let n = 0; n < 1_000; n += 1) await store.write(puts(`a=${n}`, `b=${n}`));
    const health = store.health();
    expect(health.durable ? 0n : health.neededBytes).toBeLessThan(40_000n);
    disk.trouble = undefined;
    await store.close();
  });

  test("gets what was kept as one batch, also when the program ends first", async () => {
    const { disk, ports } = full();
    const store = await openLevelStore(ports);
    disk.trouble = "Read-only file system";
    await store.write(puts("a=1", "b=1"));
    await store.write([...puts("c=1"), { del: "a" }]);
    expect(store.health()).toMatchObject({
      trouble: "read-only",
      why: expect.stringMatching(/^read-only file system/),
    });
    disk.trouble = undefined;
    await store.close();
    const again = await openLevelStore(levelPorts(ports.directory));
    expect(await rowsOf(again, "a", "d")).toEqual(["b=1", "c=1"]);
    await again.close();
  });

  test("that is full at the start is read from a copy, and everything written is kept until there is room", async () => {
    const { disk, ports, room } = full();
    const before = await openLevelStore(levelPorts(ports.directory));
    await before.write(puts("a=1"));
    await before.close();
    disk.trouble = "No space left on device";
    disk.refusesOpening = true;
    const store = await openLevelStore(ports);
    expect(store.health().durable).toBe(false);
    expect(await store.write(puts("b=2"))).toBe("kept");
    expect(await rowsOf(store, "a", "d")).toEqual(["a=1", "b=2"]);
    disk.trouble = undefined;
    room(1n << 40n);
    await ports.clock.advance(Minutes(1));
    expect(await store.write(puts("c=3"))).toBe("durable");
    await store.close();
    const again = await openLevelStore(levelPorts(ports.directory));
    expect(await rowsOf(again, "a", "d")).toEqual(["a=1", "b=2", "c=3"]);
    await again.close();
    expect(readdirSync(join(ports.directory, "..")).toSorted((a, b) => a.localeCompare(b))).toEqual([
      "store",
      "store.schema",
    ]);
  });

  test("that has no room for even a new database is written to once there is some", async () => {
    const { disk, ports, room } = full();
    disk.trouble = "No space left on device";
    disk.refusesOpening = true;
    const store = await openLevelStore(ports);
    expect(await store.write(puts("a=1"))).toBe("kept");
    expect(await store.get("a")).toBe("1");
    disk.trouble = undefined;
    room(1n << 40n);
    await ports.clock.advance(Minutes(1));
    expect(await store.write(puts("b=2"))).toBe("durable");
    expect(await rowsOf(store)).toEqual(["a=1", "b=2", "meta/schema=3"]);
    await store.close();
  });
});

describe("a database whose files somebody takes away", () => {
  test("is made anew from what is open, with what is written then; nothing is told to be on a disk where nothing is", async () => {
    const state = join(scratch(), "state");
    const ports = levelPorts(join(state, "store"));
    const store = await openLevelStore(ports);
    await store.write(puts(...Array.from({ length: 2_500 }, (_, n) => `k${n}=${n}`)));
    rmSync(state, { recursive: true });
    expect(await store.write(puts("a=1"))).toBe("durable");
    expect(ports.log.said("store-failing")).toMatchObject([{ fields: { trouble: "gone" } }]);
    expect(ports.log.said("store-recovered")).toHaveLength(1);
    expect(store.health()).toEqual({ durable: true });
    expect(await store.write(puts("a=2"))).toBe("durable");
    expect(ports.log.said("store-failing")).toHaveLength(1);
    await store.close();
    const again = await openLevelStore(levelPorts(ports.directory));
    expect(await again.get("a")).toBe("2");
    expect(await rowsOf(again)).toHaveLength(2_502);
    await again.close();
    expect(readdirSync(state).toSorted((a, b) => a.localeCompare(b))).toEqual(["store", "store.schema"]);
  });

  test("and puts another one in its place: that one is not written over, and it is said", async () => {
    const state = scratch();
    const ports = levelPorts(join(state, "store"));
    const store = await openLevelStore(ports);
    await store.write(puts("a=1"));
    const other = await openLevelStore(levelPorts(join(state, "other")));
    await other.write(puts("b=2"));
    await other.close();
    rmSync(ports.directory, { recursive: true });
    renameSync(join(state, "other"), ports.directory);
    expect(await store.write(puts("c=3"))).toBe("kept");
    expect(store.health()).toMatchObject({ trouble: "replaced" });
    expect(await rowsOf(store, "a", "d")).toEqual(["a=1", "c=3"]);
    await store.close();
    const again = await openLevelStore(levelPorts(ports.directory));
    expect(await rowsOf(again, "a", "d")).toEqual(["b=2"]);
    await again.close();
  });
});

describe("opening", () => {
  test("a directory that another one holds is a value, and disturbs nobody", async () => {
    const ports = levelPorts(join(scratch(), "store"));
    const store = await openLevelStore(ports);
    expect(await LevelStore.open(ports)).toEqual({ kind: "locked", path: ports.directory });
    expect(await store.write(puts("a=1"))).toBe("durable");
    await store.close();
  });

  test.each([
    ["the file beside the database", "file"],
    ["the database itself, where the file is missing", "key"],
  ])("data of a newer program, as %s tells, is left untouched to the byte", async (_, where) => {
    const state = scratch();
    const ports = levelPorts(join(state, "store"));
    const store = await openLevelStore(ports);
    await store.write(puts("a=1"));
    if (where === "key") await store.write(puts("meta/schema=4"));
    await store.close();
    if (where === "key") rmSync(join(state, "store.schema"));
    else writeFileSync(join(state, "store.schema"), "4\n");
    const before = fingerprint(state);
    expect(await LevelStore.open(ports)).toEqual({ kind: "newer", path: ports.directory, schema: 4, known: 3 });
    expect(fingerprint(state)).toEqual(before);
  });

  test("an older program's data is gone on with, and then says in both places that it is not for that program any more", async () => {
    const state = scratch();
    const ports = levelPorts(join(state, "store"));
    const store = await openLevelStore(ports);
    await store.write(puts("a=1", "meta/schema=1"));
    await store.close();
    writeFileSync(join(state, "store.schema"), "1\n");
    const again = await openLevelStore(ports);
    expect(await rowsOf(again)).toEqual(["a=1", "meta/schema=3"]);
    await again.close();
    expect(readFileSync(join(state, "store.schema"), "utf8")).toBe("3\n");
  });

  test("a database that was brought without its schema file is gone on with, and gets one", async () => {
    const state = scratch();
    const ports = levelPorts(join(state, "store"));
    const store = await openLevelStore(ports);
    await store.write(puts("a=1"));
    await store.close();
    rmSync(join(state, "store.schema"));
    const again = await openLevelStore(ports);
    expect(await again.get("a")).toBe("1");
    await again.close();
    expect(readdirSync(state)).toContain("store.schema");
  });

  test.each([
    ["store", "a directory"],
    ["store.schema", "a file"],
    ["store.schema.new", "a file"],
    ["store/CURRENT", "a file"],
    ["store/LOCK", "a file"],
    ["store/LOG", "a file"],
    ["store/000003.log", "a file"],
  ])(
    "something else at %s, where %s is expected, is a value that names it, and nothing is changed",
    async (name, wanted) => {
      const state = scratch();
      const store = await openLevelStore(levelPorts(join(state, "store")));
      await store.close();
      rmSync(join(state, name), { recursive: true, force: true });
      if (wanted === "a file") mkdirSync(join(state, name));
      else writeFileSync(join(state, name), "");
      const before = fingerprint(state);
      expect(await LevelStore.open(levelPorts(join(state, "store")))).toEqual({
        kind: "misplaced",
        path: join(state, name),
        found: wanted === "a file" ? "a directory" : "a file",
        wanted,
      });
      expect(fingerprint(state)).toEqual(before);
    },
  );

  test.each([
    ["the directory itself", "", "link"],
    ["one above it", "deeper/still", "link"],
    ["a file above it", "deeper/still", "file"],
  ])("a place that cannot be made, for %s, is a value that names what stands in the way", async (_, below, what) => {
    const place = join(scratch(), "place");
    if (what === "link") symlinkSync("/no-such/target", place);
    else writeFileSync(place, "");
    const opening = await LevelStore.open(levelPorts(join(place, below, "store")));
    expect(opening).toEqual({
      kind: "misplaced",
      path: place,
      found:
        what === "link" ? "a link to /no-such/target, which is not there (is its file system mounted?)," : "a file",
      wanted: "a directory",
    });
  });

  test("a link in the place of a file is not followed", async () => {
    const state = scratch();
    const store = await openLevelStore(levelPorts(join(state, "store")));
    await store.close();
    renameSync(join(state, "store/CURRENT"), join(state, "elsewhere"));
    symlinkSync(join(state, "elsewhere"), join(state, "store/CURRENT"));
    expect(await LevelStore.open(levelPorts(join(state, "store")))).toMatchObject({
      kind: "misplaced",
      found: "a link",
    });
  });

  test("a database without its CURRENT file is damaged, not begun anew over what is there", async () => {
    const ports = levelPorts(join(scratch(), "store"));
    const store = await openLevelStore(ports);
    await store.write(puts("a=1"));
    await store.close();
    rmSync(join(ports.directory, "CURRENT"));
    expect(await LevelStore.open(ports)).toMatchObject({ kind: "damaged" });
    expect(readdirSync(ports.directory).some((name) => name.endsWith(".log"))).toBe(true);
  });

  test("a directory that holds other files only is used", async () => {
    const ports = levelPorts(join(scratch(), "store"));
    mkdirSync(ports.directory);
    writeFileSync(join(ports.directory, "LOG"), "");
    const store = await openLevelStore(ports);
    expect(await store.write(puts("a=1"))).toBe("durable");
    await store.close();
  });
});

test("a read that fails is a fault that names the directory", async () => {
  const ports = levelPorts(join(scratch(), "store"), {
    openDatabase: async (directory, create) => ({
      ...(await openClassicLevel(directory, create)),
      page: () => Promise.reject(new Error("Corruption: bad block")),
    }),
  });
  const store = await openLevelStore(ports);
  await expect(rowsOf(store)).rejects.toThrow(`reading from ${ports.directory} failed: Corruption: bad block`);
  await store.close();
});
