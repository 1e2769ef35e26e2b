import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Files of one word each, for shell scripts: a reader sees the old word or the new one, never a piece. */
export class WordFiles {
  readonly #directory: string;
  readonly #written = new Map<string, string>();

  constructor(directory: string) {
    this.#directory = directory;
  }

  /** Throws what the file system throws. Nothing is written where the word is there already. */
  write(name: string, word: string): void {
    if (this.#written.get(name) === word) return;
    const path = join(this.#directory, name);
    mkdirSync(this.#directory, { recursive: true, mode: 0o755 });
    writeFileSync(`${path}.new`, `${word}\n`, { mode: 0o644 });
    renameSync(`${path}.new`, path);
    this.#written.set(name, word);
  }

  /** An agent that has stopped says nothing; a script that finds no file knows it. */
  remove(): void {
    for (const name of this.#written.keys()) rmSync(join(this.#directory, name), { force: true });
    this.#written.clear();
  }
}
