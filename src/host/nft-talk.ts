import { type ChildProcessByStdio, spawn } from "node:child_process";
import type { Readable, Writable } from "node:stream";

/** What was said up to the fence, or why nothing more will be. */
export type NftSaid = { readonly kind: "said"; readonly lines: readonly string[] } | { readonly kind: "ended" };

/** A listing of our table is 20 KB; whatever says more than this is broken. */
const MOST_SAID = 4 * 1_024 * 1_024;

/**
 * One nft that stays, and is told one line at a time (0.6 ms each, measured, where a process for each takes 7). What it says and what it
 * complains of come by one pipe, so that they are in order. It says nothing where something was done: behind each line a
 * table is asked for that does not exist, and the complaint about that one ends the answer.
 */
export class NftTalk {
  readonly #child: ChildProcessByStdio<Writable, Readable, null>;
  #lines: string[] = [];
  #rest = "";
  #said = 0;
  #fences = 0;
  #waiting: { readonly fence: string; readonly done: (said: NftSaid) => void } | undefined;
  #ended = false;

  /** `path`: the nft program. */
  constructor(path: string) {
    // Its history of lines is written below $HOME; /dev/null holds no file.
    this.#child = spawn("/bin/sh", ["-c", 'exec "$0" -j -i 2>&1', path], {
      stdio: ["pipe", "pipe", "ignore"],
      detached: true,
      env: { PATH: "/usr/sbin:/sbin:/usr/bin:/bin", LC_ALL: "C", HOME: "/dev/null" },
    });
    this.#child.stdout.setEncoding("utf8").on("data", (chunk: string) => this.#take(chunk));
    this.#child.stdin.on("error", () => {});
    this.#child.on("error", () => this.#end());
    this.#child.on("close", () => this.#end());
  }

  get ended(): boolean {
    return this.#ended;
  }

  /** One line at a time: not asked again before it has answered. What it said last before it ended comes with `lastWords`. */
  ask(line: string): Promise<NftSaid> {
    if (this.#ended) return Promise.resolve({ kind: "ended" });
    this.#fences += 1;
    const fence = `list table inet cellward-fence-${this.#fences}`;
    this.#lines = [];
    this.#said = 0;
    return new Promise((done) => {
      this.#waiting = { fence, done };
      this.#child.stdin.write(`${line}\n${fence}\n`);
    });
  }

  get lastWords(): string {
    return [...this.#lines, this.#rest].join("\n").trim();
  }

  /** It ends by itself when nobody speaks to it any more. */
  close(): void {
    this.#child.stdin.end();
  }

  kill(): void {
    try {
      if (this.#child.pid !== undefined) process.kill(-this.#child.pid, "SIGKILL");
    } catch {
      // It has ended meanwhile.
    }
    this.#end();
  }

  #take(chunk: string): void {
    this.#said += chunk.length;
    if (this.#said > MOST_SAID) return this.kill();
    const pieces = (this.#rest + chunk).split("\n");
    this.#rest = pieces.pop() ?? "";
    for (const line of pieces) this.#line(line);
  }

  #line(line: string): void {
    if (this.#waiting !== undefined && line === this.#waiting.fence) {
      // The complaint stands before the line that it is about.
      const said = this.#lines.at(-1)?.startsWith("Error:") === true ? this.#lines.slice(0, -1) : this.#lines;
      this.#settle({ kind: "said", lines: said });
      return;
    }
    // The rest of the last fence's complaint.
    if (/^ *\^+$/.test(line) || line === "") return;
    this.#lines.push(line);
    // Without the privilege it does not get as far as telling which line it was.
    if (/^Operation not permitted|cache initialization failed/.test(line)) this.kill();
  }

  #end(): void {
    this.#ended = true;
    this.#settle({ kind: "ended" });
  }

  #settle(said: NftSaid): void {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    waiting?.done(said);
  }
}
