import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Days, Hours } from "../../src/base/duration.ts";
import { MonoMs } from "../../src/base/instant.ts";
import { Flood } from "../../src/journal/flood.ts";
import { bounded, maskedText, readBody, readPrivate, splitText } from "../../src/journal/journal-entry.ts";
import type { Now } from "../../src/journal/journal.ts";
import { HEAD_KEY } from "../../src/journal/journal-head.ts";
import { JournalWitness } from "../../src/journal/journal-witness.ts";
import { detached, JournalBench, message, nowAt } from "../support/journal-bench.ts";
import { MemoryStore } from "../support/memory-store.ts";

const filled = async (count = 6, apart = 1): Promise<JournalBench> => {
  const bench = new JournalBench();
  const journal = await bench.open();
  for (let n = 1; n < count; n += 1)
    await bench.write(journal, [n === 3 ? message("停机通知") : detached(n)], n * apart);
  await journal.close();
  return bench;
};

/** The bench with one stored value changed. */
function changed(bench: JournalBench, key: string, value: string | undefined): JournalBench {
  const durable = new Map(bench.store.durable);
  if (value === undefined) durable.delete(key);
  else durable.set(key, value);
  return new JournalBench(new MemoryStore(durable), bench.witnesses.copy());
}

describe("the chain", () => {
  test("is whole after writing, and goes on after a restart where it ended", async () => {
    const bench = await filled();
    expect(await bench.report()).toMatchObject({ entries: 6, first: 1, last: 6, faults: [] });
    const journal = await bench.open(10);
    expect(journal.damage).toBeUndefined();
    await bench.write(journal, [detached(9)], 10);
    expect(await bench.report()).toMatchObject({ entries: 7, last: 7, faults: [] });
    expect(journal.bytes).toBe(bench.entries().reduce((sum, [k, text]) => sum + k.length + Buffer.byteLength(text), 0));
  });

  test("is written as its docstring says: a third party needs no more than SHA-256", async () => {
    const [[, first] = ["", ""], [, second] = ["", ""]] = (await filled(3)).entries();
    // By sha256sum of 64 zeros, a line feed and the body.
    const [a, b] = [splitText(first), splitText(second)];
    expect(a?.body).toBe(
      `{"chain":"0001-81dad72a","seq":1,"what":"journal-begun","at":{"wall":1795320060000,"bootId":"boot-1","mono":60000},"trusted":true,"fields":{"format":1,"why":"first"}}`,
    );
    expect(a?.hash).toBe("24f9ea6bb6347a97fe824f597a7d0dbda8cd53b0ca3337f09e2ee8c52ff43c0b");
    expect(b?.body.startsWith('{"chain":"0001-81dad72a","seq":2,"what":"network-detached",')).toBe(true);
  });

  test("every flipped bit of an entry is found, and nothing is told of entries that are whole", async () => {
    const bench = await filled();
    const entries = bench.entries();
    await fc.assert(
      fc.asyncProperty(fc.nat(entries.length - 1), fc.nat(), fc.nat(7), async (which, at, bit) => {
        const [key, text] = entries[which] ?? ["", ""];
        const bytes = Buffer.from(text);
        bytes[at % bytes.length] = (bytes[at % bytes.length] ?? 0) ^ (1 << bit);
        const report = await changed(bench, key, bytes.toString()).report();
        expect(report.faults.map(({ seq }) => seq)).toEqual([which + 1]);
      }),
      { numRuns: 400 },
    );
  });

  test("an entry that is missing, swapped, copied from elsewhere, or cut off at the end is found", async () => {
    const bench = await filled();
    const [, second, third, , , sixth] = bench.entries();
    if (second === undefined || third === undefined || sixth === undefined) throw new Error("six were written");
    const kinds = async (with_: JournalBench) => (await with_.report()).faults.map(({ kind, seq }) => [kind, seq]);
    expect(await kinds(changed(bench, third[0], undefined))).toEqual([["missing", 3]]);
    expect(await kinds(changed(changed(bench, second[0], third[1]), third[0], second[1]))).toMatchObject([
      ["changed", 2],
      ["changed", 3],
      ["changed", 4],
    ]);
    expect(await kinds(changed(bench, sixth[0], undefined))).toEqual([["end", 6]]);
    const [first] = bench.entries();
    expect(await kinds(changed(bench, first?.[0] ?? "", undefined))).toEqual([["cut", 1]]);
  });

  test("a batch that was not taken is made up for with the next one", async () => {
    const bench = new JournalBench();
    const journal = await bench.open();
    journal.append([detached(1)], nowAt(1)).abandon();
    expect(bench.store.batches).toEqual([]);
    await bench.write(journal, [detached(2)]);
    expect(await bench.report()).toMatchObject({ entries: 3, faults: [] });
  });
});

describe("what is private", () => {
  test("is left out of a masked copy, which verifies as before, and is held against its digest elsewhere", async () => {
    const bench = await filled();
    const text = bench.entries()[3]?.[1] ?? "";
    expect(text).toContain("停机通知");
    const masked = maskedText(text);
    expect(masked).not.toMatch(/停机通知|13800138000/);
    const stored = splitText(masked);
    const entry = readBody(stored?.body ?? "");
    if (entry === undefined) throw new Error("it is an entry");
    expect(readPrivate(entry, undefined)).toBe("masked");
    expect(readPrivate(entry, splitText(text)?.private)).toEqual({ from: "+8613800138000", text: "停机通知" });
    expect((await changed(bench, bench.entries()[3]?.[0] ?? "", masked).report()).faults).toEqual([]);
  });

  test("has another digest in every entry: that two are alike is nobody's business", async () => {
    const bench = new JournalBench();
    const journal = await bench.open();
    await bench.write(journal, [message("x"), message("x")]);
    const digests = bench
      .entries()
      .flatMap(([, text]) => readBody(splitText(text)?.body ?? "")?.private?.["text"] ?? []);
    expect(new Set(digests).size).toBe(2);
  });
});

describe("damage", () => {
  const startOn = async (bench: JournalBench) => {
    const journal = await bench.open(60);
    await bench.write(journal, [detached(7)], 60);
    return journal;
  };

  test("sets the chain aside as it was found; another one begins with an entry that says so", async () => {
    const bench = await filled();
    const [key = "", text = ""] = bench.entries()[2] ?? [];
    const hurt = changed(bench, key, text.replace("network", "netwerk"));
    const before = hurt.entries();
    const journal = await startOn(hurt);
    expect(journal.damage?.found).toMatch(/entry 3 is not what was written/);
    expect(hurt.entries().slice(0, before.length)).toEqual(before);
    expect(await hurt.report()).toMatchObject({ entries: 2, first: 1, faults: [] });
    expect(hurt.entries().at(-2)?.[1]).toMatch(/"why":"damaged","after":"0001-[0-9a-f]{8}","found":"entry 3 is not/);
    expect(hurt.log.lines).toMatchObject([{ event: "journal-damaged" }]);
    // The next start goes on with it, and has nothing to say.
    expect((await hurt.open(70)).damage).toBeUndefined();
  });

  test("is an end that is gone with its head, as long as the witness knew of it", async () => {
    const bench = await filled();
    const short = await filled(3);
    const behind = new JournalBench(short.store, bench.witnesses.copy());
    expect((await startOn(behind)).damage?.found).toMatch(/entries 4 to 6 are missing at the end; the witness/);
    const empty = new JournalBench(new MemoryStore(), bench.witnesses);
    expect((await startOn(empty)).damage?.found).toMatch(/nothing is left of it; .* knows 6 entries/);
  });

  test("is a head that is gone, or is not what was written; and a chain that was written anew from its middle", async () => {
    const bench = await filled();
    expect((await startOn(changed(bench, HEAD_KEY, undefined))).damage?.found).toBe("its head is gone");
    expect((await startOn(changed(bench, HEAD_KEY, "x"))).damage?.found).toMatch(/head is not what was written/);
    const forged = await filled(4);
    const journal = await forged.open();
    await forged.write(journal, [detached(99), detached(98), detached(97)]);
    const behind = new JournalBench(forged.store, bench.witnesses);
    expect((await startOn(behind)).damage?.found).toMatch(/entry 6 is another one than the witness/);
  });

  test("that comes again and again does not fill the disk with ruins", async () => {
    let bench = await filled();
    for (let n = 0; n < 5; n += 1) {
      const [key = "", text = ""] = bench.entries().at(-1) ?? [];
      bench = changed(bench, key, text.slice(1));
      await startOn(bench);
    }
    expect(new Set(bench.entries().map(([key]) => key.split("/")[2])).size).toBe(3);
    expect((await bench.report()).faults).toEqual([]);
  });
});

describe("pruning", () => {
  const day = (n: number): Now => nowAt(n * 1_440);
  /** The first two of day 60, then one each sixty days. */
  const old = (): Promise<JournalBench> => filled(6, 60 * 1_440);

  test("by age leaves a checkpoint at the cut, and the journal verifies", async () => {
    const bench = await old();
    const journal = await bench.open();
    expect(await journal.prune(day(460))).toEqual([]);
    const gone = await journal.prune(day(470));
    expect(gone.map(({ seq }) => seq)).toEqual([1, 2]);
    const report = await bench.report();
    expect(report).toMatchObject({ entries: 6, first: 2, last: 7, cut: { to: 2, count: 2 }, faults: [] });
    expect(journal.bytes).toBe(bench.entries().reduce((sum, [k, text]) => sum + k.length + Buffer.byteLength(text), 0));
    // And once more, over the first cut; what is nearly as old goes with what is too old.
    await journal.prune(day(585));
    expect(await bench.report()).toMatchObject({ first: 4, cut: { to: 4, count: 4 }, faults: [] });
    expect((await bench.open()).damage).toBeUndefined();
  });

  test("does not go by a time that is not known", async () => {
    const bench = await filled();
    const journal = await bench.open();
    expect(await journal.prune(nowAt(Days(4_000) / 60_000, false))).toEqual([]);
  });

  test("a checkpoint that is forged, or a beginning that is cut off without one, is found", async () => {
    const bench = await old();
    await (await bench.open()).prune(day(470));
    const [[key, text] = ["", ""]] = bench.entries();
    const forged = changed(bench, key, text.replace('"count":2', '"count":1'));
    expect((await forged.report()).faults).toMatchObject([{ seq: 2, kind: "changed" }]);
    expect((await changed(bench, key, undefined).report()).faults).toMatchObject([{ kind: "cut" }]);
  });

  test("whatever is appended, pruned, cut off by the power and started again: the chain verifies and keeps its bound", async () => {
    const step = fc.oneof(
      {
        weight: 6,
        arbitrary: fc.record({ do: fc.constant("append" as const), count: fc.integer({ min: 1, max: 4 }) }),
      },
      { weight: 1, arbitrary: fc.record({ do: fc.constantFrom("prune", "restart", "stop", "abandon", "lose") }) },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
        let bench = new JournalBench();
        bench.options = { key: "k", retention: Days(1), maxBytes: 4_000 };
        let journal = await bench.open();
        const found: unknown[] = [];
        for (const [n, now] of steps.entries()) {
          const at = n * 120;
          if (now.do === "append")
            await bench.write(
              journal,
              Array.from({ length: now.count }, (_, i) => detached(i)),
              at,
            );
          else if (now.do === "prune") {
            await journal.prune(nowAt(at));
            if (journal.bytes > 5_500) found.push(`${journal.bytes} bytes`);
          } else if (now.do === "abandon") journal.append([detached(n)], nowAt(at)).abandon();
          // Written in the turn of a power cut, and gone with it.
          else if (now.do === "lose") journal.append([detached(n)], nowAt(at));
          if (now.do === "stop") await journal.close();
          if (now.do === "restart" || now.do === "stop" || now.do === "lose") {
            bench = Object.assign(new JournalBench(new MemoryStore(bench.store.durable), bench.witnesses.copy()), {
              options: bench.options,
            });
            journal = await bench.open(at);
            found.push(journal.damage?.found);
          }
          found.push(...(bench.store.durable.size > 0 ? (await bench.report()).faults : []));
        }
        expect(found.filter((one) => one !== undefined)).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });
});

test("of one thing with one outcome two dozen a day are written, the rest is counted; another outcome is another thing", () => {
  const flood = new Flood();
  const at = (hours: number): MonoMs => MonoMs(Hours(hours));
  const admitted = Array.from({ length: 100 }, (_, n) => flood.admit("registration-changed", { stat: 2 }, at(n / 100)));
  expect(admitted.filter((held) => held !== undefined)).toHaveLength(24);
  expect(flood.admit("registration-changed", { stat: 3 }, at(1))).toBe(0);
  expect(flood.rest()).toEqual([{ what: "registration-changed", fields: { stat: 2 }, count: 76 }]);
  expect(flood.rest()).toEqual([]);
  expect(flood.admit("registration-changed", { stat: 2 }, at(1))).toBeUndefined();
  expect(flood.admit("registration-changed", { stat: 2 }, at(26))).toBe(1);
  expect(flood.admit("note", {}, at(26))).toBe(0);
});

test("the witness is written slot by slot: a write that was torn leaves the one before", async () => {
  const { witnesses, ...bench } = await filled();
  const witness = new JournalWitness(witnesses.slots("journal"));
  const head = await witness.read();
  if (head === undefined) throw new Error("it was told at the stop");
  for (const seq of [7, 8, 9]) expect(await witness.write({ ...head, seq })).toBe("durable");
  const again = (): JournalWitness => new JournalWitness(witnesses.slots("journal"));
  expect((await again().read())?.seq).toBe(9);
  const [a, b] = witnesses.files.get("journal") ?? [];
  const later = [a, b].findIndex((slot) => Buffer.from(slot ?? []).includes('"seq":9'));
  witnesses.tear("journal", later === 0 ? 0 : 1);
  expect((await again().read())?.seq).toBe(8);
  expect(bench.log.lines).toEqual([]);
});

test("an entry has a bounded size, whatever it is given, and numbers that every language writes alike", () => {
  const deep = (n: number): unknown => (n === 0 ? "x".repeat(5_000) : Array.from({ length: 60 }, () => deep(n - 1)));
  expect(JSON.stringify(bounded({ deep: deep(3) })).length).toBeLessThan(20_000);
  expect(bounded({ a: 1.5, b: 2n ** 70n, c: undefined, d: () => 1, e: Number.NaN, f: 7 })).toEqual({
    a: "1.5",
    b: "1180591620717411303424",
    e: "NaN",
    f: 7,
  });
});
