import { join } from "node:path";
import { expect, test } from "vitest";
import { ChildProgram, compileProgram, pause, until } from "../support/child-program.ts";
import { acknowledgedIn, type Acknowledged, type Found, lookInto } from "../support/ledger-trial.ts";
import type { WriterOrder } from "../support/ledger-writer.ts";
import { PowerCutDisk } from "../support/power-cut.ts";
import { describeReal } from "../support/real-parts.ts";
import { scratchDirectories } from "../support/scratch-directory.ts";

const FULL = process.env["CELLWARD_FULL"] === "1";
const scratch = scratchDirectories();

/** What was acknowledged when the power went, and what the next start found. */
async function cutOften(
  cuts: number,
  over: Partial<WriterOrder>,
): Promise<readonly (readonly [Acknowledged, Found])[]> {
  const directory = scratch();
  const program = await compileProgram(join(import.meta.dirname, "../support/ledger-writer.ts"), directory);
  const disk = new PowerCutDisk();
  const acknowledged = join(directory, "acknowledged");
  const order: WriterOrder = {
    state: join(disk.path, "state"),
    acknowledged,
    since: String(process.hrtime.bigint()),
    sync: true,
    snapshotEvery: 16,
    witnessEvery: 100_000,
    compactEvery: 24,
    ...over,
  };
  const writer = new ChildProgram(program, [JSON.stringify(order)]);
  const trials: (readonly [Acknowledged, Found])[] = [];
  try {
    await until(() => writer.ended || hasBegun(acknowledged), "the writer to begin");
    for (let cut = 0; cut < cuts; cut += 1) {
      await pause(20 + Math.random() * 200);
      await writer.stop();
      const told = acknowledgedIn(acknowledged);
      const after = disk.cut();
      writer.resume();
      try {
        trials.push([told, await lookInto(join(after.path, "state"))]);
      } finally {
        after.release();
      }
    }
    expect(writer.complaints).toBe("");
  } finally {
    await writer.kill();
    disk.dispose();
  }
  return trials;
}

function hasBegun(path: string): boolean {
  try {
    return acknowledgedIn(path).entries > 0;
  } catch {
    return false;
  }
}

const lost = ([told, found]: readonly [Acknowledged, Found]): boolean =>
  found.bytes < told.bytes || found.entries < told.entries || found.damage !== undefined;

describeReal(["loop", "mounts"], "a power cut", () => {
  const cuts = FULL ? 70 : 8;

  test(
    `at ${cuts} random instants takes no acknowledged entry, and nothing counts twice`,
    async () => {
      const trials = await cutOften(cuts, {});
      expect(trials.filter(lost)).toEqual([]);
      for (const [told, found] of trials) {
        expect(found.entries).toBeLessThanOrEqual(told.entries + 1);
        expect(found.bytes).toBe(found.counter);
        expect(found.message).toBe(found.entries);
        expect(found.replayed).toEqual({ entries: found.entries, bytes: found.bytes });
        expect(found.sameHours).toBe(true);
      }
      expect(new Set(trials.map(([told]) => told.entries)).size).toBe(cuts);
    },
    cuts * 4_000 + 120_000,
  );

  // The trial itself is on trial: without syncing it has to find losses, or it could not find any.
  test.runIf(FULL)(
    "of a store that does not sync is noticed",
    async () => {
      const trials = await cutOften(8, { sync: false, witnessEvery: 2 ** 50, snapshotEvery: 2 ** 30 });
      expect(trials.filter(lost).length).toBeGreaterThan(0);
    },
    180_000,
  );
});
