import type { Readable, Writable } from "node:stream";
import { Seconds, typedDuration } from "../base/duration.ts";
import type { Clock } from "../ports/clock.ts";

const LONGEST = 4_096;
const MOST_WAITING = 1_024;

/** Carries out the lines of a stream one after the other; `wait TIME` holds those behind it. */
export class ScriptStream {
  readonly #clock: Clock;
  readonly #run: (line: string) => string | undefined;
  readonly #answer: (wrong: string | undefined) => void;
  #rest = "";
  #lines: string[] = [];
  #waiting = false;

  constructor(
    clock: Clock,
    run: (line: string) => string | undefined,
    answer: (wrong: string | undefined) => void = () => undefined,
  ) {
    this.#clock = clock;
    this.#run = run;
    this.#answer = answer;
  }

  take(text: string): void {
    const lines = (this.#rest + text).split("\n");
    this.#rest = (lines.pop() ?? "").slice(0, LONGEST);
    this.#lines = [...this.#lines, ...lines].slice(0, MOST_WAITING);
    this.#goOn();
  }

  #goOn(): void {
    while (!this.#waiting) {
      const line = this.#lines.shift();
      if (line === undefined) return;
      const text = line.trim();
      if (text === "" || text.startsWith("#")) continue;
      const waits = /^wait\s+(\S+)$/.exec(text);
      if (waits === null) this.#answer(this.#run(text));
      else this.#wait(waits[1] ?? "");
    }
  }

  #wait(text: string): void {
    const time = /^\d{1,9}$/.test(text) ? Seconds(Number(text)) : typedDuration(text);
    if (time === undefined) return this.#answer(`found "${text}"; allowed: seconds, or a time such as 10s`);
    this.#waiting = true;
    this.#clock.after(time, () => {
      this.#waiting = false;
      this.#answer(undefined);
      this.#goOn();
    });
  }
}

/** The lines of a stream, each answered on another. */
export function scriptFrom(
  clock: Clock,
  run: (line: string) => string | undefined,
  input: Readable,
  output: Writable,
  shown: (wrong: string | undefined) => string,
): void {
  const stream = new ScriptStream(clock, run, (wrong) => void output.write(shown(wrong)));
  input.setEncoding("utf8").on("data", (text: string) => stream.take(text));
}
