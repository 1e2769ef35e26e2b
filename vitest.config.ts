import { availableParallelism } from "node:os";
import { configDefaults, defineConfig } from "vitest/config";

/** What takes long and is tried in a smaller way by other files too: for the long run by hand alone. */
const LONG = [
  "test/real/agent-damage.test.ts",
  "test/real/agent-disk-full.test.ts",
  "test/real/agent-read-only.test.ts",
  "test/real/agent-replace.test.ts",
  "test/real/counters-flood.test.ts",
  "test/real/enforce-rates.test.ts",
  "test/real/readme-example.test.ts",
  "test/scenes/carrier-readings.test.ts",
  "test/scenes/old-books.test.ts",
];

/** What changes its process, or starts others: each file in a process of its own. */
const APART = [
  "test/real/**/*.test.ts",
  "test/host/**/*.test.ts",
  "test/firmware/**/*.test.ts",
  "test/fuzz/**/*.test.ts",
];

const left = process.env["CI"] === "true" && process.env["CELLWARD_FULL"] !== "1" ? LONG : [];
// What a test waits for comes when a busy machine gets to it: a second, the usual limit of a poll, is a limit on the machine.
const times = { testTimeout: 60_000, hookTimeout: 60_000, expect: { poll: { timeout: 20_000 } } };

export default defineConfig({
  test: {
    // One of two cores would stay idle: most of what runs on real parts waits.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      {
        test: {
          name: "apart",
          include: APART,
          exclude: [...configDefaults.exclude, ...left],
          ...times,
        },
      },
      {
        test: {
          name: "together",
          include: ["test/**/*.test.ts"],
          exclude: [...configDefaults.exclude, ...APART, ...left],
          // The same modules read again for each file were a third of the suite's time.
          isolate: false,
          ...times,
        },
      },
    ],
  },
});
