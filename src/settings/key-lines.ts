import { parse } from "smol-toml";

/** Where each key of a TOML text stands; smol-toml gives positions for syntax errors only. */
export interface KeyLines {
  /** The line of a key, or of the nearest thing around it that has one (the inline table, the table); 1 for the text itself. */
  lineOf(path: readonly string[]): number;
}

/** Settings are two words deep; noting every prefix of a key of 500,000 parts would take the machine's memory. */
const DEEPEST = 4;

/** A character that no key can hold unescaped joins the parts, so that `"a.b"` and `a.b` stay apart. */
const joined = (path: readonly string[]): string => path.join("\u0000");

/**
 * Finds the lines of the tables and keys of a text that smol-toml has accepted.
 * For any other text it ends as well, with lines that mean nothing.
 */
export function locateKeys(text: string): KeyLines {
  const lines = new Map<string, number>();
  const note = (path: readonly string[], line: number): void => {
    for (let i = 1; i <= Math.min(path.length, DEEPEST); i += 1) {
      const key = joined(path.slice(0, i));
      if (!lines.has(key)) lines.set(key, line);
    }
  };

  let at = 0;
  let line = 1;
  let counted = 0;
  let table: readonly string[] = [];
  while (at < text.length) {
    at = skipBlank(text, at);
    if (at >= text.length) break;
    for (; counted < at; counted += 1) if (text[counted] === "\n") line += 1;
    if (text[at] === "[") {
      const key = readKey(text, text[at + 1] === "[" ? at + 2 : at + 1, "]");
      table = key.path;
      note(table, line);
      at = skipLine(text, key.end);
    } else {
      const key = readKey(text, at, "=");
      note([...table, ...key.path], line);
      at = skipValue(text, key.end + 1);
    }
  }
  return {
    lineOf: (path) => {
      for (let i = Math.min(path.length, DEEPEST); i > 0; i -= 1) {
        const found = lines.get(joined(path.slice(0, i)));
        if (found !== undefined) return found;
      }
      return 1;
    },
  };
}

/** Over white space, line ends, a byte order mark and comments. */
function skipBlank(text: string, from: number): number {
  let at = from;
  for (;;) {
    while (at < text.length && " \t\r\n\uFEFF".includes(text.charAt(at))) at += 1;
    if (text[at] !== "#") return at;
    at = skipLine(text, at);
  }
}

function skipLine(text: string, from: number): number {
  const end = text.indexOf("\n", from);
  return end === -1 ? text.length : end + 1;
}

/** A dotted key up to `=` or `]`; `end` is where that stands. */
function readKey(
  text: string,
  from: number,
  close: string,
): { readonly path: readonly string[]; readonly end: number } {
  const path: string[] = [];
  let at = from;
  while (at < text.length && text[at] !== close && text[at] !== "\n") {
    const char = text.charAt(at);
    if (char === '"' || char === "'") {
      const end = skipString(text, at);
      path.push(unquote(text.slice(at, end)));
      at = end;
    } else if (/[A-Za-z0-9_-]/.test(char)) {
      const start = at;
      while (at < text.length && /[A-Za-z0-9_-]/.test(text.charAt(at))) at += 1;
      path.push(text.slice(start, at));
    } else {
      at += 1;
    }
  }
  return { path, end: at };
}

/** The parser itself decodes the escapes, so that both read the same key. */
function unquote(quoted: string): string {
  if (!quoted.includes("\\")) return quoted.slice(1, -1);
  try {
    const { key } = parse(`key = ${quoted}`);
    return typeof key === "string" ? key : quoted;
  } catch {
    return quoted;
  }
}

/** Past a string of any of TOML's four forms; `from` is its first quote. */
function skipString(text: string, from: number): number {
  const quote = text.charAt(from);
  const long = text.startsWith(quote.repeat(3), from);
  const close = long ? quote.repeat(3) : quote;
  let at = from + close.length;
  while (at < text.length && !text.startsWith(close, at)) {
    if (!long && text[at] === "\n") return at;
    at += quote === '"' && text[at] === "\\" ? 2 : 1;
  }
  at += close.length;
  // A long string may end in up to two quotes of its own.
  const most = long ? at + 2 : at;
  while (at < most && text[at] === quote) at += 1;
  return Math.min(at, text.length);
}

/** Past a value to the end of its line; lists and inline tables go over several lines. */
function skipValue(text: string, from: number): number {
  let at = from;
  let depth = 0;
  while (at < text.length) {
    const char = text.charAt(at);
    if (char === '"' || char === "'") {
      at = skipString(text, at);
      continue;
    }
    if (char === "#") {
      at = skipLine(text, at) - 1;
      if (text[at] !== "\n") return text.length;
    }
    if (text[at] === "\n" && depth === 0) return at + 1;
    if (char === "[" || char === "{") depth += 1;
    if (char === "]" || char === "}") depth -= 1;
    at += 1;
  }
  return at;
}
