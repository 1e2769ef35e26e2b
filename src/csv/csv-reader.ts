import { type CsvFault, shownCell } from "./csv-fault.ts";
import { separatorOf } from "./separator.ts";

export interface CsvListener {
  /** `line`: the row's first. */
  onRow(cells: readonly string[], line: number): void;
  onFault(fault: CsvFault): void;
}

/** In characters, line ends inside quotes included: a row of usage has 200. */
const LONGEST_ROW = 65_536;

type Split = { readonly kind: "cells"; readonly cells: readonly string[] } | { readonly kind: "open" } | Broken;
interface Broken {
  readonly kind: "broken";
  readonly found: string;
  readonly expected: string;
}

/**
 * Rows out of text that comes in pieces (RFC 4180): CRLF or LF, quotes doubled inside quotes, a byte order mark before
 * the first; lines with nothing on them are left out. Strict: a quote where none can be is a fault of its line, and
 * reading goes on with the next. Holds one row at a time.
 */
export class CsvReader {
  private readonly listener: CsvListener;
  private separator: string;
  private pending = "";
  private begun = false;
  /** The lines of a row that a quote keeps open. */
  private open: { readonly text: string; readonly line: number } | undefined;
  /** A line that is too long is passed over up to its end. */
  private skipping = false;
  private line = 0;

  /** `separator`: one character between cells; `by-header`: what the first line has most of, or names (`sep=;`). */
  constructor(listener: CsvListener, separator: string = ",") {
    this.listener = listener;
    this.separator = separator;
  }

  feed(text: string): void {
    const fresh = this.begun ? text : text.replace(/^\uFEFF/, "");
    this.begun ||= text !== "";
    this.pending += fresh;
    let from = 0;
    for (let end = this.pending.indexOf("\n"); end !== -1; end = this.pending.indexOf("\n", from)) {
      this.takeLine(this.pending.slice(from, end));
      from = end + 1;
    }
    this.pending = this.pending.slice(from);
    if (this.pending.length <= LONGEST_ROW) return;
    if (!this.skipping) this.tooLong(this.line + 1);
    this.skipping = true;
    this.pending = "";
  }

  end(): void {
    if (this.pending !== "" || this.skipping) this.takeLine(this.pending);
    this.pending = "";
    if (this.open === undefined) return;
    const { line, text } = this.open;
    this.listener.onFault({ line, found: shownCell(text), expected: "a quote that is closed before the file ends" });
    this.open = undefined;
  }

  private takeLine(text: string): void {
    this.line += 1;
    if (this.skipping) {
      this.skipping = false;
      return;
    }
    if (this.separator === BY_HEADER && text.trim() !== "") {
      // A spreadsheet writes it above the header, for itself.
      const named = /^sep=([,;\t])\r?$/.exec(text)?.[1];
      this.separator = named ?? separatorOf(text);
      if (named !== undefined) return;
    }
    const line = this.open?.line ?? this.line;
    const row = this.open === undefined ? text : `${this.open.text}\n${text}`;
    this.open = undefined;
    if (row.length > LONGEST_ROW) return this.tooLong(line);
    const split = splitRow(row, this.separator);
    if (split.kind === "open") this.open = { text: row, line };
    else if (split.kind === "broken") this.listener.onFault({ line, found: split.found, expected: split.expected });
    else if (split.cells.length > 1 || split.cells[0] !== "") this.listener.onRow(split.cells, line);
  }

  private tooLong(line: number): void {
    this.listener.onFault({
      line,
      found: `a row of more than ${LONGEST_ROW} characters`,
      expected: "a shorter one; perhaps a quote is not closed",
    });
  }
}

export const BY_HEADER = "by-header";

const BARE_CR: Broken = {
  kind: "broken",
  found: "a carriage return inside the line",
  expected: "CRLF or LF line ends",
};

function splitRow(row: string, separator: string): Split {
  if (row.includes('"')) return splitQuoted(row, separator);
  const text = row.endsWith("\r") ? row.slice(0, -1) : row;
  return text.includes("\r") ? BARE_CR : { kind: "cells", cells: text.split(separator) };
}

function splitQuoted(row: string, separator: string): Split {
  const cells: string[] = [];
  for (let at = 0; ; at += 1) {
    let end: number;
    if (row[at] === '"') {
      let quote = row.indexOf('"', at + 1);
      while (quote !== -1 && row[quote + 1] === '"') quote = row.indexOf('"', quote + 2);
      if (quote === -1) return { kind: "open" };
      cells.push(row.slice(at + 1, quote).replaceAll('""', '"'));
      end = quote + 1;
      if (row.slice(end) === "\r" || end === row.length) return { kind: "cells", cells };
      if (row[end] !== separator)
        return {
          kind: "broken",
          found: `${shownCell(row.slice(end))} after a closing quote`,
          expected: `${separator === "," ? "a comma" : shownCell(separator)} or the line's end`,
        };
    } else {
      const comma = row.indexOf(separator, at);
      end = comma === -1 ? row.length : comma;
      const cell = row.slice(at, end);
      // `="8986..."` is how platforms keep a spreadsheet from rounding a number.
      if (cell.includes('"') && !/^="[^"]*"\r?$/.test(cell))
        return {
          kind: "broken",
          found: `a quote inside ${shownCell(cell)}`,
          expected: 'the whole cell in quotes, and each quote in it doubled: ""',
        };
      const last = comma === -1 && cell.endsWith("\r") ? cell.slice(0, -1) : cell;
      if (last.includes("\r")) return BARE_CR;
      cells.push(last);
      if (comma === -1) return { kind: "cells", cells };
    }
    at = end;
  }
}
