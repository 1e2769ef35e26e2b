import { describe, expect, it } from "vitest";
import { plainJson, plainText } from "../../src/base/plain-text.ts";
import { told } from "../../src/base/told.ts";

const MISLEADING = ["\u001b", "\u0007", "\u007f", "\u009b", "\u061c", "\u200f", "\u2028", "\u202e", "\u2066"];

describe("what a terminal would obey, or a reader be misled by", () => {
  it.each(MISLEADING)("%j is written as its number in a text", (char) => {
    const shown = plainText(`a${char}b`);
    expect(shown).not.toContain(char);
    expect(shown).toMatch(/^a\\u[0-9a-f]{4}b$/);
  });

  it.each(MISLEADING)("%j stands in no JSON, and is there when it is read back", (char) => {
    const text = plainJson({ text: `a${char}b` });
    expect(text).not.toContain(char);
    expect(JSON.parse(text)).toEqual({ text: `a${char}b` });
  });

  it("Chinese, line ends and tabs stay", () => {
    expect(plainText("疑似停机\n\t-> ok")).toBe("疑似停机\n\t-> ok");
  });
});

it("a modem's name holds neither a number nor a line end nor a control sequence", () => {
  expect(told("IMSI460041234567890\n\u009b31m\u202eACME")).toBe(String.raw`IMSI460041*******90 \u009b31m\u202eACME`);
});
