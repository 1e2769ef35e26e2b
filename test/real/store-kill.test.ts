import { statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ChildProgram, compileProgram, pause, until } from "../support/child-program.ts";
import { acknowledgedIn, lookInto } from "../support/ledger-trial.ts";
import type { WriterOrder } from "../support/ledger-writer.ts";
import { scratchDirectories } from "../support/scratch-directory.ts";

const KILLS = process.env["CELLWARD_FULL"] === "1" ? 800 : 40;
const COMPACT_EVERY = 12;
/** Entries that a writer makes on average before it is killed: most live to see a compaction. */
const PER_LIFE = 16;
const scratch = scratchDirectories();

test(
  `a writer that is killed at ${KILLS} random instants, compactions among them, loses no acknowledged byte and counts none twice`,
  async () => {
    const directory = scratch();
    const program = await compileProgram(join(import.meta.dirname, "../support/ledger-writer.ts"), directory);
    const acknowledged = join(directory, "acknowledged");
    const order: WriterOrder = {
      state: join(directory, "state"),
      acknowledged,
      since: String(process.hrtime.bigint()),
      sync: true,
      snapshotEvery: 4,
      witnessEvery: 20_000,
      compactEvery: COMPACT_EVERY,
    };
    let read = { size: -1, told: { starts: 0, entries: 0 } };
    // Asked a thousand times a second beside the writer: read again only where it has said more.
    const soFar = () => {
      const size = statSync(acknowledged, { throwIfNoEntry: false })?.size;
      if (size !== undefined && size !== read.size) read = { size, told: acknowledgedIn(acknowledged) };
      return read.told;
    };
    for (let kill = 0; kill < KILLS; kill += 1) {
      const { starts, entries } = soFar();
      const writer = new ChildProgram(program, [JSON.stringify(order)]);
      // Most of them while it writes; every fourth at any time from its first moment on, the start-up included.
      if (kill % 4 === 3) await pause(Math.random() * 300);
      else {
        await until(() => writer.ended || soFar().starts > starts, "the writer to begin");
        // On a busy machine time alone would kill every writer before it has written anything.
        const enough = entries + Math.floor(Math.random() * 2 * PER_LIFE);
        await until(() => writer.ended || soFar().entries >= enough, "the writer to write");
        await pause(Math.random() * 10);
      }
      expect(writer.complaints).toBe("");
      await writer.kill();
    }
    const told = acknowledgedIn(acknowledged);
    const found = await lookInto(order.state);
    expect(told.starts).toBeGreaterThan(KILLS / 2);
    expect(found.damage).toBeUndefined();
    // The last kill may leave one entry that was written and not acknowledged any more; none the other way round.
    expect(found.entries).toBeGreaterThanOrEqual(told.entries);
    expect(found.entries).toBeLessThanOrEqual(told.entries + 1);
    expect(found.bytes).toBeGreaterThanOrEqual(told.bytes);
    expect(found.bytes).toBe(found.counter);
    expect(found.message).toBe(found.entries);
    expect(found.replayed).toEqual({ entries: found.entries, bytes: found.bytes });
    expect(found.sameHours).toBe(true);
    // Old entries were taken away.
    expect(found.firstEntry).toBeGreaterThanOrEqual(COMPACT_EVERY);
  },
  KILLS * 2_000 + 60_000,
);
