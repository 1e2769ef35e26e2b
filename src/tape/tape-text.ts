import { formatDuration, Millis, parseDuration } from "../base/duration.ts";
import { Fault } from "../base/fault.ts";
import type { Tape, TapeEntry } from "./tape.ts";

/**
 * A tape as text, one entry a line; what stands before the first entry as `# name: value` is a header:
 *
 *     > AT+CSQ          the host: the text and a carriage return
 *     < +CSQ: 20,99     the modem: line end, the text, line end (V.250 5.7.1)
 *     <+ 0791448720...  the modem: the text and a line end (a PDU, the second line of several)
 *     <. \r\n>\x20      exactly these bytes (a prompt, an echo, half a line); `>.` likewise
 *     120ms < RDY       so long after the entry before it
 *
 * `\r`, `\n`, `\\` and `\xHH` stand for bytes; anything else above ASCII is its UTF-8 form.
 */
const ENTRY = /^(?:(\S+) )?([<>])([+.]?)(?: (.*))?$/;
const HEADER = /^#\s*([a-z][a-z0-9-]*):\s*(.*)$/;

const LINE_END = "\r\n";

/** Throws `tape-invalid` with the file, the line and what is allowed. */
export function parseTape(file: string, text: string): Tape {
  const headers = new Map<string, string>();
  const entries: TapeEntry[] = [];
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === "") continue;
    if (line.startsWith("#")) {
      const [, name, value] = HEADER.exec(line) ?? [];
      if (name !== undefined && entries.length === 0) headers.set(name, (value ?? "").trim());
      continue;
    }
    const entry = parseEntry(line);
    if (typeof entry === "string") throw new Fault("tape-invalid", `${file}:${index + 1}: ${entry}`);
    entries.push(entry);
  }
  return { headers, entries };
}

function parseEntry(line: string): TapeEntry | string {
  const [, time, side, shape, text = ""] = ENTRY.exec(line) ?? [];
  if (side === undefined) return `found ${JSON.stringify(line)}; expected > or <, a space and what passed`;
  const after = time === undefined ? undefined : parseDuration(time);
  if (time !== undefined && after === undefined) return `found ${JSON.stringify(time)}; expected a time such as 120ms`;
  const bytes = unescaped(text);
  if (bytes === undefined) return `found ${JSON.stringify(text)}; behind \\ stands r, n, \\ or x and two digits`;
  const timed = after === undefined ? {} : { after };
  if (side === "<") return { from: "modem", bytes: modemBytes(shape, bytes), ...timed };
  if (shape === "+") return "found >+; expected > or >.";
  return { from: "host", bytes: shape === "." ? bytes : `${bytes}\r`, ...timed };
}

function modemBytes(shape: string | undefined, bytes: string): string {
  if (shape === ".") return bytes;
  return `${shape === "+" ? "" : LINE_END}${bytes}${LINE_END}`;
}

/** Reads back as the same tape. */
export function writeTape({ headers, entries }: Tape): string {
  const head = [...headers].map(([name, value]) => `# ${name}: ${value.replaceAll(/\s+/g, " ")}`);
  return [...head, ...entries.map(entryLine)].map((line) => `${line}\n`).join("");
}

function entryLine({ from, bytes, after }: TapeEntry): string {
  const [sign, text] = from === "host" ? hostShape(bytes) : modemShape(bytes);
  const time = after === undefined || after <= 0 ? "" : `${formatDuration(Millis(Math.round(after)))} `;
  return `${time}${sign}${text === "" ? "" : ` ${escaped(text)}`}`;
}

function hostShape(bytes: string): readonly [sign: string, text: string] {
  const line = /^([^\r\n]*)\r$/.exec(bytes)?.[1];
  return line === undefined ? [">.", bytes] : [">", line];
}

function modemShape(bytes: string): readonly [sign: string, text: string] {
  const [, framed] = /^\r\n([^\r\n]*)\r\n$/.exec(bytes) ?? [];
  if (framed !== undefined) return ["<", framed];
  const [, line] = /^([^\r\n]*)\r\n$/.exec(bytes) ?? [];
  return line === undefined ? ["<.", bytes] : ["<+", line];
}

const NAMED: Readonly<Record<string, string>> = { "\r": "\\r", "\n": "\\n", "\\": "\\\\" };

/** A space at an end would be lost to people and editors. */
const escaped = (bytes: string): string =>
  bytes.replace(
    /[^\x20-\x5b\x5d-\x7e]|^ | $/g,
    (found) => NAMED[found] ?? `\\x${found.charCodeAt(0).toString(16).padStart(2, "0")}`,
  );

function unescaped(text: string): string | undefined {
  const bytes = Buffer.from(text, "utf8").toString("latin1");
  if (!/^(?:[^\\]|\\[rn\\]|\\x[0-9a-fA-F]{2})*$/.test(bytes)) return undefined;
  return bytes.replace(/\\(?:([rn\\])|x(..))/g, (_all, named: string | undefined, hex: string) =>
    named === undefined
      ? String.fromCharCode(Number.parseInt(hex, 16))
      : named === "\\"
        ? "\\"
        : named === "r"
          ? "\r"
          : "\n",
  );
}
