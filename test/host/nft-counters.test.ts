import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { NftCounters, readListing } from "../../src/host/nft-counters.ts";
import { scratchDirectories } from "../support/scratch-directory.ts";

const LISTING = {
  nftables: [
    { metainfo: { version: "1.0.6", json_schema_version: 1 } },
    { counter: { family: "inet", name: "payment_up", table: "cellward", handle: 4, packets: 8, bytes: 1_136 } },
    { counter: { family: "inet", name: "payment__the-acquirer_down", table: "cellward", handle: 7, bytes: 70 } },
    { counter: { family: "inet", name: "payment__", table: "cellward", handle: 8, bytes: 80 } },
    { counter: { family: "inet", name: "drops", table: "cellward", handle: 5, packets: 1, bytes: 60 } },
  ],
};

const scratchDirectory = scratchDirectories();

/** Something that answers in nft's place. */
function answering(script: string): NftCounters {
  const path = join(scratchDirectory(), "nft");
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
  return NftCounters.of("inet cellward", path);
}

test("the counters of classes, and of destinations of theirs, are read with their handles, others are left out", () => {
  expect(readListing(JSON.stringify(LISTING))).toEqual({
    kind: "counters",
    counters: [
      { name: "payment_up", bytes: 1_136n, handle: 4 },
      { name: "payment__the-acquirer_down", bytes: 70n, handle: 7 },
    ],
  });
});

test("nft is asked for the table that is set", async () => {
  const counters = answering(`[ "$*" = "-j list counters table inet cellward" ] && echo '${JSON.stringify(LISTING)}'`);
  expect(await counters.read()).toMatchObject({ kind: "counters", counters: [{ name: "payment_up" }, {}] });
});

test.each([
  [
    "no such table",
    'echo "Error: No such file or directory" >&2; exit 1',
    /there is no table inet cellward: load the rules/,
  ],
  ["no privilege", 'echo "Operation not permitted (you must be root)" >&2; exit 1', /CAP_NET_ADMIN/],
  ["another refusal", 'echo "Error: syntax error" >&2; exit 1', /nft refused: Error: syntax error/],
  ["a refusal without a word", "exit 3", /it gave no reason/],
  ["no JSON", "echo hello", /something else than a list/],
  ["JSON of something else", "echo '[]'", /something else than a list/],
  ["half an answer", `echo '${JSON.stringify(LISTING).slice(0, 80)}'`, /something else than a list/],
  ["output without an end", "yes", /did not answer|something else/],
  ["death", "kill -9 $$", /did not answer: it was ended by SIGKILL/],
])("%s is an answer: bytes are of no class, and a person is told why", async (what, script, why) => {
  const reading = await answering(script).read();
  const absent = what === "no such table" ? { absent: true } : {};
  expect(reading).toEqual({ kind: "unreadable", why: expect.stringMatching(why) as string, ...absent });
});

test("a program that hangs is ended after two seconds, with what it started", async () => {
  const began = performance.now();
  const reading = await answering("sleep 60 & sleep 60").read();
  expect(reading).toMatchObject({ kind: "unreadable", why: /did not answer: it took longer than 2 s/ });
  expect(performance.now() - began).toBeLessThan(5_000);
});

test("a machine without nft is told what to install", async () => {
  expect(await NftCounters.of("inet cellward", "/nowhere/nft").read()).toMatchObject({ kind: "unreadable" });
});

test.each(["", "null", '{"nftables":{}}', '{"nftables":[{"counter":{"name":"a_up","bytes":-1}}]}', "{".repeat(99_999)])(
  "whatever text comes, nothing is thrown",
  (text) => {
    const read = readListing(text);
    expect(read === undefined || (read.kind === "counters" && read.counters.length === 0)).toBe(true);
  },
);
