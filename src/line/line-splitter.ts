import { ReadlineParser } from "@serialport/parser-readline";

const LF = 0x0a;
const FLUSH = Buffer.from("\n");
const PROMPT = "> ";
/** What nearly every line is, with the carriage return that stands before the line end. */
const PLAIN = /^[\t\x20-\x7e]+\r?$/;

export interface LineListener {
  /** A line without its end, never empty, NULs removed; UTF-8 where it is that (operators' names), else Latin-1. */
  onLine(line: string): void;
  /** The `> ` that asks for a body; only while one is expected. */
  onPrompt(): void;
  /** Bytes that were no line: too long without an end, or unprintable (a wrong baud rate looks like this). */
  onDiscarded(bytes: number, why: "too-long" | "unprintable"): void;
}

/**
 * Bytes to lines. ReadlineParser does the splitting; this guard gives it what it lacks (measured on 13.0.0): a bound
 * (without a line end it keeps everything and copies it again with every chunk), the `> ` prompt (which has no line
 * end), and lone carriage returns, NULs and high bytes handled.
 */
export class LineSplitter {
  readonly #listener: LineListener;
  readonly #maxLine: number;
  readonly #parser = new ReadlineParser({ delimiter: "\n", encoding: "latin1" });
  /** Bytes handed to the parser since the last line end. */
  #open = 0;
  #tail = "";
  #discarding = false;
  #promptExpected = false;

  constructor(listener: LineListener, options: { readonly maxLine?: number } = {}) {
    this.#listener = listener;
    this.#maxLine = options.maxLine ?? 4_096;
    this.#parser.on("data", (line: string) => this.#take(line));
  }

  /** Set before a command that is answered by `> `; a line that merely begins with `> ` is then still possible at other times. */
  expectPrompt(expected: boolean): void {
    this.#promptExpected = expected;
  }

  feed(chunk: Uint8Array): void {
    let rest = Buffer.from(chunk);
    while (rest.length > 0) rest = rest.subarray(this.#discarding ? this.#discard(rest) : this.#pass(rest));
    if (this.#promptExpected && this.#tail === PROMPT) {
      this.#parser.write(FLUSH);
      this.#lineEnded();
    }
  }

  /** A line that is still open ends here: nothing more is to come of it. */
  flush(): void {
    if (this.#open > 0) this.#parser.write(FLUSH);
    this.#lineEnded();
    this.#discarding = false;
  }

  /** How many of the bytes were taken: whole lines together, for a write to the parser costs more than a line does. */
  #pass(bytes: Buffer): number {
    const room = this.#maxLine - this.#open;
    const lines = bytes.subarray(0, room + 1).lastIndexOf(LF) + 1;
    if (lines > 0) {
      this.#parser.write(bytes.subarray(0, lines));
      this.#lineEnded();
      return lines;
    }
    if (bytes.length > room) {
      // The parser is made to let go of what it holds; #take recognises the piece by its length.
      this.#parser.write(bytes.subarray(0, room));
      this.#parser.write(FLUSH);
      this.#lineEnded();
      this.#discarding = true;
      return room;
    }
    this.#parser.write(bytes);
    this.#open += bytes.length;
    this.#tail = this.#open <= 4 ? (this.#tail + bytes.toString("latin1")).replace(/^[\r\0]+/, "") : "";
    return bytes.length;
  }

  #discard(bytes: Buffer): number {
    const lineEnd = bytes.indexOf(LF);
    const count = lineEnd === -1 ? bytes.length : lineEnd;
    if (count > 0) this.#listener.onDiscarded(count, "too-long");
    if (lineEnd === -1) return bytes.length;
    this.#discarding = false;
    return lineEnd + 1;
  }

  #lineEnded(): void {
    this.#open = 0;
    this.#tail = "";
  }

  #take(raw: string): void {
    if (raw === "" || raw === "\r") return;
    if (raw.length >= this.#maxLine) return this.#listener.onDiscarded(raw.length, "too-long");
    if (!this.#promptExpected && PLAIN.test(raw)) return this.#say(raw);
    for (const part of raw.split("\r")) {
      const line = part.replaceAll("\0", "");
      if (line === "") continue;
      if (this.#promptExpected && line === PROMPT) this.#listener.onPrompt();
      else {
        const text = readable(line);
        if (text === undefined) this.#listener.onDiscarded(line.length, "unprintable");
        else this.#say(text);
      }
    }
  }

  #say(line: string): void {
    const text = line.trimEnd();
    if (text !== "") this.#listener.onLine(text);
  }
}

const UTF_8 = new TextDecoder("utf-8", { fatal: true });

/**
 * The parser is told Latin-1, in which no byte is lost; what the bytes mean is decided when the line is whole. A text in
 * UTF-8 may be made of high bytes alone, noise is hardly ever valid UTF-8. Undefined: no modem says that.
 */
function readable(line: string): string | undefined {
  const high = highBytes(line);
  if (high === undefined) return undefined;
  if (high === 0) return line;
  const text = fromUtf8(line);
  if (text !== undefined) return /[\x80-\x9f]/.test(text) ? undefined : text;
  // Mostly bytes above 0x7f: a wrong baud rate. Operators' names in other codings hold a few.
  return high * 2 > line.length ? undefined : line;
}

function fromUtf8(line: string): string | undefined {
  try {
    return UTF_8.decode(Buffer.from(line, "latin1"));
  } catch {
    return undefined;
  }
}

const [TAB, CTRL_Z, DELETE] = [0x09, 0x1a, 0x7f];

/** How many bytes are above 0x7f; undefined where there is a control character. The echo of a body ends with its Ctrl-Z. */
function highBytes(line: string): number | undefined {
  let high = 0;
  for (let i = 0; i < line.length; i += 1) {
    const code = line.charCodeAt(i);
    const endsBody = code === CTRL_Z && i === line.length - 1 && i > 0;
    if ((code < 0x20 && code !== TAB && !endsBody) || code === DELETE) return undefined;
    if (code > DELETE) high += 1;
  }
  return high;
}
