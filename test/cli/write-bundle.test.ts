import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { writeBundle } from "../../src/cli/write-bundle.ts";
import { scratchDirectories } from "../support/scratch-directory.ts";

const scratch = scratchDirectories();

test("a bundle is written with the directories that it needs", async () => {
  const out = join(scratch(), "a", "b");
  await writeBundle(out, new Map([["files/x", "words"]]));
  expect(readFileSync(join(out, "files", "x"), "utf8")).toBe("words");
});

test.each(["/proc/cellward", "/proc/cellward/deep"])(
  "where no directory can be made (%s), that is an error",
  async (out) => {
    await expect(writeBundle(out, new Map([["journal.json", "{}"]]))).rejects.toThrow(
      /\/proc\/cellward.* cannot be written: ENOENT/,
    );
  },
);
