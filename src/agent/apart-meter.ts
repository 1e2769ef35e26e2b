import { type Duration, Minutes, Seconds } from "../base/duration.ts";
import { elapsed, type MonoMs } from "../base/instant.ts";
import { type Amount, isNothing, NOTHING, plus } from "../meter/amount.ts";
import type { Cursor } from "../meter/cursor.ts";
import { readAmount, readCursor, writeAmount, writeCursor } from "../meter/record-fields.ts";
import { fieldsOf, seal, unseal } from "../meter/sealed-record.ts";
import type { Cancel, Clock } from "../ports/clock.ts";
import type { Interfaces } from "../ports/interfaces.ts";
import type { Log } from "../ports/log.ts";
import type { Store } from "../ports/store.ts";
import { matches } from "../settings/kinds/interface.ts";
import { UplinkCount, type UplinkListener } from "./uplink-count.ts";
import { Uplinks } from "./uplinks.ts";
import type { WatchedUplinks } from "./watched-uplinks.ts";
import { WritingUnderWay } from "./writing-under-way.ts";

/** Nobody pays for these bytes, so nothing has to be known of them within a moment. */
const LOOK_EVERY = Seconds(10);
const WRITE_EVERY: Duration = Minutes(10);
/** Interfaces of one table of the settings whose counters are remembered. */
const MOST_CURSORS = 16;

interface Kept extends Amount {
  readonly cursors: readonly Cursor[];
}

/** By the names of the settings, every one of them. */
export type KeptApart = ReadonlyMap<string, Kept>;

export async function readApart(store: Store, names: readonly string[]): Promise<KeptApart> {
  const kept = new Map<string, Kept>();
  for (const name of names)
    kept.set(name, readRecord(keyOf(name), await store.get(keyOf(name))) ?? { ...NOTHING, cursors: [] });
  return kept;
}

export interface ApartPorts {
  readonly interfaces: Interfaces;
  readonly watched: WatchedUplinks;
  readonly clock: Clock;
  readonly log: Log;
  readonly store: Store;
}

/**
 * What passes over ways out that are not metered: a total for each table of the settings, in no book, with no plan and no
 * line to cross. Total and cursors are one record, so a kill loses nothing and a power cut ten minutes.
 */
export class ApartMeter {
  readonly #ports: ApartPorts;
  readonly #names: readonly string[];
  readonly #writing: WritingUnderWay;
  readonly #kept: Map<string, Kept>;
  readonly #dirty = new Set<string>();
  #dirtySince: MonoMs | undefined;
  readonly #uplinks: Uplinks;
  #cancel: Cancel = () => {};

  constructor(ports: ApartPorts, kept: KeptApart, listener: UplinkListener) {
    this.#ports = ports;
    this.#names = [...kept.keys()];
    this.#kept = new Map(kept);
    this.#writing = new WritingUnderWay(ports.log);
    this.#uplinks = new Uplinks(ports.interfaces, this.#names, (name, first) => this.#uplink(name, first, listener));
  }

  start(): void {
    if (this.#names.length === 0) return;
    const beat = (): void => {
      this.#look();
      this.#cancel = this.#ports.clock.after(LOOK_EVERY, beat);
    };
    beat();
  }

  async stop(): Promise<void> {
    this.#cancel();
    if (this.#names.length > 0) this.#look();
    this.#write();
    await this.#writing.done();
    this.#uplinks.close();
  }

  /** By the tables of the settings. */
  used(name: string): Amount {
    return this.#kept.get(name) ?? NOTHING;
  }

  #look(): void {
    const now = this.#ports.clock.monoMs();
    for (const uplink of this.#uplinks.now(now)) {
      const moved = uplink.look(now);
      if (moved === undefined) continue;
      uplink.take(moved);
      this.#keep(uplink.name, moved, moved.cursor);
      if (isNothing(moved)) continue;
      this.#dirty.add(this.#tableOf(uplink.name));
      this.#dirtySince ??= now;
    }
    if (this.#uplinks.all.every(({ unsettled }) => !unsettled)) this.#writing.hold(this.#ports.watched.settled());
    if (this.#dirtySince !== undefined && elapsed(this.#dirtySince, now) >= WRITE_EVERY) this.#write();
  }

  #keep(interfaceName: string, moved: Amount, cursor: Cursor): void {
    const name = this.#tableOf(interfaceName);
    const before = this.#kept.get(name) ?? { ...NOTHING, cursors: [] };
    const others = before.cursors.filter((one) => one.interfaceName !== interfaceName);
    const cursors = [...others, cursor].slice(-MOST_CURSORS);
    this.#kept.set(name, { ...plus(before, moved), cursors });
  }

  #tableOf(interfaceName: string): string {
    return this.#names.find((name) => matches(name, interfaceName)) ?? interfaceName;
  }

  #write(): void {
    const ops = [...this.#dirty].map((name) => ({ put: keyOf(name), value: this.#record(name) }));
    this.#dirty.clear();
    this.#dirtySince = undefined;
    if (ops.length > 0) this.#writing.hold(this.#ports.store.write(ops));
  }

  #record(name: string): string {
    const { cursors, ...amount } = this.#kept.get(name) ?? { ...NOTHING, cursors: [] };
    return seal(keyOf(name), { ...writeAmount(amount), cursors: cursors.map(writeCursor) });
  }

  #uplink(name: string, first: boolean, listener: UplinkListener): UplinkCount {
    const { interfaces, log, watched } = this.#ports;
    const table = this.#tableOf(name);
    const kept = this.#kept.get(table)?.cursors.find((one) => one.interfaceName === name);
    const cursor = first && watched.left(name) ? undefined : kept;
    const stand = (at: Cursor): void => {
      this.#keep(name, NOTHING, at);
      this.#dirty.add(table);
      this.#write();
    };
    const keeper = { checkpoint: () => this.#write(), begin: stand, rebase: stand };
    const start = { name, cursor, mayBeOld: first && !watched.before(name) };
    return new UplinkCount({ counters: interfaces.counters(name), log }, start, keeper, listener);
  }
}

const keyOf = (name: string): string => `apart/${name}`;

function readRecord(key: string, record: string | undefined): Kept | undefined {
  const fields = record === undefined ? undefined : unseal(key, record);
  const amount = readAmount(fields);
  const listed: unknown = fields?.["cursors"];
  if (amount === undefined || !Array.isArray(listed)) return undefined;
  const cursors = listed.map((one: unknown) => readCursor(fieldsOf(one))).filter((one) => one !== undefined);
  return cursors.length === listed.length ? { ...amount, cursors } : undefined;
}
