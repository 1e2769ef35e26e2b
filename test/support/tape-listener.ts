import { decode } from "../../src/at/decode.ts";
import { parseFinalResult } from "../../src/at/final-result.ts";
import { LogicalLines } from "../../src/at/logical-lines.ts";
import { LineSplitter } from "../../src/line/line-splitter.ts";
import type { Tape } from "../../src/tape/tape.ts";

/** What the modem of a tape says, as messages, however its bytes are split. */
export interface HeardTape {
  readonly lines: readonly string[];
  /** A message's kind; `final`, `prompt`, `echo` for what is none. */
  readonly kinds: Readonly<Record<string, number>>;
  /** Bytes that were no line. */
  readonly discarded: number;
}

export const modemBytes = ({ entries }: Tape): Buffer =>
  Buffer.from(entries.map(({ from, bytes }) => (from === "modem" ? bytes : "")).join(""), "latin1");

export function listen(tape: Tape, chunks: Iterable<Uint8Array>): HeardTape {
  const lines: string[] = [];
  const kinds: Record<string, number> = {};
  let discarded = 0;
  const sent = new Set(tape.entries.flatMap(({ from, bytes }) => (from === "host" ? [bytes.replace(/\r$/, "")] : [])));
  const count = (kind: string): void => void (kinds[kind] = (kinds[kind] ?? 0) + 1);
  const logical = new LogicalLines((line) => {
    lines.push(line);
    count(parseFinalResult(line) === undefined ? (sent.has(line) ? "echo" : decode(line).kind) : "final");
  });
  const splitter = new LineSplitter({
    onLine: (line) => logical.feed(line),
    onPrompt: () => count("prompt"),
    onDiscarded: (bytes) => (discarded += bytes),
  });
  splitter.expectPrompt(tape.entries.some(({ bytes }) => bytes.endsWith("> ")));
  for (const chunk of chunks) splitter.feed(chunk);
  logical.flush();
  return { lines, kinds, discarded };
}
