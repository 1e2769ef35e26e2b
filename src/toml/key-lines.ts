import { parse } from "smol-toml";

/** Names of tables and keys, and indices of lists and of tables in `[[double]]` brackets, from 0. */
export type KeyPath = readonly (string | number)[];

/** Where each key of a TOML text stands; smol-toml gives positions for syntax errors only. */
export interface KeyLines {
  /** The line of a key, or of the nearest thing around it that has one (the inline table, the table); 1 for the text itself. */
  lineOf(path: KeyPath): number;
  /** The value as it was written; undefined for a table and for what is not there. */
  writtenAt(path: KeyPath): string | undefined;
}

/** Nothing of ours is deeper; noting every prefix of a key of 500,000 parts would take the machine's memory. */
const DEEPEST = 8;
/** And so would every item of a list of a megabyte. What comes after so many has the line of the thing around it. */
const MOST_PLACES = 100_000;

interface Place {
  readonly line: number;
  value?: readonly [from: number, to: number];
}

/** A character that no key can hold unescaped joins the parts, so that `"a.b"` and `a.b` stay apart. */
const joined = (path: KeyPath): string => path.join("\u0000");

/**
 * Finds the lines of the tables and keys of a text that smol-toml has accepted.
 * For any other text it ends as well, with lines that mean nothing.
 */
export function locateKeys(text: string): KeyLines {
  const places = new Map<string, Place>();
  const lists = new Map<string, number>();
  let [line, counted] = [1, 0];

  const note = (path: KeyPath, at: number): void => {
    for (; counted < at; counted += 1) if (text[counted] === "\n") line += 1;
    for (let i = 1; i <= Math.min(path.length, DEEPEST) && places.size < MOST_PLACES; i += 1) {
      const key = joined(path.slice(0, i));
      if (!places.has(key)) places.set(key, { line });
    }
  };

  /** Below a list of tables stands what belongs to its latest one (TOML 1.0, "Array of Tables"). */
  const resolved = (names: readonly string[]): KeyPath => {
    const path: (string | number)[] = [];
    for (const name of names.slice(0, DEEPEST)) {
      const latest = path.length === 0 ? undefined : lists.get(joined(path));
      if (latest !== undefined) path.push(latest);
      path.push(name);
    }
    return path;
  };

  const tableAt = (at: number): { readonly table: KeyPath; readonly end: number } => {
    const isList = text[at + 1] === "[";
    const { path: names, end } = readKey(text, isList ? at + 2 : at + 1, "]");
    const path = resolved(names);
    note(path, at);
    if (!isList) return { table: path, end };
    const index = (lists.get(joined(path)) ?? -1) + 1;
    lists.set(joined(path), index);
    note([...path, index], at);
    return { table: [...path, index], end };
  };

  /** Past a value, noting what is inside; gives where it ends. */
  const valueAt = (from: number, path: KeyPath): number => {
    const at = skipSpaces(text, from);
    const end = Math.max(insideAt(at, path), at + 1);
    const place = places.get(joined(path));
    if (place !== undefined) place.value ??= [at, end];
    return end;
  };

  const insideAt = (from: number, path: KeyPath): number => {
    const open = text.charAt(from);
    if (open === '"' || open === "'") return skipString(text, from);
    if (open !== "[" && open !== "{") return skipScalar(text, from);
    if (path.length >= DEEPEST) return skipNested(text, from);
    let [at, index] = [from + 1, 0];
    for (;;) {
      at = skipBlank(text, at);
      if (at >= text.length) return at;
      if (text[at] === "]" || text[at] === "}") return at + 1;
      if (text[at] === ",") {
        at += 1;
      } else if (open === "[") {
        note([...path, index], at);
        at = valueAt(at, [...path, index]);
        index += 1;
      } else {
        at = pairAt(at, path);
      }
    }
  };

  const pairAt = (at: number, table: KeyPath): number => {
    const key = readKey(text, at, "=");
    const path = [...table, ...key.path.slice(0, DEEPEST)];
    note(path, at);
    return valueAt(key.end + 1, path);
  };

  let at = 0;
  let table: KeyPath = [];
  while ((at = skipBlank(text, at)) < text.length) {
    if (text[at] === "[") {
      const header = tableAt(at);
      table = header.table;
      at = skipLine(text, header.end);
    } else {
      at = skipLine(text, pairAt(at, table));
    }
  }

  return {
    lineOf: (path) => {
      for (let i = Math.min(path.length, DEEPEST); i > 0; i -= 1) {
        const found = places.get(joined(path.slice(0, i)));
        if (found !== undefined) return found.line;
      }
      return 1;
    },
    writtenAt: (path) => {
      const value = places.get(joined(path))?.value;
      return value === undefined ? undefined : text.slice(...value).trimEnd();
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

function skipSpaces(text: string, from: number): number {
  let at = from;
  while (text[at] === " " || text[at] === "\t") at += 1;
  return at;
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

/** Past a number, a date or a word. */
function skipScalar(text: string, from: number): number {
  let at = from;
  while (at < text.length && !",]}#\n\r".includes(text.charAt(at))) at += 1;
  return at;
}

/** Past a list or an inline table of any depth, without looking inside. */
function skipNested(text: string, from: number): number {
  let [at, depth] = [from, 0];
  while (at < text.length) {
    const char = text.charAt(at);
    if (char === '"' || char === "'") {
      at = skipString(text, at);
      continue;
    }
    if (char === "#") at = skipLine(text, at) - 1;
    if (char === "[" || char === "{") depth += 1;
    if (char === "]" || char === "}") depth -= 1;
    at += 1;
    if (depth === 0) return at;
  }
  return at;
}
