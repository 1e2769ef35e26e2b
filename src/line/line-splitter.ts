import { ReadlineParser } from "@serialport/parser-readline";

const [TAB, LF, CR, SPACE] = [0x09, 0x0a, 0x0d, 0x20];
const FLUSH = Buffer.from("\n");
const PROMPT = "> ";
/** With the echo before it, or without. */
const DIGIT = /(?:^|[\r\n])\0*\d\r$/;
/** What nearly every line is, with the carriage return that stands before the line end. */
const PLAIN = /^[\t\x20-\x7e]+\r?$/;

/** A carriage return alone ends the result codes of ATV0 (V.250 6.2.6), a line feed alone the lines of a menu inside quotes. */
export type LineEnd = "\r\n" | "\r" | "\n";

export interface LineListener {
  /** A line without its end, never empty; UTF-8 where it is that (operators' names), else Latin-1. */
  onLine(line: string, end: LineEnd): void;
  /** The `> ` that asks for a body; only while one is expected. */
  onPrompt(): void;
  /** Bytes that were no line: too long without an end, unprintable (a wrong baud rate looks like this), or a piece of one. */
  onDiscarded(bytes: number, why: Discarded): void;
}

/** `unfinished`: its end did not come in time, or it is what came after that. */
export type Discarded = "too-long" | "unprintable" | "unfinished";

/**
 * Bytes to lines. ReadlineParser does the splitting; this guard gives it what it lacks (measured on 13.0.0): a bound
 * (without a line end it keeps everything and copies it again with every chunk), the `> ` prompt (which has no line
 * end), and lone carriage returns, NULs and high bytes handled.
 */
export class LineSplitter {
  readonly #listener: LineListener;
  readonly #maxLine: number;
  readonly #keepsNoise: boolean;
  readonly #parser = new ReadlineParser({ delimiter: "\n", encoding: "latin1" });
  /** Bytes handed to the parser since the last line end. */
  #open = 0;
  #tail = "";
  /** Why everything up to the next line end is no line. */
  #discarding: Discarded | undefined;
  #promptExpected = false;
  #digitExpected = false;

  /** `noise`: what is done with NULs, and with lines that no modem says; a line that is kept is told as its bytes in Latin-1. */
  constructor(listener: LineListener, options: { readonly maxLine?: number; readonly noise?: "drop" | "keep" } = {}) {
    this.#listener = listener;
    this.#keepsNoise = options.noise === "keep";
    this.#maxLine = options.maxLine ?? 4_096;
    this.#parser.on("data", (line: string) => this.#take(line));
  }

  /** Set before a command that is answered by `> `; a line that merely begins with `> ` is then still possible at other times. */
  expectPrompt(expected: boolean): void {
    this.#promptExpected = expected;
  }

  /** Set while a result may be a digit that a carriage return alone ends (V.250 6.2.6, ATV0): nothing else comes behind it. */
  expectDigit(expected: boolean): void {
    this.#digitExpected = expected;
  }

  /** Looks at the bytes, copies none, and holds on to those of an open line: they are not to be changed afterwards. */
  feed(chunk: Uint8Array): void {
    let rest = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    while (rest.length > 0)
      rest = rest.subarray(this.#discarding === undefined ? this.#pass(rest) : this.#discard(rest, this.#discarding));
    if (this.#promptExpected && this.#tail === PROMPT) {
      this.#parser.write(FLUSH);
      this.#lineEnded();
    }
    if (this.#digitExpected && DIGIT.test(this.#parser.buffer.toString("latin1"))) {
      this.#parser.write(FLUSH);
      this.#lineEnded();
    }
  }

  /**
   * A line that is still open has no end that could be waited for. Half of a line may read as a whole one (`+CREG: 1` of
   * `+CREG: 11`): it is dropped, and so is the rest of it, should it come; but for what `isWhole` knows to be all there is.
   */
  giveUp(isWhole: (line: string) => boolean): void {
    const piece = this.#parser.buffer.toString("latin1").replaceAll(/[\r\0]/g, "");
    if (this.#open === 0 || piece === "" || isWhole(piece)) {
      if (this.#open > 0) this.#parser.write(FLUSH);
      this.#discarding = undefined;
    } else {
      this.#parser.buffer = Buffer.alloc(0);
      this.#discarding = "unfinished";
      this.#listener.onDiscarded(piece.length, "unfinished");
    }
    this.#lineEnded();
  }

  /** How many of the bytes were taken: whole lines together, for a write to the parser costs more than a line does. */
  #pass(bytes: Buffer): number {
    const room = this.#maxLine - this.#open;
    const lines = (bytes.length <= room ? bytes : bytes.subarray(0, room + 1)).lastIndexOf(LF) + 1;
    if (lines > 0) {
      this.#parser.write(lines === bytes.length ? bytes : bytes.subarray(0, lines));
      this.#lineEnded();
      return lines;
    }
    if (bytes.length > room) {
      // The parser is made to let go of what it holds; #take recognises the piece by its length.
      this.#parser.write(bytes.subarray(0, room));
      this.#parser.write(FLUSH);
      this.#lineEnded();
      this.#discarding = "too-long";
      return room;
    }
    this.#parser.write(bytes);
    this.#open += bytes.length;
    this.#tail = this.#open <= 4 ? (this.#tail + bytes.toString("latin1")).replace(/^[\r\0]+/, "") : "";
    return bytes.length;
  }

  #discard(bytes: Buffer, why: Discarded): number {
    const lineEnd = bytes.indexOf(LF);
    const count = lineEnd === -1 ? bytes.length : lineEnd;
    // The carriage return that an answer begins with (V.250 6.2.5) is no rest of what came before it.
    const isRest = why === "too-long" || bytes.subarray(0, count).some((byte) => byte !== CR);
    if (count > 0 && isRest) this.#listener.onDiscarded(count, why);
    if (lineEnd === -1) return bytes.length;
    this.#discarding = undefined;
    return lineEnd + 1;
  }

  #lineEnded(): void {
    this.#open = 0;
    this.#tail = "";
  }

  #take(raw: string): void {
    if (raw === "" || raw === "\r") return;
    if (raw.length >= this.#maxLine) return this.#listener.onDiscarded(raw.length, "too-long");
    if (!this.#promptExpected && PLAIN.test(raw)) return this.#say(raw, endOf(raw));
    const parts = raw.split("\r");
    for (const [i, part] of parts.entries()) {
      const line = this.#keepsNoise ? part.replace(/^\0+$/, "") : part.replaceAll("\0", "");
      if (line === "") continue;
      const returned = i < parts.length - (parts.at(-1) === "" ? 2 : 1);
      if (this.#promptExpected && line === PROMPT) this.#listener.onPrompt();
      else {
        const text = readable(line) ?? (this.#keepsNoise ? line : undefined);
        if (text === undefined) this.#listener.onDiscarded(line.length, "unprintable");
        else this.#say(text, returned ? "\r" : endOf(raw));
      }
    }
  }

  #say(line: string, end: LineEnd): void {
    let length = line.length;
    while (length > 0 && isBlank(line.charCodeAt(length - 1))) length -= 1;
    const text = length === line.length ? line : line.slice(0, length);
    if (text !== "") this.#listener.onLine(text, end);
  }
}

const isBlank = (code: number): boolean => code === SPACE || code === CR || code === TAB;
const endOf = (raw: string): LineEnd => (raw.endsWith("\r") ? "\r\n" : "\n");

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

const [CTRL_Z, DELETE] = [0x1a, 0x7f];
/** An information line: an operator's name, or a text, may hold the escapes of GSM's alphabet (23.038 6.2.1). */
const INFORMATION = /^[+^*#%$!][A-Z][A-Z0-9]*: ?/;
/** In a text without a name one character in so many may be a control character. */
const TEXT_HAS_ONE_IN = 8;

/** How many bytes are above 0x7f; undefined where control characters say that it is noise. The echo of a body ends with its Ctrl-Z. */
function highBytes(line: string): number | undefined {
  let high = 0;
  let control = 0;
  for (let i = 0; i < line.length; i += 1) {
    const code = line.charCodeAt(i);
    const endsBody = code === CTRL_Z && i === line.length - 1 && i > 0;
    if ((code < 0x20 && code !== TAB && !endsBody) || code === DELETE) control += 1;
    if (code > DELETE) high += 1;
  }
  return control * TEXT_HAS_ONE_IN <= line.length || INFORMATION.test(line) ? high : undefined;
}
