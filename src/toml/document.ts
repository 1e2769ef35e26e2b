import { parse, TomlError, type TomlTable } from "smol-toml";
import { type KeyLines, locateKeys } from "./key-lines.ts";

/** Deep enough for any honest mistake; the parser recurses. */
const DEEPEST = 32;

export type Document =
  | { readonly kind: "document"; readonly table: TomlTable; readonly lines: KeyLines }
  /** `place`: `:2:7`, line and column to be put behind a file's name; empty when the parser does not say. */
  | {
      readonly kind: "refused";
      readonly line: number;
      readonly place: string;
      readonly found: string;
      readonly expected: string;
    };

/** One that was read. */
export type OpenDocument = Extract<Document, { readonly kind: "document" }>;

export const isTable = (value: unknown): value is TomlTable =>
  typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date);

/** A TOML text with the places of what is in it. Whole numbers beyond 2^53 are bigints. */
export function readToml(text: string): Document {
  try {
    const table = parse(text, { integersAsBigInt: "asNeeded", maxDepth: DEEPEST });
    return { kind: "document", table, lines: located(text) };
  } catch (thrown) {
    const { line, place } =
      thrown instanceof TomlError
        ? { line: thrown.line, place: `:${thrown.line}:${thrown.column}` }
        : { line: 1, place: "" };
    // Below its first line the parser's message quotes the text, where a secret may stand.
    const message = thrown instanceof Error ? (thrown.message.split("\n")[0] ?? "") : String(thrown);
    const found = `a syntax error (${message.replace(/^Invalid TOML document: /, "")})`;
    return { kind: "refused", line, place, found, expected: "TOML 1.0 (texts in quotes, one key = value on a line)" };
  }
}

/** The lines are looked for when somebody asks: of most files nothing has to be said (measured: half the time of reading one). */
function located(text: string): KeyLines {
  let lines: KeyLines | undefined;
  const found = (): KeyLines => (lines ??= locateKeys(text));
  return { lineOf: (path) => found().lineOf(path), writtenAt: (path) => found().writtenAt(path) };
}
