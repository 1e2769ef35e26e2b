import { execFileSync } from "node:child_process";
import { cpSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ChildProgram, compileProgram, pause, until } from "../support/child-program.ts";
import { EnforceLab } from "../support/enforce-lab.ts";
import { PowerCutDisk } from "../support/power-cut.ts";
import { describeReal } from "../support/real-parts.ts";
import { scratchDirectories } from "../support/scratch-directory.ts";

const CUTS = process.env["CELLWARD_FULL"] === "1" ? 100 : 6;
/** So little that cuts at its end, where the last slice is put on top, are among them. */
const PLAN = 100_000 * CUTS;
const OTHER_PORT = 1_009;
const scratch = scratchDirectories();

describeReal(["namespaces", "nft", "loop", "mounts"], "leases", () => {
  test(`hand out no byte more than the plan over ${CUTS} power cuts, each with the disk as it was then and an empty kernel`, async () => {
    const directory = scratch();
    const program = await compileProgram(join(import.meta.dirname, "../support/enforce-child.ts"), directory);
    const lab = new EnforceLab();
    const told = join(directory, "told");
    const lives = (): number => (existsSync(told) ? readFileSync(told, "utf8").length / "ready\n".length : 0);
    let disk = new PowerCutDisk(32);
    let agent: ChildProgram | undefined;
    try {
      for (let cut = 0; cut <= CUTS; cut += 1) {
        const before = lives();
        // Another boot, and nothing that is left of the one before but the disk.
        const begun = new ChildProgram(program, [
          lab.nft,
          join(disk.path, "store"),
          told,
          cut === 0 ? String(PLAN) : "",
          `boot-${cut}`,
        ]);
        agent = begun;
        await until(() => begun.ended || lives() > before, "the agent to begin", 60);
        expect(begun.complaints).toBe("");
        if (cut === CUTS) break;
        const sender = lab.flood("device", OTHER_PORT, { count: 100, pace: 300 });
        await pause(50 + Math.random() * 300);
        await begun.stop();
        const after = disk.cut();
        await sender;
        await begun.kill();
        lab.on("device", "nft", "delete table inet cellward");
        const next = new PowerCutDisk(32);
        cpSync(join(after.path, "store"), join(next.path, "store"), { recursive: true });
        // What the next cut is to find of it has to be on that disk, as it was on this one.
        execFileSync("sync", ["-f", next.path]);
        after.release();
        disk.dispose();
        disk = next;
      }
      // What is left goes out, and nothing behind it.
      await lab.flood("device", OTHER_PORT, { count: PLAN / 500, pace: 4_000 });
      const billed = lab.billed.up;
      expect(billed).toBeLessThanOrEqual(PLAN);
      // A cut costs two slices at the most, which are charged and perhaps not used.
      expect(billed).toBeGreaterThanOrEqual(PLAN - (CUTS + 1) * 40_000);
    } finally {
      await agent?.kill();
      disk.dispose();
      lab.close();
    }
  }, 1_800_000);
});
