import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { verifyBundle } from "../../src/cli/bundle-verdict.ts";
import { noteEvidence } from "../../src/agent/journal-words.ts";
import { bundleText } from "../../src/journal/bundle.ts";
import { readHead } from "../../src/journal/examination.ts";
import { sha256 } from "../../src/journal/journal-entry.ts";
import { placeOfKey } from "../../src/journal/journal-head.ts";
import { sumsText } from "../../src/journal/sums.ts";
import { JournalBench } from "../support/journal-bench.ts";
import { scratchDirectories } from "../support/scratch-directory.ts";

const scratch = scratchDirectories();

const PHOTO = "a photograph";
const PHOTO_NAME = `${sha256(PHOTO)}.jpg`;

/** An unmasked bundle of a journal with one note that brings a file. */
async function bundle(): Promise<string> {
  const bench = new JournalBench();
  const journal = await bench.open();
  const file = { name: "letter.jpg", sha256: sha256(PHOTO), bytes: PHOTO.length };
  const note = noteEvidence("the letter", "Li", file);
  await bench.write(journal, [{ what: "note", ...note }]);
  const head = await readHead(bench.store);
  if (typeof head === "string") throw new Error("there is a journal");
  const rows = bench.entries().map(([key, text]) => ({ seq: placeOfKey(key)?.seq ?? 0, text }));
  const to = { seq: head.seq, hash: head.hash };
  const words = { format: 1, program: "test", made: "2026", clockTrusted: true, masked: false } as const;
  const directory = scratch();
  mkdirSync(join(directory, "files"));
  writeFileSync(join(directory, "journal.json"), bundleText({ ...words, chain: head.chain, head: to, to }, rows));
  writeFileSync(join(directory, "files", PHOTO_NAME), PHOTO);
  summed(directory);
  return directory;
}

/** As whoever changed something would write it anew. */
function summed(directory: string): void {
  const attached = readdirSync(join(directory, "files")).map((name) => `files/${name}`);
  const contents = ["journal.json", ...attached].map((name) => [name, readFileSync(join(directory, name))] as const);
  writeFileSync(join(directory, "SHA256SUMS"), sumsText(new Map(contents)));
}

test("a bundle with its attachment is what was exported", async () => {
  expect(verifyBundle(await bundle())).toMatchObject({ files: [], strange: [], report: { faultCount: 0 } });
});

test("a swapped attachment is found by its entry and its name, whatever SHA256SUMS says", async () => {
  const directory = await bundle();
  writeFileSync(join(directory, "files", PHOTO_NAME), "another photograph");
  summed(directory);
  expect(verifyBundle(directory).files).toEqual([
    { name: `files/${PHOTO_NAME}`, text: "it is not what its entry in journal.json names" },
  ]);
});

test("an attachment that no entry names is a fault, and any other file that was not exported is told", async () => {
  const directory = await bundle();
  const name = `${sha256("x")}.jpg`;
  writeFileSync(join(directory, "files", name), "x");
  summed(directory);
  writeFileSync(join(directory, "contract.pdf"), "y");
  const { files, strange } = verifyBundle(directory);
  expect(files).toEqual([{ name: `files/${name}`, text: "no entry of journal.json names it" }]);
  expect(strange).toEqual(["contract.pdf"]);
});

test("a masked copy of a note shows no telephone number, neither in its words nor as who wrote it", () => {
  const { fields } = noteEvidence("call 13800138000", "Li 13800138001", undefined);
  expect(fields).toEqual({ text: "call 138******00", by: "Li 138******01" });
});
