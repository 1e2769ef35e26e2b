import { expect, test } from "vitest";
import { crc32 } from "../../src/base/crc32.ts";

test.each([
  ["", 0],
  ["123456789", 0xcbf43926],
  ["The quick brown fox jumps over the lazy dog", 0x414fa339],
])("the CRC-32 of %j is that of IEEE 802.3", (text, crc) => {
  expect(crc32(new TextEncoder().encode(text))).toBe(crc);
});
