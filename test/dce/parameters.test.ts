import { expect, test } from "vitest";
import { numberAt, parseParameters, textAt } from "../../src/dce/parameters.ts";

test.each([
  ["1", [{ kind: "number", value: 1, text: "1" }]],
  ["-12", [{ kind: "number", value: -12, text: "-12" }]],
  ["", [{ kind: "omitted" }]],
  ["1,,3", [{ kind: "number", value: 1, text: "1" }, { kind: "omitted" }, { kind: "number", value: 3, text: "3" }]],
  ['"IP"', [{ kind: "text", text: "IP" }]],
  ['"a,b"', [{ kind: "text", text: "a,b" }]],
  ['"a\\22b\\0D"', [{ kind: "text", text: 'a"b\r' }]],
  ["GSM", [{ kind: "bare", text: "GSM" }]],
  ["1,", [{ kind: "number", value: 1, text: "1" }, { kind: "omitted" }]],
])("the values of =%s are read as V.250 5.4.2 says", (text, parameters) => {
  expect(parseParameters(text)).toEqual(parameters);
});

test.each(['"abc', '"abc"d', 'a"b"', ",".repeat(40)])("%s is no list of values", (text) => {
  expect(parseParameters(text)).toBeUndefined();
});

test("a PIN may come with quotes and without", () => {
  expect(textAt(parseParameters('"1234"') ?? [], 0)).toBe("1234");
  expect(textAt(parseParameters("1234") ?? [], 0)).toBe("1234");
  expect(textAt(parseParameters("") ?? [], 0)).toBeUndefined();
  expect(numberAt(parseParameters('"1"') ?? [], 0)).toBeUndefined();
});
