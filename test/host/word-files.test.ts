import { mkdirSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { MonoMs } from "../../src/base/instant.ts";
import { WordFiles } from "../../src/host/word-files.ts";
import { scratchDirectories } from "../support/scratch-directory.ts";

const scratch = scratchDirectories();

test("a word is replaced whole, written only when it changes, and gone when the agent stops", () => {
  const directory = join(scratch(), "run");
  const files = new WordFiles(directory, () => MonoMs(0));
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
  const files = new WordFiles(directory, () => MonoMs(0));
  expect(() => files.write("level", "normal")).toThrow(/EISDIR|ENOTEMPTY|directory/);
});

test("a word that stays is written anew each minute, so that its age tells whether the agent lives", () => {
  const directory = scratch();
  let now = 0;
  const files = new WordFiles(directory, () => MonoMs(now));
  const inode = (): number => statSync(join(directory, "service")).ino;
  files.write("service", "up");
  const first = inode();
  now = 59_999;
  files.write("service", "up");
  expect(inode()).toBe(first);
  now = 60_000;
  files.write("service", "up");
  const second = inode();
  expect(second).not.toBe(first);
  expect(readFileSync(join(directory, "service"), "utf8")).toBe("up\n");
  now = 119_000;
  files.write("service", "up");
  expect(inode()).toBe(second);
});
