import fc from "fast-check";
import { expect, test } from "vitest";
import { type BundleHead, bundleText, partOf, readBundle, shown, type StoredRow } from "../../src/journal/bundle.ts";
import { maskedText, splitText } from "../../src/journal/journal-entry.ts";
import { readHead } from "../../src/journal/examination.ts";
import { placeOfKey } from "../../src/journal/journal-head.ts";
import { readSums, sumsText } from "../../src/journal/sums.ts";
import { detached, JournalBench, message, nowAt } from "../support/journal-bench.ts";

/** A journal of eight entries, a message among them, an hour apart; the first two are cut away. */
async function exported(masked: boolean) {
  const bench = new JournalBench();
  bench.options = { ...bench.options, maxBytes: 1 };
  const journal = await bench.open();
  for (let n = 1; n < 8; n += 1)
    await bench.write(journal, [n === 4 ? message("您已停机 \u2028\u0000") : detached(n)], n * 60);
  bench.options = { ...bench.options, maxBytes: 1 << 20 };
  const head = await readHead(bench.store);
  if (typeof head === "string") throw new Error("there is a journal");
  const rows: readonly StoredRow[] = bench
    .entries()
    .map(([key, text]) => ({ seq: placeOfKey(key)?.seq ?? 0, text: masked ? maskedText(text) : text }));
  return { rows, head };
}

const textOf = (
  { rows, head }: Awaited<ReturnType<typeof exported>>,
  masked: boolean,
  from?: BundleHead["from"],
): string => {
  const last = rows.at(-1);
  const to = { seq: last?.seq ?? 0, hash: splitText(last?.text ?? "")?.hash ?? "" };
  const { chain, seq, hash } = head;
  const words = { format: 1 as const, program: "test", made: "2026", clockTrusted: true, masked };
  return bundleText({ ...words, chain, head: { seq, hash }, to, ...(from === undefined ? {} : { from }) }, rows);
};

test.each([true, false])("a bundle that is read back verifies, masked %s", async (masked) => {
  const text = textOf(await exported(masked), masked);
  expect(readBundle(text)).toMatchObject({ kind: "bundle", head: { masked }, report: { entries: 8, faults: [] } });
  expect(text.includes("您已停机")).toBe(!masked);
  expect(text.includes("13800138000")).toBe(!masked);
  expect(JSON.parse(text)).toMatchObject({ entries: { length: 8 } });
});

test("one flipped bit in an entry of it is found, wherever it lies", async () => {
  const bundle = await exported(false);
  const text = textOf(bundle, false);
  const bytes = Buffer.from(text);
  const begin = bytes.indexOf('"entries":[') + 11;
  fc.assert(
    fc.property(fc.integer({ min: begin, max: bytes.length - 5 }), fc.nat(7), (at, bit) => {
      const flipped = Buffer.from(bytes);
      flipped[at] = (flipped[at] ?? 0) ^ (1 << bit);
      const read = readBundle(flipped.toString());
      // A space more or less changes no entry; the sums of the bundle's files find that.
      const same = JSON.stringify(parsed(flipped.toString())) === JSON.stringify(parsed(text));
      expect(read.kind === "unreadable" || read.report.faultCount > 0 || same).toBe(true);
      expect(sumsText(new Map([["journal.json", flipped]]))).not.toBe(sumsText(new Map([["journal.json", bytes]])));
    }),
    { numRuns: 500 },
  );
});

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

test("a part by time has no gaps and verifies by itself, and what was cut off its end is noticed", async () => {
  const whole = await exported(true);
  const [since, until] = [nowAt(150).at.wall, nowAt(310).at.wall];
  const { rows, from } = partOf(whole.rows, ({ at }) => at.wall >= since && at.wall < until);
  expect(rows.map(({ seq }) => seq)).toEqual([4, 5, 6]);
  const part = { ...whole, rows };
  expect(readBundle(textOf(part, true, from))).toMatchObject({ report: { first: 4, last: 6, faults: [] } });
  const short = textOf(part, true, from).replace(/,\n\{"seq":6[^\n]*/, "");
  expect(readBundle(short)).toMatchObject({ report: { faults: [{ kind: "end", seq: 6 }] } });
});

test("an entry is shown with its private values where they are there, and masked where not", async () => {
  const [whole, masked] = [await exported(false), await exported(true)];
  expect(shown(whole.rows[4] ?? { seq: 0, text: "" })).toMatchObject({
    fields: { from: "+8613800138000" },
    masked: false,
  });
  expect(shown(masked.rows[4] ?? { seq: 0, text: "" })).toMatchObject({
    fields: { from: "138********00" },
    masked: true,
  });
});

test("the sums are those of sha256sum, and no name in them leads out of the bundle", () => {
  const text = sumsText(new Map([["a.json", "x\n"]]));
  expect(text).toBe("73cb3858a687a8494ca3323053016282f3dad39d42cf62ca4e79dda2aac7d9ac  a.json\n");
  expect(readSums(text)).toMatchObject([{ name: "a.json" }]);
  for (const name of ["../a", "/a", "a/../b", "a/b/c", ".hidden"])
    expect(readSums(`${"0".repeat(64)}  ${name}\n`)).toBeUndefined();
  expect(readSums(text.slice(0, -1))).toBeUndefined();
  expect(readSums(text.replace("  ", " *"))).toBeUndefined();
});

test("of an entry that cannot be read any more a masked copy shows nothing: its private part may begin anywhere", async () => {
  const { rows } = await exported(false);
  const text = rows[4]?.text ?? "";
  expect(text).toContain("13800138000");
  expect(maskedText(text.replace("\n", "\v"))).toBe("(unreadable)");
  expect(maskedText(text)).not.toContain("13800138000");
});
