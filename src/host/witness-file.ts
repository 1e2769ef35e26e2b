import { constants } from "node:fs";
import { type FileHandle, lstat, open, opendir, stat, unlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Fault, textOf } from "../base/fault.ts";
import type { WitnessSlots, Witnesses } from "../ports/witness-slots.ts";
import { makeDirectory, syncDirectory } from "./durable-directory.ts";
import { kindOf } from "./state-shape.ts";

/** One page of the file system: a slot that is being written cannot tear the other one. */
const SLOT = 4096;
/** More cards than any device has seen. */
const MOST_BOOKS = 1_024;
/** A link is not followed, and a pipe that lies there holds nobody up. */
const { O_RDONLY, O_RDWR, O_NOFOLLOW, O_NONBLOCK } = constants;

/** One two-slot file per book; the file's name is the book's. */
export class WitnessDirectory implements Witnesses {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  slots(book: string): WitnessSlots {
    return new WitnessFile(join(this.#path, book));
  }

  async list(wanted: (name: string) => boolean) {
    const found = await stat(this.#path).catch(() => undefined);
    if (found === undefined) return { books: [], others: 0 };
    if (!found.isDirectory())
      throw new Fault(
        "store-unusable",
        `${this.#path} is ${kindOf(found)} where a directory is expected. Nothing was changed; move it away and start again`,
      );
    const books: string[] = [];
    let others = 0;
    try {
      for await (const { name } of await opendir(this.#path))
        if (books.length < MOST_BOOKS && wanted(name) && (await isFile(join(this.#path, name)))) books.push(name);
        else others += 1;
    } catch {
      // What cannot be listed is as good as not there: the books are read by name.
    }
    return { books: books.toSorted((a, b) => a.localeCompare(b, "en")), others };
  }
}

const isFile = (path: string): Promise<boolean> =>
  lstat(path).then(
    (found) => found.isFile(),
    () => false,
  );

class WitnessFile implements WitnessSlots {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  async read(): Promise<readonly [Uint8Array, Uint8Array] | "absent"> {
    try {
      const file = await open(this.#path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
      try {
        if (!(await file.stat()).isFile()) return UNREADABLE;
        const { buffer, bytesRead } = await file.read(new Uint8Array(2 * SLOT), 0, 2 * SLOT, 0);
        return [buffer.subarray(0, Math.min(SLOT, bytesRead)), buffer.subarray(SLOT, Math.max(SLOT, bytesRead))];
      } finally {
        await file.close();
      }
    } catch (thrown) {
      // A file that is there and cannot be read is as good as torn.
      return textOf(thrown).startsWith("ENOENT") ? "absent" : UNREADABLE;
    }
  }

  /** In place: it needs no new block, so a full disk takes it. */
  async write(slot: 0 | 1, bytes: Uint8Array): Promise<"durable" | "refused"> {
    try {
      const file = await this.#open();
      try {
        if (!(await file.stat()).isFile()) return "refused";
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

  async #open(): Promise<FileHandle> {
    try {
      return await open(this.#path, O_RDWR | O_NOFOLLOW | O_NONBLOCK);
    } catch (thrown) {
      const code = textOf(thrown).split(":")[0];
      // Somebody's link to elsewhere: it is replaced, what it points to stays as it is.
      if (code === "ELOOP") await unlink(this.#path);
      else if (code !== "ENOENT") throw thrown;
      return await this.#create();
    }
  }

  async #create(): Promise<FileHandle> {
    await makeDirectory(dirname(this.#path));
    const file = await open(this.#path, "wx+", 0o600);
    try {
      await file.write(new Uint8Array(2 * SLOT), 0, 2 * SLOT, 0);
      await file.sync();
      await syncDirectory(dirname(this.#path));
      return file;
    } catch (thrown) {
      // Left behind without its room, it would pass for the torn witness of a lost book.
      await file.close();
      await unlink(this.#path);
      throw thrown;
    }
  }
}

const UNREADABLE = [new Uint8Array(), new Uint8Array()] as const;
