import { parseAst } from "vitest/node";

/** A node of the ESTree that the parser gives. */
export interface Node {
  readonly type: string;
  readonly start: number;
  readonly [field: string]: unknown;
}

export interface SourceFile {
  /** Relative to the checkout: `src/at/dialogue.ts`. */
  readonly path: string;
  readonly text: string;
  readonly program: Node;
}

/** Parsed, not searched: comments and strings that look like code are not code. */
export function parseSource(path: string, text: string): SourceFile {
  return { path, text, program: parseAst(text, { lang: "ts" }, path) as unknown as Node };
}

/** Several files in memory, to prove that a law can fail. */
export function sources(files: Readonly<Record<string, string>>): readonly SourceFile[] {
  return Object.entries(files).map(([path, text]) => parseSource(path, text));
}

export function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";
}

/** Every node below and including this one, parents first. */
export function* nodesOf(node: Node): Generator<Node> {
  yield node;
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) {
      if (isNode(child)) yield* nodesOf(child);
    }
  }
}

/** `src/at/dialogue.ts:12`, for the reader of a broken law. */
export function placeOf(file: SourceFile, node: Node): string {
  return `${file.path}:${file.text.slice(0, node.start).split("\n").length}`;
}

/** The text of a string literal, or of a template without holes. */
export function literalText(node: unknown): string | undefined {
  if (!isNode(node)) return undefined;
  if (node.type === "Literal" && typeof node["value"] === "string") return node["value"];
  if (node.type !== "TemplateLiteral" || !Array.isArray(node["quasis"]) || node["quasis"].length !== 1)
    return undefined;
  const value: unknown = node["quasis"][0]?.value?.cooked;
  return typeof value === "string" ? value : undefined;
}

/** `Date.now` for a member access written out, `setTimeout` for a bare name, undefined for anything else. */
export function dottedName(node: unknown): string | undefined {
  if (!isNode(node)) return undefined;
  if (node.type === "Identifier") return String(node["name"]);
  if (node.type !== "MemberExpression" || node["computed"] === true) return undefined;
  const object = dottedName(node["object"]);
  const property = dottedName(node["property"]);
  return object === undefined || property === undefined ? undefined : `${object}.${property}`;
}
