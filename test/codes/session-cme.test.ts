import { expect, test } from "vitest";
import { CME_ERROR } from "../../src/codes/cme-error.ts";
import type { CodeTable } from "../../src/codes/code-table.ts";
import { ESM_CAUSE } from "../../src/codes/esm-cause.ts";
import { cmeOfSessionCause, sessionCauseOfCme } from "../../src/codes/session-cme.ts";
import { SM_CAUSE } from "../../src/codes/sm-cause.ts";
import { callTrouble } from "../../src/modem/call-trouble.ts";

/** Cause and `+CME ERROR` (27.007 9.2.2.2, Rel-17): the column of LTE. */
const ESM: readonly (readonly [number, number])[] = [
  ...[26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45].map((cause) => [cause, 100 + cause] as const),
  ...([
    [8, 177],
    [38, 190],
    [39, 191],
    [47, 221],
    [49, 171],
    [50, 192],
    [51, 193],
    [52, 194],
    [53, 201],
  ] as const),
  ...([
    [54, 202],
    [55, 203],
    [56, 195],
    [57, 196],
    [58, 197],
    [59, 181],
    [60, 198],
    [61, 230],
    [65, 178],
  ] as const),
  ...([
    [66, 179],
    [81, 184],
    [95, 172],
    [96, 173],
    [97, 174],
    [98, 208],
    [99, 209],
    [100, 175],
  ] as const),
  ...([
    [101, 186],
    [111, 176],
    [112, 199],
    [113, 200],
  ] as const),
];
/** What 2G and 3G have otherwise, or besides. */
const SM: readonly (readonly [number, number])[] = [
  [24, 124],
  [40, 140],
  [46, 146],
  [47, 147],
  [48, 180],
  [81, 188],
];

test.each(ESM)("ESM cause %i is +CME ERROR %i, and back", (cause, cme) => {
  expect(cmeOfSessionCause(cause, "esm")).toBe(cme);
  expect(sessionCauseOfCme(cme)).toBe(cause);
});

test.each(SM)("SM cause %i is +CME ERROR %i, and back", (cause, cme) => {
  expect(cmeOfSessionCause(cause, "sm")).toBe(cme);
  expect(sessionCauseOfCme(cme)).toBe(cause);
});

test("the table above holds every cause of 24.301 9.9.4.4; of 24.008's only LLC or SNDCP failure has no number", () => {
  const inTable = (table: CodeTable): readonly number[] => Object.keys(table).map(Number);
  expect(ESM.map(([cause]) => cause).toSorted((a, b) => a - b)).toEqual(inTable(ESM_CAUSE));
  expect(inTable(SM_CAUSE).filter((cause) => cmeOfSessionCause(cause, "sm") === undefined)).toEqual([25]);
});

const words = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, "");

test.each([
  ["esm", ESM_CAUSE],
  ["sm", SM_CAUSE],
] as const)("every cause of %s has the name that 27.007 gives to its +CME ERROR", (protocol, table) => {
  for (const [cause, { name, also = [] }] of Object.entries(table)) {
    const row = CME_ERROR[cmeOfSessionCause(Number(cause), protocol) ?? -1];
    if (row === undefined) continue;
    const known = [row.name, ...(row.also ?? [])].map(words);
    expect(
      [name, ...also].some((one) => known.includes(words(one))),
      `${cause}: ${name}, not ${row.name}`,
    ).toBe(true);
  }
});

test.each([3, 50, 107, 108, 111, 117, 122, 125, 138, 139, 148, 150, 182, 187, 210])(
  "+CME ERROR %i is no cause of a context",
  (cme) => expect(sessionCauseOfCme(cme)).toBeUndefined(),
);

test("149 was authentication before 129 was", () => {
  expect(sessionCauseOfCme(149)).toBe(29);
});

test.each([
  [177, 8],
  [192, 50],
  [193, 51],
  [230, 61],
  [133, 33],
])("a data call that is refused with +CME ERROR %i was refused for good, for cause %i", (code, cause) => {
  const trouble = callTrouble("the data call", { kind: "error", scheme: "cme", code, text: String(code) });
  expect(trouble).toMatchObject({ kind: "permanent", cause });
});
