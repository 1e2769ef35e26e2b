import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { splitText } from "../../../src/at/sms/split-text.ts";

const lengths = (text: string, width: 8 | 16 = 8): readonly number[] =>
  splitText(text, width).parts.map((part) => part.length);

describe("a text is cut where a message ends", () => {
  // ModemManager, src/tests/test-sms-part-3gpp.c; python-messaging, TestSubmitPduCounts.
  it.each([
    ["Hello", "gsm7", [5]],
    ["你好", "ucs2", [2]],
    ["0123456789".repeat(16), "gsm7", [160]],
    ["你好".repeat(35), "ucs2", [70]],
    [`${"0123456789".repeat(16)}0`, "gsm7", [153, 8]],
    [`${"你好".repeat(35)}好`, "ucs2", [67, 4]],
    ["x".repeat(161), "gsm7", [153, 8]],
    ["x".repeat(306), "gsm7", [153, 153]],
    ["x".repeat(307), "gsm7", [153, 153, 1]],
    ["x".repeat(459), "gsm7", [153, 153, 153]],
    ["x".repeat(460), "gsm7", [153, 153, 153, 1]],
    ["€".repeat(80), "gsm7", [80]],
    [`${"€".repeat(79)}x`, "gsm7", [80]],
    ["€".repeat(153), "gsm7", [76, 76, 1]],
    [`${"€".repeat(229)}x`, "gsm7", [76, 76, 76, 2]],
    ["ő".repeat(70), "ucs2", [70]],
    [`${"ő".repeat(70)}x`, "ucs2", [67, 4]],
    ["ő".repeat(134), "ucs2", [67, 67]],
    [`${"ő".repeat(134)}x`, "ucs2", [67, 67, 1]],
    [`${"ő".repeat(201)}x`, "ucs2", [67, 67, 67, 1]],
    ["😀".repeat(35), "ucs2", [70]],
    ["😀".repeat(36), "ucs2", [66, 6]],
    ["", "gsm7", [0]],
  ] as const)("%s", (text, alphabet, parts) => {
    expect(splitText(text).alphabet).toBe(alphabet);
    expect(lengths(text)).toEqual(parts);
  });

  it("a 16-bit reference takes one septet or one character more", () => {
    expect(lengths("x".repeat(161), 16)).toEqual([152, 9]);
    expect(lengths("好".repeat(71), 16)).toEqual([66, 5]);
  });

  it("one character outside the default alphabet makes the whole text UCS2", () => {
    expect(splitText(`${"x".repeat(100)}ç`)).toMatchObject({ alphabet: "ucs2" });
    expect(splitText("`")).toMatchObject({ alphabet: "ucs2" });
  });

  it("no part ends in half a character, and the parts are the text", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom("a", "€", "😀", "好"), { minLength: 1, maxLength: 400 }), (characters) => {
        const { parts } = splitText(characters.join(""));
        expect(parts.join("")).toBe(characters.join(""));
        for (const part of parts) expect(/\p{Cs}/u.test(part)).toBe(false);
      }),
    );
  });
});
