import { dirname } from "node:path";
import { Backoff } from "../base/backoff.ts";
import { Minutes, Seconds } from "../base/duration.ts";
import { Fault, textOf } from "../base/fault.ts";
import type { MonoMs } from "../base/instant.ts";
import type { Cancel, Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import type { Random } from "../ports/random.ts";
import type { Store, StoreHealth, StoreOp } from "../ports/store.ts";
import type { StoreOpening } from "../ports/store-place.ts";
import { makeDirectory } from "./durable-directory.ts";
import { holdsDatabase, logBytes, markOf, openCopy, pagesOf, sameRows } from "./level-copy.ts";
import { type Database, EMPTY_DATABASE, type OpenDatabase, openClassicLevel, type Row } from "./level-database.ts";
import { LevelGate } from "./level-gate.ts";
import { type Failing, type FreeBytes, freeBytesAt, neededBytes, storeHealth } from "./level-health.ts";
import { KeptWrites } from "./level-kept.ts";
import { openLevel, type View } from "./level-opening.ts";
import { pagedRange, readPage } from "./level-range.ts";
import { writeSchemaFile } from "./level-schema.ts";
import { levelTrouble, type LevelTrouble } from "./level-trouble.ts";

export interface LevelPorts {
  /** The database's own directory; its schema file lies beside it as `<directory>.schema`. */
  readonly directory: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly random: Random;
  readonly openDatabase?: OpenDatabase;
  readonly freeBytes?: FreeBytes;
  /** For the trial that shows what syncing is good for. Never off on a device. */
  readonly sync?: boolean;
}

const goneText = (directory: string): string =>
  `${directory} was deleted, moved or replaced while the agent ran; it is made anew from what the agent still holds`;
const replacedText = (directory: string): string =>
  `${directory} holds other books than at the start of this agent; start it again, so that it goes on with those`;

const RETRY = { first: Seconds(1), cap: Minutes(1) };

/**
 * LevelDB behind the Store port: every write one synced batch, in the order of the calls. When the disk refuses one,
 * it and all later ones are kept in memory until the database, closed and opened again, takes them as one batch:
 * LevelDB goes on refusing after one failed write even when there is room again (measured).
 */
export class LevelStore implements Store {
  readonly #ports: Required<LevelPorts>;
  readonly #gate = new LevelGate();
  readonly #backoff: Backoff;
  readonly #listeners: ((health: StoreHealth) => void)[] = [];
  /** Undefined only while nothing can be read: the disk was full, and no place had room for a copy. */
  #view: View | undefined;
  /** Of the files that were opened; see `markOf`. */
  #mark: string | undefined;
  #failing: Failing | undefined;
  #lastDurable: MonoMs;
  #queue: Promise<unknown> = Promise.resolve();
  #cancelRetry: Cancel = () => undefined;
  #closing: Promise<void> | undefined;

  /** Refusals are values: another process, no permission, data of a newer program, a database that will not open. */
  static async open(given: LevelPorts): Promise<StoreOpening> {
    const ports = { openDatabase: openClassicLevel, freeBytes: freeBytesAt, sync: true, ...given };
    const opening = await openLevel(ports.directory, ports.openDatabase);
    if (opening.kind !== "open") return opening;
    const mark = opening.view.own ? await markOf(ports.directory) : undefined;
    const store = new LevelStore(ports, opening.view, mark);
    if (opening.trouble !== undefined) await store.#fail(opening.trouble, []);
    await store.write(opening.first);
    const { fresh, leftOut, begunAnew } = opening;
    return {
      kind: "open",
      store,
      ...(fresh ? { fresh } : {}),
      ...(leftOut === undefined ? {} : { leftOut }),
      ...(begunAnew === undefined ? {} : { begunAnew }),
    };
  }

  private constructor(ports: Required<LevelPorts>, view: View, mark: string | undefined) {
    this.#ports = ports;
    this.#view = view;
    this.#mark = mark;
    this.#lastDurable = ports.clock.monoMs();
    this.#backoff = new Backoff(RETRY, ports.random);
  }

  async get(key: string): Promise<string | undefined> {
    return await this.#read(async (database) => {
      const kept = this.#failing?.kept.get(key);
      return kept === undefined ? await database.get(key) : kept.value;
    });
  }

  range(
    from: string,
    to: string,
    options?: { readonly reverse?: boolean; readonly limit?: number },
  ): AsyncGenerator<Row> {
    return pagedRange(
      (request) => this.#read((database) => readPage(database, () => this.#failing?.kept, request)),
      from,
      to,
      options,
    );
  }

  async write(ops: readonly StoreOp[]): Promise<"durable" | "kept"> {
    if (this.#closing !== undefined) throw new Fault("internal", "the store was written to after it was closed");
    return await this.#enqueue(() => this.#commit(ops));
  }

  health(): StoreHealth {
    const { directory, clock, freeBytes } = this.#ports;
    return storeHealth(this.#failing, { path: directory, freeBytes, clock, lastDurable: this.#lastDurable });
  }

  onHealth(listener: (health: StoreHealth) => void): void {
    this.#listeners.push(listener);
  }

  /** Tries once more to write what is kept. What the disk refuses even now is lost with the process. */
  close(): Promise<void> {
    this.#closing ??= this.#enqueue(async () => {
      this.#cancelRetry();
      if (this.#failing !== undefined) await this.#reopen(this.#failing);
      this.#cancelRetry();
      await this.#gate.alone(async () => await this.#view?.database.close());
      this.#view = undefined;
    });
    return this.#closing;
  }

  #enqueue<T>(run: () => Promise<T>): Promise<T> {
    const done = this.#queue.then(run);
    this.#queue = done.catch(() => undefined);
    return done;
  }

  async #read<T>(read: (database: Database) => Promise<T>): Promise<T> {
    return await this.#gate.pass(async () => {
      const { directory } = this.#ports;
      if (this.#view === undefined) throw new Fault("store-unreadable", `nothing can be read from ${directory} now`);
      try {
        return await read(this.#view.database);
      } catch (thrown) {
        throw new Fault("store-unreadable", `reading from ${directory} failed: ${textOf(thrown)}`, { cause: thrown });
      }
    });
  }

  async #commit(ops: readonly StoreOp[]): Promise<"durable" | "kept"> {
    if (this.#failing === undefined) {
      const trouble = ops.length === 0 ? undefined : await this.#tryWrite(this.#view?.database, ops);
      if (trouble === undefined && (ops.length === 0 || (await this.#isThere()))) return "durable";
      if (trouble !== undefined) await this.#fail(trouble, ops);
      else await this.#rescue();
    } else this.#failing.kept.add(ops);
    return this.#failing === undefined ? "durable" : "kept";
  }

  /** A database whose files were deleted writes into nothing, and says that all is well. */
  async #isThere(): Promise<boolean> {
    return this.#mark === undefined || this.#mark === (await markOf(this.#ports.directory));
  }

  /** What the open database still reads is all there is of it: kept in memory, and written into a new one. */
  async #rescue(): Promise<void> {
    const { directory } = this.#ports;
    const before = this.#view;
    if (before === undefined) return;
    await this.#gate.alone(async () => {
      const ops: StoreOp[] = [];
      try {
        for await (const rows of pagesOf(before.database)) for (const [put, value] of rows) ops.push({ put, value });
      } catch (thrown) {
        const told = { what: "reading what was deleted", why: textOf(thrown) };
        this.#ports.log.station("store").error("agent-fault", told);
      }
      await this.#fail({ kind: "gone", text: goneText(directory) }, ops);
      await before.database.close().catch(() => undefined);
      this.#view = { database: EMPTY_DATABASE, own: false };
    });
    if (this.#failing !== undefined) await this.#reopen(this.#failing);
  }

  async #tryWrite(database: Database | undefined, ops: readonly StoreOp[]): Promise<LevelTrouble | undefined> {
    try {
      await database?.write(ops, this.#ports.sync);
      this.#lastDurable = this.#ports.clock.monoMs();
      return undefined;
    } catch (thrown) {
      return levelTrouble(thrown);
    }
  }

  async #fail(trouble: LevelTrouble, ops: readonly StoreOp[]): Promise<void> {
    const before = this.#failing;
    const kept = before?.kept ?? new KeptWrites();
    kept.add(ops);
    this.#failing = { trouble, kept, logBytes: await logBytes(this.#ports.directory) };
    if (before === undefined) this.#tell("store-failing");
    this.#cancelRetry();
    this.#cancelRetry = this.#ports.clock.after(this.#backoff.next(), () => {
      this.#enqueue(() => this.#retry()).catch((thrown: unknown) =>
        this.#ports.log.station("store").error("agent-fault", { thrown: textOf(thrown) }),
      );
    });
  }

  async #retry(): Promise<void> {
    if (this.#failing === undefined || this.#closing !== undefined) return;
    // What can be read stays readable while there is no room anyway.
    const room = this.#ports.freeBytes(dirname(this.#ports.directory)) >= neededBytes(this.#failing);
    if (this.#failing.trouble.kind === "full" && !room) await this.#fail(this.#failing.trouble, []);
    else await this.#reopen(this.#failing);
  }

  async #reopen({ kept }: Failing): Promise<void> {
    // Readers wait meanwhile: between the write and the end of keeping they would see neither.
    const trouble = await this.#gate.alone(async () => {
      const refused = (await this.#openAgain()) ?? (await this.#tryWrite(this.#view?.database, kept.batch()));
      if (refused === undefined) this.#failing = undefined;
      return refused;
    });
    if (trouble !== undefined) return await this.#fail(trouble, []);
    this.#backoff.reset();
    this.#tell("store-recovered");
  }

  async #openAgain(): Promise<LevelTrouble | undefined> {
    const { directory, openDatabase } = this.#ports;
    const copy = this.#view?.own === true ? undefined : this.#view;
    // Two at once cannot hold the directory; a copy is let go only when it is needed no more.
    if (copy === undefined) await this.#view?.database.close().catch(() => undefined);
    try {
      const existing = await holdsDatabase(directory);
      if (!existing) await makeDirectory(directory);
      const database = await openDatabase(directory, !existing);
      if (copy !== undefined && !(await sameRows(copy.database, database))) {
        await database.close();
        // A file system that was mounted here meanwhile: what was counted beside its books must not go over them.
        return { kind: "replaced", text: replacedText(directory) };
      }
      if (!existing) await writeSchemaFile(directory);
      this.#view = { database, own: true };
      this.#mark = await markOf(directory);
    } catch (thrown) {
      const database = copy?.database ?? (await openCopy(directory));
      this.#view = database === undefined ? undefined : { database, own: false };
      return levelTrouble(thrown);
    }
    await copy?.database.close().catch(() => undefined);
    return undefined;
  }

  #tell(event: "store-failing" | "store-recovered"): void {
    const health = this.health();
    if (event === "store-failing") this.#ports.log.station("store").warn(event, { ...health });
    else this.#ports.log.station("store").info(event, { path: this.#ports.directory });
    for (const listener of this.#listeners) listener(health);
  }
}
