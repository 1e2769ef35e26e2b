import { access, readdir, rename } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { Fault, textOf } from "../base/fault.ts";
import { isoInstant } from "../base/instant.ts";
import type { SalvagedStore, StoreOpening, StorePlace } from "../ports/store-place.ts";
import type { Store } from "../ports/store.ts";
import { syncDirectory } from "./durable-directory.ts";
import { openCopy } from "./level-copy.ts";
import type { PageRequest } from "./level-database.ts";
import { pagedRange, readPage } from "./level-range.ts";
import { type LevelPorts, LevelStore } from "./level-store.ts";

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
    // 20261122T101500Z; a clock that stands still or is set back must not lead to a name that is taken.
    const stamp = isoInstant(clock.wallMs()).replace(/[-:]|\.\d+/g, "");
    const name = `${directory}.damaged-${stamp}`;
    try {
      let free = name;
      for (let n = 2; await exists(free); n += 1) free = `${name}-${n}`;
      await rename(directory, free);
      await syncDirectory(dirname(directory));
      return free;
    } catch (thrown) {
      throw new Fault("store-unusable", `${directory} could not be set aside as ${name}: ${textOf(thrown)}`, {
        cause: thrown,
      });
    }
  }

  async *salvage(): AsyncGenerator<SalvagedStore> {
    const { directory } = this.#ports;
    const names = (await readdir(dirname(directory))).filter((name) =>
      name.startsWith(`${basename(directory)}.damaged-`),
    );
    for (const name of names.toSorted(newestFirst)) {
      const path = join(dirname(directory), name);
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
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

/** `...Z`, `...Z-2`, `...Z-10`: by time, then by number. */
const newestFirst = (a: string, b: string): number => b.localeCompare(a, "en", { numeric: true });
