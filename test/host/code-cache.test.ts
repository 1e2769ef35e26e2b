import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { keepCode, loadWithCode } from "../../src/host/code-cache.ts";

const TEXT = "exports.answer = () => 41;\nexports.place = __filename;\nexports.join = require('node:path').join;\n";

let directory: string;
let file: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "cellward-code-"));
  file = join(directory, "some.cjs");
  writeFileSync(file, TEXT);
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const answerOf = (exports: unknown): unknown => (exports as { answer(): unknown }).answer();
const keep = (): Promise<void> => keepCode(file, async (exports) => void answerOf(exports));

test("loads a file as require does, where no code is kept", () => {
  const { exports, coded } = loadWithCode(file);
  expect(coded).toBe(false);
  expect(exports).toMatchObject({ place: file, join });
  expect(answerOf(exports)).toBe(41);
});

test("takes the code that was kept", async () => {
  await keep();
  const { exports, coded } = loadWithCode(file);
  expect(coded).toBe(true);
  expect(answerOf(exports)).toBe(41);
});

// V8 compares the length of the source and nothing else of it.
test("takes no code of another text, be it as long", async () => {
  await keep();
  writeFileSync(file, TEXT.replace("41", "42"));
  const { exports, coded } = loadWithCode(file);
  expect(coded).toBe(false);
  expect(answerOf(exports)).toBe(42);
});

test("takes no code with a flipped bit, at any place of it", async () => {
  await keep();
  const whole = readFileSync(`${file}.code`);
  for (let at = 0; at < whole.length; at += 1) {
    const damaged = Buffer.from(whole);
    damaged[at] = (damaged[at] ?? 0) ^ (1 << (at % 8));
    writeFileSync(`${file}.code`, damaged);
    expect(loadWithCode(file).coded, `byte ${at}`).toBe(false);
  }
});

test.each([
  ["nothing", (whole: Buffer) => whole.subarray(0, 0)],
  ["its first half", (whole: Buffer) => whole.subarray(0, whole.length >> 1)],
  ["more behind it", (whole: Buffer) => Buffer.concat([whole, Buffer.from("x")])],
  ["no line's end", () => Buffer.alloc(100_000, "x")],
])("takes no code of which there is %s", async (_, cut) => {
  await keep();
  writeFileSync(`${file}.code`, cut(readFileSync(`${file}.code`)));
  const { exports, coded } = loadWithCode(file);
  expect(coded).toBe(false);
  expect(answerOf(exports)).toBe(41);
});

test("does not wait for what is no file", async () => {
  execFileSync("mkfifo", [`${file}.code`]);
  expect(loadWithCode(file).coded).toBe(false);
});

test("takes no code of another Node.js", async () => {
  await keep();
  const whole = readFileSync(`${file}.code`);
  const label = whole.subarray(0, whole.indexOf("\n")).toString("latin1");
  expect(label).toContain(` ${process.version} linux ${process.arch} `);
  const other = label.replace(process.version, `${process.version.slice(0, -1)}x`);
  writeFileSync(`${file}.code`, Buffer.concat([Buffer.from(other), whole.subarray(label.length)]));
  expect(loadWithCode(file).coded).toBe(false);
});

test("the code tells nothing of the place where it was made, and errors tell their line", async () => {
  writeFileSync(file, "exports.answer = () => new Error('here').stack;\n");
  await keep();
  expect(readFileSync(`${file}.code`).includes(directory)).toBe(false);
  const { exports, coded } = loadWithCode(file);
  expect(coded).toBe(true);
  expect(answerOf(exports)).toContain("some.cjs:1:24");
});

test("keeps nothing when the use fails", async () => {
  await expect(keepCode(file, () => Promise.reject(new Error("no terminal")))).rejects.toThrow("no terminal");
  expect(() => readFileSync(`${file}.code`)).toThrow("ENOENT");
});
