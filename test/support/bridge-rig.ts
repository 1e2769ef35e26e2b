import type { ChildProcess } from "node:child_process";
import { connect, type Socket } from "node:net";
import { closeSync, constants, openSync, readSync, writeSync } from "node:fs";
import { News } from "./news.ts";
import type { Program } from "./program.ts";

/** `cellward rig bridge --json` as a process of its own; it ends with its standard input. */
export class BridgeRig {
  readonly #child: ChildProcess;
  readonly #news = new News();
  #rest = "";
  complaints = "";
  ended: number | null | undefined;
  /** What it printed, line by line, parsed. */
  readonly said: Readonly<Record<string, unknown>>[] = [];

  private constructor(program: Program, argv: readonly string[]) {
    this.#child = program.start(["rig", "bridge", "--json", "--exit-with-stdin", ...argv]);
    this.#child.stdout?.setEncoding("utf8").on("data", (text: string) => {
      const lines = (this.#rest + text).split("\n");
      this.#rest = lines.pop() ?? "";
      this.said.push(...lines.map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>));
      this.#news.tell();
    });
    this.#child.stderr?.setEncoding("utf8").on("data", (text: string) => (this.complaints += text));
    this.#child.on("close", (code) => {
      this.ended = code;
      this.#news.tell();
    });
  }

  static async start(program: Program, argv: readonly string[]): Promise<BridgeRig> {
    const rig = new BridgeRig(program, argv);
    await rig.#news.until(() => {
      if (rig.ended !== undefined) throw new Error(`the rig has ended: ${rig.complaints}`);
      return rig.said.length > 0 ? true : undefined;
    }, "the rig to be ready");
    return rig;
  }

  get ready(): Readonly<Record<string, unknown>> {
    return this.said[0] ?? {};
  }

  /** One line of the script; throws when it is refused. */
  async tell(line: string): Promise<void> {
    const answers = (): readonly Readonly<Record<string, unknown>>[] => this.said.filter((one) => "ok" in one);
    const before = answers().length;
    this.#child.stdin?.write(`${line}\n`);
    const answer = await this.#news.until(() => answers()[before], line);
    if (answer["ok"] !== true) throw new Error(String(answer["error"]));
  }

  /** Waits for something that a client does. */
  async hears(look: (heard: readonly Readonly<Record<string, unknown>>[]) => boolean, what: string): Promise<void> {
    await this.#news.until(() => (look(this.said) ? true : undefined), what);
  }

  async stop(signal: "SIGTERM" | "SIGKILL" = "SIGTERM"): Promise<void> {
    if (this.ended === undefined) this.#child.kill(signal);
    await this.#news.until(() => (this.ended === undefined ? undefined : true), "the rig to end");
  }
}

/** A client that speaks lines, over a socket or a terminal. */
export class LineClient {
  readonly #write: (text: string) => void;
  readonly #end: () => void;
  readonly #news = new News();
  heard = "";
  closed = false;

  private constructor(write: (text: string) => void, end: () => void) {
    this.#write = write;
    this.#end = end;
  }

  static async onSocket(where: string): Promise<LineClient> {
    const [host = "", port = ""] = where.split(":");
    const socket: Socket = where.includes("/") ? connect(where) : connect(Number(port), host);
    const client = new LineClient(
      (text) => void socket.write(text, "latin1"),
      () => socket.destroy(),
    );
    socket.setEncoding("latin1").on("data", (text: string) => client.#take(text));
    socket.on("error", () => undefined);
    socket.on("close", () => {
      client.closed = true;
      client.#news.tell();
    });
    await new Promise((resolve, reject) => socket.once("connect", resolve).once("error", reject));
    return client;
  }

  /** One descriptor, looked at every millisecond: Node's terminal streams keep descriptors of their own open. */
  static onTerminal(path: string): LineClient {
    const fd = openSync(path, constants.O_RDWR | constants.O_NOCTTY | constants.O_NONBLOCK);
    const buffer = Buffer.alloc(4_096);
    const looking = setInterval(() => {
      try {
        client.#take(buffer.toString("latin1", 0, readSync(fd, buffer)));
      } catch {
        // Nothing there (EAGAIN), or nobody at the other end (EIO).
      }
    }, 1);
    let open = true;
    const client = new LineClient(
      (text) => void writeSync(fd, text, null, "latin1"),
      () => {
        if (open) closeSync(fd);
        open = false;
        clearInterval(looking);
      },
    );
    return client;
  }

  send(text: string): void {
    this.#write(text);
  }

  async hears(text: string, seconds?: number): Promise<void> {
    const look = (): true | undefined => (this.heard.includes(text) ? true : undefined);
    await this.#news.until(look, () => `${JSON.stringify(text)}, heard ${JSON.stringify(this.heard)}`, seconds);
  }

  async closes(): Promise<void> {
    await this.#news.until(() => (this.closed ? true : undefined), "the end of the connection");
  }

  /** One command; what was heard until its result. */
  async command(line: string): Promise<readonly string[]> {
    this.heard = "";
    this.#write(`${line}\r`);
    await this.#news.until(
      () => (/\r\n(OK|ERROR|\+CME ERROR: \d+)\r\n/.test(this.heard) ? true : undefined),
      () => `the answer to ${line}, heard ${JSON.stringify(this.heard)}`,
    );
    return this.heard.split("\r\n").filter((part) => part !== "");
  }

  end(): void {
    this.#end();
  }

  #take(text: string): void {
    this.heard += text;
    this.#news.tell();
  }
}
