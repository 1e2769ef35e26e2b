import { type Duration, Minutes, Seconds } from "../base/duration.ts";
import { elapsed, type MonoMs } from "../base/instant.ts";
import { type Amount, isNothing, NOTHING, plus } from "../meter/amount.ts";
import type { Cursor } from "../meter/cursor.ts";
import { readAmount, readCursor, writeAmount, writeCursor } from "../meter/record-fields.ts";
import { fieldsOf, seal, unseal } from "../meter/sealed-record.ts";
import { readAll, readShare, writeShare } from "../meter/share-fields.ts";
import type { Cancel, Clock } from "../ports/clock.ts";
import type { Interfaces } from "../ports/interfaces.ts";
import type { Log } from "../ports/log.ts";
import type { Store } from "../ports/store.ts";
import type { NotMeteredView } from "../report/picture.ts";
import { isPattern, matches } from "../settings/kinds/interface.ts";
import { UplinkCount, type UplinkListener } from "./uplink-count.ts";
import { Uplinks } from "./uplinks.ts";
import type { WatchedUplinks } from "./watched-uplinks.ts";
import { WritingUnderWay } from "./writing-under-way.ts";

/** Nobody pays for these bytes, so nothing has to be known of them within a moment. */
const LOOK_EVERY = Seconds(10);
const WRITE_EVERY: Duration = Minutes(10);
/** Interfaces of one table of the settings that are remembered. */
const MOST_KEPT = 16;

/** The sum of a table, what it comes to by interfaces, and where their counters stand. */
interface Kept extends Amount {
  /** The one that was counted last is the last one. One of too many is in the sum only. */
  readonly by: readonly ApartUse[];
  readonly cursors: readonly Cursor[];
}

const NONE_KEPT: Kept = { ...NOTHING, by: [], cursors: [] };

/** What passed over one interface. */
export interface ApartUse extends Amount {
  readonly name: string;
}

/** By the names of the settings, every one of them. */
export type KeptApart = ReadonlyMap<string, Kept>;

export async function readApart(store: Store, names: readonly string[]): Promise<KeptApart> {
  const kept = new Map<string, Kept>();
  for (const name of names) kept.set(name, readRecord(name, await store.get(keyOf(name))) ?? NONE_KEPT);
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
 * What passes over ways out that are not metered: a total for each interface and for each table of the settings, in no
 * book, with no plan and no line to cross. Totals and cursors are one record, so a kill loses nothing and a power cut ten
 * minutes.
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

  /** What passed over one of the interfaces. */
  used(interfaceName: string): Amount {
    return this.#of(interfaceName).by.find(({ name }) => name === interfaceName) ?? NOTHING;
  }

  /** All of them together, and each that is remembered, also those that are gone; undefined where all are metered. */
  get view(): NotMeteredView | undefined {
    if (this.#names.length === 0) return undefined;
    const kept = [...this.#kept.values()];
    const interfaces = kept.flatMap(({ by }) => by).toSorted((a, b) => (a.name < b.name ? -1 : 1));
    return { used: kept.reduce<Amount>(plus, NOTHING), interfaces };
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
    const before = this.#of(interfaceName);
    const used = { name: interfaceName, ...plus(this.used(interfaceName), moved) };
    const by = [...before.by.filter(({ name }) => name !== interfaceName), used].slice(-MOST_KEPT);
    const others = before.cursors.filter((one) => one.interfaceName !== interfaceName);
    const cursors = [...others, cursor].slice(-MOST_KEPT);
    this.#kept.set(this.#tableOf(interfaceName), { ...plus(before, moved), by, cursors });
  }

  #of(interfaceName: string): Kept {
    return this.#kept.get(this.#tableOf(interfaceName)) ?? NONE_KEPT;
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
    const { by, cursors, ...amount } = this.#kept.get(name) ?? NONE_KEPT;
    return seal(keyOf(name), { ...writeAmount(amount), by: by.map(writeShare), cursors: cursors.map(writeCursor) });
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

function readRecord(name: string, record: string | undefined): Kept | undefined {
  const fields = record === undefined ? undefined : unseal(keyOf(name), record);
  const amount = readAmount(fields);
  const cursors = readAll(fields?.["cursors"], (one) => readCursor(fieldsOf(one)));
  if (amount === undefined || cursors === undefined) return undefined;
  // A record without interfaces tells of a whole name all the same.
  const whole = isPattern(name) || isNothing(amount) ? [] : [{ name, ...amount }];
  return { ...amount, by: readAll(fields?.["by"], readShare) ?? whole, cursors };
}
