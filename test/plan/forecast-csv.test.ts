import { describe, expect, test } from "vitest";
import { readUsageCsv } from "../../src/plan/forecast-csv.ts";

const ZONE = "Asia/Shanghai";
const utc = (text: string): number => Date.parse(text);

describe("a file of usage", () => {
  test("has instants with an offset, or of the zone, and bytes of both directions, or of each", () => {
    expect(readUsageCsv("at,bytes\n2026-03-01T10:00:00+08:00,5\n2026-03-01 11:00,6\r\n2026-03-02,7\n", ZONE)).toEqual({
      kind: "read",
      usages: [
        { at: utc("2026-03-01T02:00:00Z"), bytes: 5n },
        { at: utc("2026-03-01T03:00:00Z"), bytes: 6n },
        { at: utc("2026-03-01T16:00:00Z"), bytes: 7n },
      ],
    });
    const both = readUsageCsv(
      '\uFEFF"at","up","down","destination","area"\n2026-03-01T00:00:00Z,1,2,acquirer,a;b',
      ZONE,
    );
    expect(both).toMatchObject({ usages: [{ bytes: 3n, destination: "acquirer", areas: ["a", "b"] }] });
  });

  test("with broken lines is refused, and each is told with what was found and what is expected", () => {
    const text =
      "at,bytes\n2026-02-30,1\n2026-03-01T00:00:00Z,-1\nyesterday,1.5\n2026-03-01T00:00:00Z\n2026-03-01T00:00:00Z,4\n";
    expect(readUsageCsv(text, ZONE)).toEqual({
      kind: "faulty",
      faults: [
        { line: 2, found: "2026-02-30", expected: expect.stringContaining("instant") },
        { line: 3, found: "-1", expected: expect.stringContaining("whole number of bytes") },
        { line: 4, found: "yesterday", expected: expect.stringContaining("instant") },
        { line: 4, found: "1.5", expected: expect.stringContaining("whole number of bytes") },
        { line: 5, found: "2026-03-01T00:00:00Z", expected: "2 values, as in the header" },
      ],
    });
  });

  test("without the columns is refused by its header", () => {
    expect(readUsageCsv("time,amount\n1,2\n", ZONE)).toMatchObject({
      kind: "faulty",
      faults: [{ line: 1, found: "time,amount" }],
    });
  });
});
