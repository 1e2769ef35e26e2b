import * as v from "valibot";
import { type LineEnd, LineSplitter } from "../line/line-splitter.ts";
import { decode } from "./decode.ts";
import { unglue } from "./final-result.ts";
import { LogicalLines } from "./logical-lines.ts";
import type { AtMessage } from "./message.ts";

/** What stands between the messages of a modem's output, or was longer than any line. */
export const BETWEEN_SCHEMAS = [
  v.strictObject({ kind: v.literal("echo"), raw: v.string() }),
  v.strictObject({ kind: v.literal("prompt"), raw: v.string() }),
  v.strictObject({ kind: v.literal("discarded"), bytes: v.number(), why: v.literal("too-long") }),
] as const;

type Between = Readonly<v.InferOutput<(typeof BETWEEN_SCHEMAS)[number]>>;

export type ReadMessage = (AtMessage & { readonly raw: string }) | Between;

/** With a carriage return of its own, so that one that the output ends with is known to have had no line feed. */
const LINE_END = Buffer.from("\r\n");
const ECHO = /^AT(?:[+^*#%$!&\\A-Z0-9].*)?$/i;

/**
 * A modem's output, as it comes from the wire or from a capture, to messages: nothing is dropped, and each line stands
 * in exactly one of them. What is asked is taken from the echo of a command where there is one, else it is `asked`.
 */
export class MessageReader {
  readonly #emit: (message: ReadMessage) => void;
  readonly #logical = new LogicalLines((line) => this.#logicalLine(line));
  readonly #splitter: LineSplitter;
  #asked: string | undefined;

  constructor(emit: (message: ReadMessage) => void, asked?: string) {
    this.#emit = emit;
    this.#asked = asked;
    this.#splitter = new LineSplitter(
      {
        onLine: (line, end) => this.#line(line, end),
        onPrompt: () => emit({ kind: "prompt", raw: "> " }),
        onDiscarded: (bytes) => emit({ kind: "discarded", bytes, why: "too-long" }),
      },
      // A NUL is the @ of a text that was printed as it came (23.038 6.2.1), and what is no line of a modem is shown.
      { noise: "keep" },
    );
    this.#splitter.expectPrompt(true);
  }

  feed(bytes: Uint8Array): void {
    this.#splitter.feed(bytes);
  }

  /** The output is over: a last line without its end counts (`RDY` comes like that). */
  end(): void {
    this.#splitter.feed(LINE_END);
    this.#logical.flush();
  }

  #line(raw: string, end: LineEnd): void {
    // The NULs that a UART gives while a modem starts; inside a text they are part of it.
    const line = this.#logical.insideText ? raw : raw.replaceAll(/^\0+|\0+$/g, "");
    if (line === "") return;
    if (ECHO.test(line)) {
      this.#logical.flush();
      this.#asked = line.trim();
      return this.#emit({ kind: "echo", raw: line });
    }
    if (end === "\r" && this.#asked !== undefined && /^\d$/.test(line)) return this.#digit(line);
    for (const part of unglue(line)) this.#logical.feed(part, end);
  }

  /** What asked for it says nothing of ATV0, but a digit that a carriage return alone ends is a result (V.250 6.2.6). */
  #digit(line: string): void {
    this.#logical.flush();
    this.#emit({ ...decode(line, "ATV0"), raw: line });
  }

  #logicalLine(line: string): void {
    const message = decode(line, this.#asked);
    const heard = message.kind === "unknown" ? decode(line.replaceAll("\0", ""), this.#asked) : message;
    this.#emit({ ...heard, raw: line });
  }
}
