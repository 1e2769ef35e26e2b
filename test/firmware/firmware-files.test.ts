import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { CME_ERROR } from "../../src/codes/cme-error.ts";
import { LEVELS } from "../../src/policy/level.ts";
import { BRIDGE_ERRORS, LEVEL_CODES } from "../../src/bridge/wire-codes.ts";
import * as contract from "../../src/report/index.ts";
import { headerConstants, protocolTables, vectorFiles, withConstants, withTables } from "./firmware-files.ts";

const ROOT = new URL("../../firmware-bridge/", import.meta.url);
const read = (name: string): string => readFileSync(new URL(name, ROOT), "utf8");

// Where one of these fails: `node .build/firmware.mjs`, and look at what changed: a number that was published stays.
test("the C header has the numbers of the code", () => {
  const header = read("cellward_bridge.h");
  expect(withConstants(header, headerConstants())).toBe(header);
});

test("PROTOCOL.md has the tables of the code", () => {
  const text = read("PROTOCOL.md");
  expect(withTables(text, protocolTables())).toBe(text);
});

test("the vectors are what the bridge answers, in JSON and in plain text", async () => {
  const files = await vectorFiles();
  expect(Object.fromEntries(Object.keys(files).map((name) => [name, read(name)]))).toEqual(files);
});

test("a table without a place, and a place without a table, are noticed", () => {
  expect(() => withTables("", { a: "" })).toThrow(/a$/);
  expect(() => withTables("<!-- table:b -->\n\n<!-- /table -->", {})).toThrow(/b$/);
  expect(() => withConstants("", "")).toThrow(/no place/);
});

test("no number stands for two words of one table, and levels keep the order of the policy", () => {
  const { CAPABILITY_CODES, CAUSE_CODES, CHARSET_CODES, CHECK_CODES, CLASS_CODES, EVENT_CODES } = contract;
  const tables = [CAPABILITY_CODES, CAUSE_CODES, CHARSET_CODES, CHECK_CODES, CLASS_CODES, EVENT_CODES];
  for (const table of [
    ...tables,
    contract.REASON_CODES,
    contract.SERVICE_CODES,
    contract.LANGUAGE_CODES,
    BRIDGE_ERRORS,
  ]) {
    const numbers = Object.values(table).map(({ code }) => code);
    expect(new Set(numbers).size).toBe(numbers.length);
  }
  expect(Object.keys(LEVEL_CODES)).toEqual([...LEVELS]);
  expect(Object.values(LEVEL_CODES).map(({ code }) => code)).toEqual([0, 1, 2, 3, 4]);
});

test("every error is one of the standard's", () => {
  expect(Object.values(BRIDGE_ERRORS).filter(({ code }) => CME_ERROR[code] === undefined)).toEqual([]);
});
