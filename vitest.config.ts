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

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    exclude: [
      ...configDefaults.exclude,
      ...(process.env["CI"] === "true" && process.env["CELLWARD_FULL"] !== "1" ? LONG : []),
    ],
    // One of two cores would stay idle: most of what runs on real parts waits.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
