import { type Duration, Millis, Seconds } from "../base/duration.ts";
import { elapsed, type MonoMs } from "../base/instant.ts";
import type { Interfaces } from "../ports/interfaces.ts";
import { isPattern, matches } from "../settings/kinds/interface.ts";
import type { UplinkCount } from "./uplink-count.ts";

/**
 * How often interfaces are listed where some are meant by how their names begin and one of them is there: a new one's
 * counters are the kernel's memory until it is found, and only one that came and went in between is missed. While none of
 * them is there, and when one of them has gone, they are listed at every look.
 */
const LIST_EVERY = Seconds(2);
/** As many as one pattern may find at a time: ppp with hundreds of units is a server, not an uplink. */
const MOST_FOUND = 8;

/** `first`: at the start, when what is there may have been there before anybody counted. */
export type MakeUplink = (name: string, first: boolean) => UplinkCount;

/** The interfaces that are meant and there; those with a whole name also while they are not. */
export class Uplinks {
  readonly #interfaces: Interfaces;
  readonly #patterns: readonly string[];
  readonly #make: MakeUplink;
  #followed: UplinkCount[] = [];
  #listedAt: MonoMs | undefined;

  constructor(interfaces: Interfaces, names: readonly string[], make: MakeUplink) {
    this.#interfaces = interfaces;
    this.#patterns = names.filter(isPattern);
    this.#make = make;
    this.#followed = names.filter((name) => !isPattern(name)).map((name) => make(name, true));
  }

  /** Those that are followed since the last listing. */
  get all(): readonly UplinkCount[] {
    return this.#followed;
  }

  /** Looks for new ones where it is time to, and gives all. */
  now(now: MonoMs): readonly UplinkCount[] {
    if (this.#patterns.length === 0) return this.#followed;
    const bare = this.#patterns.some((pattern) => this.#found(pattern).every(({ present }) => !present));
    const gone = this.#followed.some(({ name, present }) => !present && !this.#isWhole(name));
    if (this.#listedAt !== undefined && !bare && !gone && elapsed(this.#listedAt, now) < LIST_EVERY)
      return this.#followed;
    const first = this.#listedAt === undefined;
    this.#listedAt = now;
    this.#list(first);
    return this.#followed;
  }

  /** Until the next look: the shortest that any of them, or the search for them, asks for. */
  next(now: MonoMs, interval: Duration): Duration {
    const wanted = this.#followed.map((one) => one.next(now, interval));
    const bare = this.#patterns.some((pattern) => this.#found(pattern).length === 0);
    return Millis(Math.min(interval, ...wanted, ...(bare ? [QUICK_LIST] : [])));
  }

  /** How long the youngest of them is known to count; undefined when all counted before this run did. */
  youngest(now: MonoMs): Duration | undefined {
    const ages = this.#followed.map((one) => one.epochAge(now)).filter((age) => age !== undefined);
    return ages.length === 0 ? undefined : Millis(Math.min(...ages));
  }

  close(): void {
    for (const one of this.#followed) one.close();
  }

  #found(pattern: string): readonly UplinkCount[] {
    return this.#followed.filter(({ name }) => matches(pattern, name));
  }

  /** One that is known by its whole name is followed also while it is not there. */
  #isWhole(name: string): boolean {
    return !this.#patterns.some((pattern) => matches(pattern, name));
  }

  #list(first: boolean): void {
    const names = this.#interfaces.names();
    const stays = (one: UplinkCount): boolean => this.#isWhole(one.name) || one.present || names.includes(one.name);
    for (const one of this.#followed) if (!stays(one)) one.close();
    this.#followed = this.#followed.filter(stays);
    for (const pattern of this.#patterns) {
      const known = new Set(this.#found(pattern).map(({ name }) => name));
      const found = names.filter((name) => matches(pattern, name) && !known.has(name)).toSorted();
      for (const name of found.slice(0, MOST_FOUND - known.size)) this.#followed.push(this.#make(name, first));
    }
  }
}

/** As InterfaceWatch looks for one that is not there. */
const QUICK_LIST = Millis(250);
