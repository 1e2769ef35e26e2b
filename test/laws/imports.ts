import { posix } from "node:path";
import { isNode, literalText, type Node, nodesOf, type SourceFile } from "./source-file.ts";

export interface Import {
  readonly node: Node;
  /** As written. `<computed>` when `import()` or `require()` is given anything but a literal. */
  readonly specifier: string;
  /** For relative ones the path in the checkout; for others the package or `node:` module. */
  readonly target: string;
  readonly relative: boolean;
  /** The names taken, before renaming; `*` for everything. */
  readonly names: readonly string[];
}

const FORMS: Readonly<Record<string, (node: Node) => unknown>> = {
  ImportDeclaration: (node) => node["source"],
  ExportNamedDeclaration: (node) => node["source"],
  ExportAllDeclaration: (node) => node["source"],
  ImportExpression: (node) => node["source"],
  TSImportType: (node) => node["source"],
  TSExternalModuleReference: (node) => node["expression"],
  CallExpression: (node) =>
    isNode(node["callee"]) && node["callee"]["name"] === "require" && Array.isArray(node["arguments"])
      ? node["arguments"][0]
      : undefined,
};

/** Every form of reaching another module: import, export from, import(), import("...").T, import = require, require(). */
export function importsOf(file: SourceFile): readonly Import[] {
  const found: Import[] = [];
  for (const node of nodesOf(file.program)) {
    const source = FORMS[node.type]?.(node);
    if (source === undefined || source === null) continue;
    const specifier = literalText(source) ?? "<computed>";
    const relative = specifier.startsWith(".");
    const target = relative ? posix.join(posix.dirname(file.path), specifier) : packageOf(specifier);
    found.push({ node, specifier, target, relative, names: namesOf(node) });
  }
  return found;
}

function packageOf(specifier: string): string {
  if (specifier.startsWith("node:")) return specifier;
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}

function namesOf(node: Node): readonly string[] {
  if (!Array.isArray(node["specifiers"])) return ["*"];
  return node["specifiers"].filter(isNode).map((specifier) => {
    const name = specifier["imported"] ?? (specifier.type === "ExportSpecifier" ? specifier["local"] : undefined);
    if (isNode(name)) return String(name["name"] ?? name["value"]);
    return specifier.type === "ImportDefaultSpecifier" ? "default" : "*";
  });
}
