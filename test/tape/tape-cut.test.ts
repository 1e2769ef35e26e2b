import * as fc from "fast-check";
import { expect, it } from "vitest";
import { MonoMs } from "../../src/base/instant.ts";
import { cutTape, type TapePiece } from "../../src/tape/tape-cut.ts";

const piece = (from: TapePiece["from"], bytes: string, at: number): TapePiece => ({ from, bytes, at: MonoMs(at) });
const all = (from: TapePiece["from"], parts: readonly { from: TapePiece["from"]; bytes: string }[]): string =>
  parts.map((part) => (part.from === from ? part.bytes : "")).join("");

it("what came in pieces is cut where lines end, with the time of each beginning", () => {
  const entries = cutTape([
    piece("host", "AT+C", 100),
    piece("host", "GMI\r", 101),
    piece("modem", "AT+CGMI\r\r\nTe", 110),
    piece("modem", "lit\r\n\r\nOK\r", 112),
    piece("modem", "\n\r\nRDY\r\n", 5_000),
    piece("host", "AT+CMGS=15\r", 5_100),
    piece("modem", "\r\n> ", 5_110),
    piece("host", "0001\x1aAT\r", 5_120),
  ]);
  expect(entries).toEqual([
    { from: "host", bytes: "AT+CGMI\r" },
    { from: "modem", bytes: "AT+CGMI\r", after: 10 },
    { from: "modem", bytes: "\r\nTelit\r\n", after: 0 },
    { from: "modem", bytes: "\r\nOK\r\n", after: 2 },
    { from: "modem", bytes: "\r\nRDY\r\n", after: 4_888 },
    { from: "host", bytes: "AT+CMGS=15\r", after: 100 },
    { from: "modem", bytes: "\r\n> ", after: 10 },
    { from: "host", bytes: "0001\x1a", after: 10 },
    { from: "host", bytes: "AT\r", after: 0 },
  ]);
});

it("no byte is lost or moved to the other side, whatever passed and however it was split", () => {
  const bytes = fc.string({ unit: fc.constantFrom("\r", "\n", "\x1a", ">", " ", "A", "\xff") });
  const pieces = fc.array(
    fc.record({ from: fc.constantFrom("host" as const, "modem" as const), bytes, at: fc.nat().map(MonoMs) }),
  );
  fc.assert(
    fc.property(pieces, (heard) => {
      const entries = cutTape(heard);
      expect(all("host", entries)).toBe(all("host", heard));
      expect(all("modem", entries)).toBe(all("modem", heard));
      const order = (parts: readonly { from: string; bytes: string }[]): string =>
        parts.map((part) => part.from[0]?.repeat(part.bytes.length)).join("");
      expect(order(entries)).toBe(order(heard));
    }),
  );
});

it("what is rewritten is seen whole, also where the line was interrupted", () => {
  const seen: string[] = [];
  const entries = cutTape(
    [piece("modem", "\r\n8986", 1), piece("host", "AT\r", 2), piece("modem", "0412345\r\n", 3)],
    (said) => (seen.push(said), said.replace(/\d+/, (digits) => "9".repeat(digits.length))),
  );
  expect(seen).toContain("\r\n89860412345\r\n");
  expect(entries.map((entry) => entry.bytes)).toEqual(["\r\n9999", "AT\r", "9999999\r\n"]);
});
