import { expect, test } from "vitest";
import { seal, unseal } from "../../src/meter/sealed-record.ts";

test("a record reads back under its own key only", () => {
  const record = seal("hours/a/1", { up: "1" });
  expect(unseal("hours/a/1", record)).toEqual({ up: "1" });
  expect(unseal("hours/a/2", record)).toBeUndefined();
});

test("every flipped bit of a record is noticed", () => {
  const record = Buffer.from(seal("k", { up: "1", down: "4711" }), "latin1");
  const unnoticed = Array.from({ length: record.length * 8 }, (_, bit) => {
    const changed = Buffer.from(record);
    changed[bit >>> 3] = (changed[bit >>> 3] ?? 0) ^ (1 << (bit & 7));
    return unseal("k", changed.toString("latin1"));
  }).filter((read) => read !== undefined);
  expect(unnoticed).toEqual([]);
});

test.each(["", " ", "00000000", "00000000 {}", 'x {"a":1}'])("%j is no record", (text) => {
  expect(unseal("k", text)).toBeUndefined();
});
