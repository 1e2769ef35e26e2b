import type { Socket } from "node:net";
import type { LineStream } from "../ports/line-stream.ts";

/** Answers one request line with one answer line, or with lines from now on. Never throws. */
export type LineHandler = (line: string) => Promise<string | LineStream>;

const MAX_LINE = 64 * 1024;
/** From the connection, or from a line's first byte, to the line's end: enough for a person who types. */
const LINE_MS = 10_000;
/** Between two questions of one client. */
const PAUSE_MS = 30_000;
/** A client that was turned away gets this long to read why; closing at once would fail its own write first. */
const FAREWELL_MS = 1_000;

/** One client of the local socket, with a deadline for whatever it is to do next. */
export class ControlPeer {
  readonly #socket: Socket;
  readonly #handle: LineHandler;
  readonly #failed: string;
  #pending = "";
  #timer: NodeJS.Timeout | undefined;
  #working = false;
  /** When it last asked or was answered; on the monotonic clock. */
  activeAt = performance.now();

  /** `failed` is said where `handle` throws: a fault in answering is the asker's to see, and no reason to end the agent. */
  constructor(socket: Socket, handle: LineHandler, failed: string) {
    this.#socket = socket;
    this.#handle = handle;
    this.#failed = failed;
    socket.setEncoding("utf8");
    socket.on("error", () => socket.destroy());
    socket.on("close", () => clearTimeout(this.#timer));
    socket.on("data", (text: string) => this.#take(text));
    this.#within(LINE_MS);
  }

  /** It was turned away and only reads why. */
  get leaving(): boolean {
    return this.#socket.writableEnded;
  }

  /** Nothing is being made for it: it says nothing, or half a line, or does not read. */
  get idle(): boolean {
    return !this.#working;
  }

  onClose(listener: () => void): void {
    this.#socket.once("close", listener);
  }

  /** Tells it why, and hangs up. */
  turnAway(why: string): void {
    this.#socket.removeAllListeners("data");
    this.#socket.resume();
    this.#socket.end(`${why}\n`);
    this.#within(FAREWELL_MS);
  }

  destroy(): void {
    this.#socket.destroy();
  }

  #within(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#socket.destroy(), ms);
  }

  #take(text: string): void {
    const begun = this.#pending !== "";
    const lines = (this.#pending + text).split("\n");
    this.#pending = lines.pop() ?? "";
    if (this.#pending.length > MAX_LINE || lines.some((line) => line.length > MAX_LINE)) return this.destroy();
    // A line that comes byte by byte gains no time by it.
    if (lines.length > 0) void this.#answer(lines);
    else if (!begun) this.#within(LINE_MS);
  }

  /** A client that asks and does not read is not read either: nothing piles up for it. */
  async #answer(lines: readonly string[]): Promise<void> {
    clearTimeout(this.#timer);
    this.#socket.pause();
    for (const line of lines) {
      this.#working = true;
      const answer = await this.#handle(line).catch(() => this.#failed);
      this.#working = false;
      this.activeAt = performance.now();
      if (this.#socket.destroyed || this.leaving) return;
      if (typeof answer !== "string") return this.#follow(answer);
      this.#within(PAUSE_MS);
      if (!this.#socket.write(`${answer}\n`)) await this.#drained();
    }
    if (this.leaving) return;
    if (this.#pending !== "") this.#within(LINE_MS);
    this.#socket.resume();
  }

  /** It only listens from now on: what it says is read, so that its end is noticed, and dropped. One that does not read is hung up on. */
  #follow(stream: LineStream): void {
    const socket = this.#socket;
    let full = false;
    const tell = (): void => {
      while (!full && !socket.destroyed && !this.leaving) {
        const line = stream.next();
        if (line === undefined) return;
        this.activeAt = performance.now();
        full = !socket.write(`${line}\n`);
      }
      if (full) this.#within(PAUSE_MS);
    };
    socket.removeAllListeners("data");
    socket.resume();
    socket.on("drain", () => {
      full = false;
      if (!this.leaving) clearTimeout(this.#timer);
      tell();
    });
    socket.once("close", stream.onNews(tell));
    tell();
  }

  #drained(): Promise<void> {
    return new Promise((resolve) => {
      this.#socket.once("drain", resolve);
      this.#socket.once("close", resolve);
    });
  }
}
