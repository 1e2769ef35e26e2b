import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Duration, Minutes } from "../base/duration.ts";
import { elapsed, type MonoMs } from "../base/instant.ts";

/** An agent that was killed removes nothing: a file that is older than two of these is nobody's word any more. */
const FRESH_FOR: Duration = Minutes(1);

/** Files of one word each, for shell scripts: a reader sees the old word or the new one, never a piece. */
export class WordFiles {
  readonly #directory: string;
  readonly #now: () => MonoMs;
  readonly #written = new Map<string, { readonly word: string; readonly at: MonoMs }>();

  constructor(directory: string, now: () => MonoMs) {
    this.#directory = directory;
    this.#now = now;
  }

  /** Throws what the file system throws. A word that is there already is written again after a minute. */
  write(name: string, word: string): void {
    const at = this.#now();
    const written = this.#written.get(name);
    if (written?.word === word && elapsed(written.at, at) < FRESH_FOR) return;
    const path = join(this.#directory, name);
    mkdirSync(this.#directory, { recursive: true, mode: 0o755 });
    writeFileSync(`${path}.new`, `${word}\n`, { mode: 0o644 });
    renameSync(`${path}.new`, path);
    this.#written.set(name, { word, at });
  }

  /** An agent that has stopped says nothing; a script that finds no file knows it. */
  remove(): void {
    for (const name of this.#written.keys()) rmSync(join(this.#directory, name), { force: true });
    this.#written.clear();
  }
}
