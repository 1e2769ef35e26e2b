import { expect, test } from "vitest";
import { dottedName, isNode, literalText, nodesOf, placeOf, type SourceFile, sources } from "./source-file.ts";
import { readTree } from "./source-tree.ts";
import { FAULTS } from "../../src/base/fault.ts";

/** The one place where a fault is declared, and the one call that the compiler proves to be unreachable. */
const EXEMPT = ["src/base/fault.ts", "src/base/unreachable.ts"];
const BUILT_IN = /^(globalThis\.)?(Aggregate|Eval|Range|Reference|Syntax|Type|URI)?Error$|^DOMException$/;

/** A plain error made, thrown or extended; and anything thrown that is neither a Fault nor something caught before. */
function plainErrors(files: readonly SourceFile[]): readonly string[] {
  return files
    .filter((file) => !EXEMPT.includes(file.path))
    .flatMap((file) =>
      [...nodesOf(file.program)].flatMap((node) => {
        const made = ["NewExpression", "CallExpression"].includes(node.type) ? dottedName(node["callee"]) : undefined;
        const extended = node.type.startsWith("Class") ? dottedName(node["superClass"]) : undefined;
        const plain = [made, extended].find((name) => name !== undefined && BUILT_IN.test(name));
        if (plain !== undefined) return [`${placeOf(file, node)} uses ${plain}; the one error class is Fault`];
        if (node.type !== "ThrowStatement" || !isNode(node["argument"])) return [];
        return ["NewExpression", "Identifier", "CallExpression"].includes(node["argument"].type)
          ? []
          : [`${placeOf(file, node)} throws a ${node["argument"].type}`];
      }),
    );
}

/** Codes that no `new Fault("code", ...)` and no other text of a file that knows FaultCode names. */
function unusedCodes(files: readonly SourceFile[]): readonly string[] {
  const used = new Set<string>();
  for (const file of files) {
    if (EXEMPT.includes(file.path) || !/\b(Fault|FaultCode)\b/.test(file.text)) continue;
    for (const node of nodesOf(file.program)) used.add(literalText(node) ?? "");
  }
  return Object.keys(FAULTS).filter((code) => !used.has(code));
}

test("src throws nothing but faults", () => {
  expect(plainErrors(readTree("src"))).toEqual([]);
});

test("every error code can happen", () => {
  expect(unusedCodes(readTree("src"))).toEqual([]);
});

test.each([
  ["a thrown Error", 'export const a = () => { throw new Error("no"); };'],
  ["an Error that is only made", 'export const a = () => Promise.reject(new RangeError("no"));'],
  ["an Error made without new", 'export const a = () => Error("no");'],
  ["an error class of one's own", "export class A extends Error {}"],
  ["a thrown text", 'export const a = () => { throw "no"; };'],
])("%s is noticed", (_what, text) => {
  expect(plainErrors(sources({ "src/at/a.ts": text }))).toHaveLength(1);
});

test("a fault, and what was caught and is thrown on, are let through", () => {
  const text = `
    import { Fault } from "../base/fault.ts";
    export const a = () => { try { throw new Fault("internal", "no"); } catch (thrown) { throw thrown; } };
    export const b = (c: unknown) => c instanceof Error;`;
  expect(plainErrors(sources({ "src/at/a.ts": text }))).toEqual([]);
});

test("a code that nobody uses is noticed, and a text elsewhere does not use it", () => {
  const user = 'import { Fault } from "../base/fault.ts"; export const a = () => new Fault("usage", "no");';
  const left = unusedCodes(sources({ "src/cli/a.ts": user, "src/cli/b.ts": 'export const b = "internal";' }));
  expect(left).not.toContain("usage");
  expect(left).toContain("internal");
});
