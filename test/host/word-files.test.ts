import { mkdirSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { WordFiles } from "../../src/host/word-files.ts";
import { scratchDirectories } from "../support/scratch-directory.ts";

const scratch = scratchDirectories();

test("a word is replaced whole, written only when it changes, and gone when the agent stops", () => {
  const directory = join(scratch(), "run");
  const files = new WordFiles(directory);
  files.write("level", "normal");
  const first = statSync(join(directory, "level")).ino;
  files.write("level", "normal");
  expect(statSync(join(directory, "level")).ino).toBe(first);
  files.write("level", "essential");
  expect(readFileSync(join(directory, "level"), "utf8")).toBe("essential\n");
  expect(statSync(join(directory, "level")).ino).not.toBe(first);
  expect(statSync(join(directory, "level")).mode & 0o777).toBe(0o644);
  files.remove();
  expect(readdirSync(directory)).toEqual([]);
});

test("what cannot be written is thrown, and tried again", () => {
  const directory = scratch();
  mkdirSync(join(directory, "level"));
  const files = new WordFiles(directory);
  expect(() => files.write("level", "normal")).toThrow(/EISDIR|ENOTEMPTY|directory/);
});
