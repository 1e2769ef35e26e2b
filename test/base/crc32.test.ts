import { expect, test } from "vitest";
import { crc32, crc32OfText } from "../../src/base/crc32.ts";

test.each([
  ["", 0],
  ["123456789", 0xcbf43926],
  ["The quick brown fox jumps over the lazy dog", 0x414fa339],
])("the CRC-32 of %j is that of IEEE 802.3", (text, crc) => {
  expect(crc32(new TextEncoder().encode(text))).toBe(crc);
});

test.each([[["123456789"]], [["123", "", "456789"]], [["/", "\n", "流量", "x"]], [["é"]], [[]]])(
  "of the texts %j it is the one of their UTF-8",
  (texts) => {
    expect(crc32OfText(...texts)).toBe(crc32(new TextEncoder().encode(texts.join(""))));
  },
);
