import * as v from "valibot";
import { LineSplitter } from "../line/line-splitter.ts";
import { decode } from "./decode.ts";
import { unglue } from "./final-result.ts";
import { LogicalLines } from "./logical-lines.ts";
import type { AtMessage } from "./message.ts";

/** What stands between the messages of a modem's output, or could not be read at all. */
export const BETWEEN_SCHEMAS = [
  v.strictObject({ kind: v.literal("echo"), raw: v.string() }),
  v.strictObject({ kind: v.literal("prompt"), raw: v.string() }),
  v.strictObject({ kind: v.literal("discarded"), bytes: v.number(), why: v.picklist(["too-long", "unprintable"]) }),
] as const;

type Between = Readonly<v.InferOutput<(typeof BETWEEN_SCHEMAS)[number]>>;

export type ReadMessage = (AtMessage & { readonly raw: string }) | Between;

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
    this.#splitter = new LineSplitter({
      onLine: (line) => this.#line(line),
      onPrompt: () => emit({ kind: "prompt", raw: "> " }),
      onDiscarded: (bytes, why) => emit({ kind: "discarded", bytes, why }),
    });
    this.#splitter.expectPrompt(true);
  }

  feed(bytes: Uint8Array): void {
    this.#splitter.feed(bytes);
  }

  /** The output is over: a last line without its end counts (`RDY` comes like that). */
  end(): void {
    this.#splitter.feed(Uint8Array.of(0x0a));
    this.#logical.flush();
  }

  #line(line: string): void {
    if (ECHO.test(line)) {
      this.#logical.flush();
      this.#asked = line.trim();
      return this.#emit({ kind: "echo", raw: line });
    }
    for (const part of unglue(line)) this.#logical.feed(part);
  }

  #logicalLine(line: string): void {
    this.#emit({ ...decode(line, this.#asked), raw: line });
  }
}
