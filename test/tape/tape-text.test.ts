import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Millis } from "../../src/base/duration.ts";
import { parseTape, writeTape } from "../../src/tape/tape-text.ts";
import type { TapeEntry } from "../../src/tape/tape.ts";

const anyEntry: fc.Arbitrary<TapeEntry> = fc
  .record({
    from: fc.constantFrom("host" as const, "modem" as const),
    bytes: fc.oneof(
      fc.string({ unit: fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code)) }),
      fc.constantFrom("\r\nOK\r\n", "AT+CSQ\r", "\r\n> ", "\r\n \r\n", "\\\r\n", "AT\r\r\n"),
    ),
    after: fc.integer({ min: 0, max: 10_000_000 }),
  })
  .map(({ from, bytes, after }) => ({ from, bytes, ...(after === 0 ? {} : { after: Millis(after) }) }));

describe("a tape", () => {
  it("reads back as it was written, whatever passed", () => {
    fc.assert(
      fc.property(fc.array(anyEntry), (entries) => {
        const headers = new Map([
          ["source", "a test: of mine"],
          ["family", "generic"],
        ]);
        const tape = { headers, entries };
        expect(parseTape("x.at", writeTape(tape))).toEqual(tape);
        expect(writeTape(tape)).toMatch(/^[\x20-\x7e\n]*$/);
      }),
    );
  });

  it("is written for people", () => {
    const text = [
      "# source: a manual",
      "> AT+CSQ",
      "12ms < +CSQ: 20,99",
      "< OK",
      "> AT+CMGS=15",
      "<. \\r\\n>\\x20",
      ">. 0001\\x1a",
      "2s < RDY",
      "<+ 0791",
      "",
    ].join("\n");
    const { entries } = parseTape("x.at", text);
    expect(entries.map(({ bytes }) => bytes)).toEqual([
      "AT+CSQ\r",
      "\r\n+CSQ: 20,99\r\n",
      "\r\nOK\r\n",
      "AT+CMGS=15\r",
      "\r\n> ",
      "0001\x1a",
      "\r\nRDY\r\n",
      "0791\r\n",
    ]);
    expect(entries.map(({ after }) => after)).toEqual([undefined, 12, ...Array(4).fill(undefined), 2_000, undefined]);
    expect(writeTape(parseTape("x.at", text))).toBe(text);
  });

  it("may hold comments and empty lines, and names in any alphabet", () => {
    const { headers, entries } = parseTape(
      "x.at",
      '# source: x\n# just a word\n\n< +COPS: 0,0,"中国移动"\n# late: no\n',
    );
    expect([...headers]).toEqual([["source", "x"]]);
    expect(Buffer.from(entries[0]?.bytes ?? "", "latin1").toString("utf8")).toBe('\r\n+COPS: 0,0,"中国移动"\r\n');
  });

  it.each([
    ["AT+CSQ", 'x.at:2: found "AT+CSQ"; expected > or <, a space and what passed'],
    ["soon < OK", 'x.at:2: found "soon"; expected a time such as 120ms'],
    ["< \\q", 'x.at:2: found "\\\\q"; behind \\ stands r, n, \\ or x and two digits'],
    ["< \\x1", 'x.at:2: found "\\\\x1"; behind \\ stands r, n, \\ or x and two digits'],
    [">+ AT", "x.at:2: found >+; expected > or >."],
  ])("that is not as it should be is refused with its line: %s", (line, fault) => {
    expect(() => parseTape("x.at", `> AT\n${line}\n`)).toThrow(`${fault} [tape-invalid]`);
  });
});
