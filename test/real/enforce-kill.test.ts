import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ChildProgram, compileProgram, pause, until } from "../support/child-program.ts";
import { EnforceLab } from "../support/enforce-lab.ts";
import { describeReal } from "../support/real-parts.ts";
import { scratchDirectories } from "../support/scratch-directory.ts";

const KILLS = process.env["CELLWARD_FULL"] === "1" ? 1_000 : 8;
const OTHER_PORT = 1_009;
const PLAN = 500_000 * KILLS;
const scratch = scratchDirectories();

describeReal(["namespaces", "nft"], "leases", () => {
  test(`of an agent that is killed ${KILLS} times hand out no byte more than the plan`, async () => {
    const directory = scratch();
    const program = await compileProgram(join(import.meta.dirname, "../support/enforce-child.ts"), directory);
    const lab = new EnforceLab();
    const told = join(directory, "told");
    const lives = (): number => (existsSync(told) ? readFileSync(told, "utf8").length / "ready\n".length : 0);
    let agent: ChildProgram | undefined;
    try {
      for (let kill = 0; kill < KILLS; kill += 1) {
        const before = lives();
        const plan = kill === 0 ? String(PLAN) : "";
        agent = new ChildProgram(program, [lab.nft, join(directory, "store"), told, plan]);
        if (kill % 4 === 3) await pause(Math.random() * 300);
        else {
          const begun = agent;
          await until(() => begun.ended || lives() > before, "the agent to begin", 60);
          // Before there are rules nothing is held. It ends with the lab.
          if (kill === 0) void lab.flood("device", OTHER_PORT, { count: 100_000_000, pace: 5_000 });
          await pause(Math.random() * 150);
        }
        expect(agent.complaints).toBe("");
        await agent.kill();
      }
      agent = new ChildProgram(program, [lab.nft, join(directory, "store"), told, ""]);
      // What is left goes out, but for two slices of each that was killed, which are charged and perhaps not used; nothing goes behind it.
      const least = PLAN - (KILLS + 1) * 40_000;
      let [seen, still] = [-1, 0];
      for (; lab.billed.up < least && still < 100; still = lab.billed.up > seen ? 0 : still + 1) {
        seen = lab.billed.up;
        await pause(200);
      }
      await pause(500);
      const billed = lab.billed.up;
      await agent.kill();
      expect(billed).toBeLessThanOrEqual(PLAN);
      expect(billed).toBeGreaterThanOrEqual(least);
    } finally {
      await agent?.kill();
      lab.close();
    }
  }, 3_600_000);
});
