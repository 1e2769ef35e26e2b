import fc from "fast-check";
import { expect, test } from "vitest";
import { GENESIS, type LedgerEntry, readSignedEntry, signEntry } from "../../src/meter/ledger-entry.ts";
import { CARD, cursorAt, NOON, OTHER_CARD, stampAt } from "../support/ledger-bench.ts";

const entry: LedgerEntry = {
  book: CARD,
  seq: 7,
  kind: "usage",
  up: 12n,
  down: 9_007_199_254_740_993n,
  hour: NOON,
  stamp: stampAt(4_711.25),
  source: "interface",
  turn: 9,
  cursor: cursorAt(9_007_199_254_740_993n, 12n),
  peer: undefined,
};

test("an entry reads back as it was written, amounts beyond 2^53 to the byte", () => {
  const { text, hash } = signEntry(entry, GENESIS);
  expect(readSignedEntry(text, GENESIS)).toEqual({ entry, hash });
  const pending = { ...entry, hour: undefined, cursor: undefined, turn: undefined, peer: OTHER_CARD };
  expect(readSignedEntry(signEntry(pending, hash).text, hash)?.entry).toEqual(pending);
});

test("the stored text is stable: a book written today is verified in years", () => {
  // The hash by sha256sum of 64 zeros, a line feed and the text.
  expect(signEntry(entry, GENESIS).text).toBe(
    '4fa690ab6316bc86df7fdfe61f5b2f256445591777c74a87de6cc73967ec7ad7 {"book":"89860012345678901234","seq":7,"kind":"usage","up":"12","down":"9007199254740993","hour":1795309200000,' +
      '"stamp":{"wall":86400000,"bootId":"8b0f5f3e-0000-4000-8000-000000000001","mono":4711.25},"source":"interface","turn":9,' +
      '"cursor":{"bootId":"8b0f5f3e-0000-4000-8000-000000000001","interfaceName":"wwan0","ifindex":3,' +
      '"rxBytes":"9007199254740993","rxPackets":"9007199254740","txBytes":"12","txPackets":"0",' +
      '"ipRx":"9007199254740993","ipTx":"12"}}',
  );
});

test("an entry that follows another one than it was written after is none", () => {
  const { text, hash } = signEntry(entry, GENESIS);
  expect(readSignedEntry(text, hash)).toBeUndefined();
});

test("every changed character of an entry is noticed", () => {
  const { text } = signEntry(entry, GENESIS);
  for (let at = 0; at < text.length; at += 1) {
    const changed = text.slice(0, at) + String.fromCodePoint((text.codePointAt(at) ?? 0) ^ 1) + text.slice(at + 1);
    expect(readSignedEntry(changed, GENESIS)).toBeUndefined();
  }
});

test("no text whatever is taken for an entry, or throws", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      expect(readSignedEntry(text, GENESIS)).toBeUndefined();
    }),
  );
});
