import { expect, test } from "vitest";
import { MonoMs } from "../../src/base/instant.ts";
import { readCursor, writeCursor } from "../../src/meter/record-fields.ts";
import { fieldsOf } from "../../src/meter/sealed-record.ts";
import { cursorAt } from "../support/ledger-bench.ts";

const stored = (fields: unknown): unknown => readCursor(fieldsOf(JSON.parse(JSON.stringify(fields))));

test("a stored cursor knows which interface of that name and index it was", () => {
  const cursor = cursorAt(5_000n, 700n, { instance: 4_711, at: MonoMs(12) });
  expect(stored(writeCursor(cursor))).toEqual(cursor);
});

test("a cursor that an earlier version wrote is read as it is", () => {
  const cursor = cursorAt(5_000n);
  expect(stored(writeCursor(cursor))).toEqual(cursor);
});
