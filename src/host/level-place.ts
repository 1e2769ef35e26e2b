import { access, readdir, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { Fault } from "../base/fault.ts";
import { isoInstant } from "../base/instant.ts";
import type { SalvagedStore, StoreOpening, StorePlace } from "../ports/store-place.ts";
import type { Store } from "../ports/store.ts";
import { syncDirectory } from "./durable-directory.ts";
import { openCopy } from "./level-copy.ts";
import type { PageRequest } from "./level-database.ts";
import { pagedRange, readPage } from "./level-range.ts";
import { type LevelPorts, LevelStore } from "./level-store.ts";
import { levelTrouble, troubleInWords } from "./level-trouble.ts";

/** The store's directory, and the ones that were set aside beside it. */
export class LevelPlace implements StorePlace {
  readonly #ports: LevelPorts;
  #store: Store | undefined;

  constructor(ports: LevelPorts) {
    this.#ports = ports;
  }

  async open(): Promise<StoreOpening> {
    const opening = await LevelStore.open(this.#ports);
    this.#store = opening.kind === "open" ? opening.store : undefined;
    return opening;
  }

  async setAside(): Promise<string> {
    const { directory, clock } = this.#ports;
    await this.#store?.close();
    // 20261122T101500Z, and a number: many a device boots in 1970, so the clock tells people, not which is newer.
    const stamp = isoInstant(clock.wallMs()).replace(/[-:]|\.\d+/g, "");
    const name = `${directory}.damaged-${stamp}`;
    try {
      const [newest] = await this.#aside();
      const number = newest === undefined ? 1 : numberOf(newest) + 1;
      let free = number === 1 ? name : `${name}-${number}`;
      for (let n = number + 1; await exists(free); n += 1) free = `${name}-${n}`;
      await rename(directory, free);
      await syncDirectory(dirname(directory));
      return free;
    } catch (thrown) {
      const { why, mount } = troubleInWords(levelTrouble(thrown), directory);
      const todo = mount === undefined ? "" : `. Make it writable (sudo mount -o remount,rw ${mount}) and start again`;
      throw new Fault(
        "store-unusable",
        `${directory} is damaged and could not be set aside as ${name}: ${why}${todo}`,
        {
          cause: thrown,
        },
      );
    }
  }

  async *salvage(): AsyncGenerator<SalvagedStore> {
    for (const path of await this.#aside()) {
      const database = await openCopy(path);
      if (database === undefined) continue;
      const read = (request: PageRequest) => readPage(database, () => undefined, request);
      try {
        yield {
          path,
          reader: {
            get: (key) => database.get(key),
            range: (from, to, options) => pagedRange(read, from, to, options),
          },
        };
      } finally {
        await database.close();
      }
    }
  }

  async removeOldest(keep: number): Promise<readonly string[]> {
    const removed: string[] = [];
    for (const path of (await this.#aside()).slice(keep))
      await rm(path, { recursive: true }).then(
        () => removed.push(path),
        () => undefined,
      );
    return removed;
  }

  /** The directories that were set aside, the newest first. */
  async #aside(): Promise<readonly string[]> {
    const { directory } = this.#ports;
    const prefix = `${basename(directory)}.damaged-`;
    const entries = await readdir(dirname(directory), { withFileTypes: true });
    return entries
      .filter(
        (entry) => entry.isDirectory() && entry.name.startsWith(prefix) && DATED.test(entry.name.slice(prefix.length)),
      )
      .map(({ name }) => name)
      .toSorted(newestFirst)
      .map((name) => join(dirname(directory), name));
  }
}

/** As `setAside` names them, whatever the clock said. */
const DATED = /^(\+?\d{8,12}T\d{6}Z|invalidinstant)(-\d{1,9})?$/;

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

/** `...Z`, `...Z-2`, `...Z-10`. */
const numberOf = (path: string): number => Number(/(?:Z|instant)-(\d+)$/.exec(path)?.[1] ?? 1);
const newestFirst = (a: string, b: string): number => numberOf(b) - numberOf(a) || b.localeCompare(a, "en");
