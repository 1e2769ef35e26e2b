import { open, readdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { textOf } from "../base/fault.ts";
import type { WitnessSlots, Witnesses } from "../ports/witness-slots.ts";
import { makeDirectory, syncDirectory } from "./durable-directory.ts";

/** One page of the file system: a slot that is being written cannot tear the other one. */
const SLOT = 4096;

/** One two-slot file per book; the file's name is the book's. */
export class WitnessDirectory implements Witnesses {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  slots(book: string): WitnessSlots {
    return new WitnessFile(join(this.#path, book));
  }

  async list(): Promise<readonly string[]> {
    const names = await readdir(this.#path).catch((): string[] => []);
    return names.toSorted((a, b) => a.localeCompare(b, "en"));
  }
}

class WitnessFile implements WitnessSlots {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  async read(): Promise<readonly [Uint8Array, Uint8Array] | "absent"> {
    try {
      const bytes = await readFile(this.#path);
      return [bytes.subarray(0, SLOT), bytes.subarray(SLOT, 2 * SLOT)];
    } catch (thrown) {
      // A file that is there and cannot be read is as good as torn.
      return textOf(thrown).startsWith("ENOENT") ? "absent" : [new Uint8Array(), new Uint8Array()];
    }
  }

  /** In place: it needs no new block, so a full disk takes it. */
  async write(slot: 0 | 1, bytes: Uint8Array): Promise<"durable" | "refused"> {
    try {
      const file = await open(this.#path, "r+").catch(() => this.#create());
      try {
        const { bytesWritten } = await file.write(bytes, 0, SLOT, slot * SLOT);
        await file.datasync();
        return bytesWritten === SLOT ? "durable" : "refused";
      } finally {
        await file.close();
      }
    } catch {
      return "refused";
    }
  }

  async #create() {
    await makeDirectory(dirname(this.#path));
    const file = await open(this.#path, "wx+", 0o600);
    await file.write(new Uint8Array(2 * SLOT), 0, 2 * SLOT, 0);
    await file.sync();
    await syncDirectory(dirname(this.#path));
    return file;
  }
}
