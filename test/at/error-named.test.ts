import { describe, expect, test } from "vitest";
import { errorNamed } from "../../src/at/error-named.ts";
import { CME_ERROR } from "../../src/codes/cme-error.ts";
import { CMS_ERROR } from "../../src/codes/cms-error.ts";

describe("a verbose error is as good as its number", () => {
  test.each([
    ["cme", "SIM busy", 14],
    ["cme", "sim BUSY", 14],
    ["cme", "Network not allowed, emergency calls only", 32],
    ["cme", "Phone adaptor link reserved", 2],
    ["cme", "Illegal MS (#3)", 103],
    ["cme", "EPS services not allowed", 107],
    ["cme", "unknown error", 100],
    ["cme", "Mandatory information element error", 173],
    ["cms", "SIM busy", 314],
    ["cms", "(U)SIM busy", 314],
    ["cms", "no +CNMA acknowledgment expected", 340],
    ["cms", "Operation not supported", 303],
  ] as const)("%s %s", (scheme, text, code) => expect(errorNamed(scheme, text)).toBe(code));

  test.each([
    ["cme", "PH-SIM PUK required"],
    ["cme", "the SIM busy"],
    ["cme", "SIM"],
    ["cme", ""],
    ["cme", "-"],
    ["cms", "SIM PIN"],
    ["cme", "constructor"],
  ] as const)("%s '%s' is a maker's own text, never a number by resemblance", (scheme, text) => {
    expect(errorNamed(scheme, text)).toBeUndefined();
  });
});

test("every name of the standard leads back to its number; one that several numbers share to the lowest", () => {
  const shared: Readonly<Record<string, number>> = { Congestion: 122, "Network failure": 117 };
  const wrong = [
    ...Object.entries(CME_ERROR).filter(
      ([code, { name }]) => errorNamed("cme", name) !== (shared[name] ?? Number(code)),
    ),
    ...Object.entries(CMS_ERROR).filter(([code, { name }]) => errorNamed("cms", name) !== Number(code)),
  ];
  expect(wrong).toEqual([]);
});
