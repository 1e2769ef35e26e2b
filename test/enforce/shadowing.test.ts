import { expect, test } from "vitest";
import { shadowsIn } from "../../src/enforce/shadowing.ts";
import type { NftJson } from "../../src/ports/gate.ts";

const MASK = 0x7000_0000;
const CT = { ct: { key: "mark" } };
const rule = (table: string, ...expr: readonly NftJson[]): NftJson => ({
  rule: { family: "inet", table, chain: "forward", handle: 1, expr },
});
const marks = (value: unknown): NftJson => ({ mangle: { key: CT, value } });

test.each([
  ["offload", { flow: { op: "add", flowtable: "@ft" } }],
  ["untracked", { notrack: null }],
  ["mark", marks(7)],
  ["mark", marks({ "|": [{ "&": [CT, 0x0fff_ffff] }, 1] })],
  ["mark", marks({ "|": [CT, 0x1000_0000] })],
  ["mark", marks({ meta: { key: "mark" } })],
] as const)("somebody else's rule shadows ours: %s", (what, expr) => {
  expect(shadowsIn([rule("fw4", expr), rule("fw4", expr)], MASK)).toEqual([{ where: "inet fw4 forward", what }]);
});

test("rules that leave our bits, that do other things, and our own do not", () => {
  const kept = marks({ "|": [{ "&": [CT, 0xffff_ff00] }, 1] });
  const harmless = [
    kept,
    marks({ "|": [CT, 1] }),
    { accept: null },
    { counter: { packets: 1, bytes: 2 } },
    { mangle: { key: { meta: { key: "mark" } }, value: 7 } },
  ];
  expect(shadowsIn([rule("fw4", ...harmless), rule("cellward", marks(7)), { table: {} }], MASK)).toEqual([]);
});
