import { type Duration, Millis, Minutes, Seconds } from "../base/duration.ts";
import { elapsed, type MonoMs } from "../base/instant.ts";
import { type Amount, isSame, NOTHING } from "../meter/amount.ts";
import {
  arpFrom,
  arpLost,
  arpRead,
  type ArpShare,
  arpTaken,
  ipOf,
  readArpShare,
  writeArp,
} from "../meter/arp-share.ts";
import type { ArpCounters } from "../ports/arp-counters.ts";
import type { Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import type { Store, StoreOp } from "../ports/store.ts";
import type { ArpView } from "../report/picture.ts";

/** A reading is a process: 8 ms of a core (measured), so that this pace is below one in a hundred. */
const EVERY = Seconds(1);
/** Where the machine is slower, a reading takes no more of its time than that. */
const TIMES_ITS_OWN = 10;
const LONGEST_PACE = Seconds(5);
/** Bytes do not wait any longer for an answer. */
const LONGEST = Seconds(5);
/** After one that failed. */
const AGAIN: Duration = Minutes(10);
const KEY = "arp";
const LOST = "its counters in the packet filter were made anew by somebody; what passed just before is booked";

export interface ArpPorts {
  /** Undefined: nobody can tell. */
  readonly arpCounters?: ArpCounters;
  readonly clock: Clock;
  readonly log: Log;
  readonly store: Store;
}

/**
 * Takes ARP off what the interfaces counted. The filter is read after them, so that what it says is in their bytes, or in
 * those of the next look; what it has not been asked about is not shown, or a total would fall.
 */
export class ArpWatch {
  readonly #ports: ArpPorts;
  readonly #bootId: string;
  readonly #log: Log;
  #share: ArpShare | undefined;
  /** Of the bytes that wait to be written: what is IP as far as it was asked about, and how many they were then. */
  #shown: Amount = NOTHING;
  #asked: Amount = NOTHING;
  #applies = false;
  #readAt: MonoMs | undefined;
  #pace: Duration = EVERY;
  #failed: { readonly at: MonoMs; readonly why: string } | undefined;
  #asking: MonoMs | undefined;
  #waitsSince: MonoMs | undefined;
  /** How often bytes were booked. */
  #taken = 0;

  static async open(ports: ArpPorts, bootId: string): Promise<ArpWatch> {
    return new ArpWatch(ports, bootId, readArpShare(await ports.store.get(KEY), KEY));
  }

  private constructor(ports: ArpPorts, bootId: string, kept: ArpShare | undefined) {
    this.#ports = ports;
    this.#bootId = bootId;
    this.#log = ports.log.station("meter");
    this.#share = kept;
  }

  /** After each look at interfaces that carry ARP: `then` is called when more of the bytes can be shown. */
  follow(open: Amount | undefined, now: MonoMs, then: () => void): void {
    this.#applies = true;
    if (this.#asking !== undefined) return;
    const first = this.#readAt === undefined && this.#failed === undefined;
    if (!first && isSame(open ?? NOTHING, this.#asked)) return;
    if (this.#failed !== undefined && elapsed(this.#failed.at, now) < AGAIN) return;
    if (this.#readAt !== undefined && elapsed(this.#readAt, now) < this.#pace) return;
    void this.#ask(open ?? NOTHING, now).then(then);
  }

  /** True while these bytes, which are to be booked, should wait for an answer. */
  postpones(open: Amount | undefined, now: MonoMs): boolean {
    const answered = this.#tells ? isSame(open ?? NOTHING, this.#asked) : this.#asking === undefined;
    this.#waitsSince = answered ? undefined : (this.#waitsSince ?? now);
    return this.#waitsSince !== undefined && elapsed(this.#waitsSince, now) < LONGEST;
  }

  /** What of the unwritten bytes is to be shown. */
  shown<T extends Amount>(open: T | undefined): T | undefined {
    if (open === undefined || this.#tells) return open && { ...open, ...this.#shown };
    this.#shown = { up: open.up, down: open.down };
    return open;
  }

  /** The bytes are booked: what of them is IP, and what is to be kept with them. */
  take(open: Amount | undefined): { readonly bytes: Amount; readonly ops: readonly StoreOp[] } {
    if (open === undefined) return { bytes: NOTHING, ops: [] };
    const shown = this.#shown;
    this.#shown = NOTHING;
    this.#asked = NOTHING;
    this.#waitsSince = undefined;
    this.#taken += 1;
    if (this.#share === undefined) return { bytes: open, ops: [] };
    const bytes = ipOf(this.#share, open, shown);
    this.#share = arpTaken(this.#share, open, bytes);
    return { bytes, ops: [{ put: KEY, value: writeArp(KEY, this.#share) }] };
  }

  /** Undefined where no metered interface carries ARP. */
  get view(): ArpView | undefined {
    if (!this.#applies) return undefined;
    const text = this.#failed?.why;
    return { ...(text === undefined ? {} : { text }), excluded: this.#share?.excluded ?? NOTHING };
  }

  /** Whether what is not asked about is held back. */
  get #tells(): boolean {
    return this.#applies && this.#share !== undefined && this.#failed === undefined;
  }

  async #ask(open: Amount, began: MonoMs): Promise<void> {
    const { arpCounters, clock } = this.#ports;
    this.#asking = began;
    const taken = this.#taken;
    const reading = (await arpCounters?.read()) ?? { kind: "unreadable", why: "nothing here can count ARP" };
    const now = clock.monoMs();
    this.#asking = undefined;
    if (reading.kind === "unreadable") {
      if (this.#failed?.why !== reading.why) this.#log.warn("arp-unread", { why: reading.why });
      this.#failed = { at: now, why: reading.why };
      return;
    }
    this.#failed = undefined;
    this.#readAt = now;
    this.#pace = Millis(Math.min(Math.max(EVERY, TIMES_ITS_OWN * elapsed(began, now)), LONGEST_PACE));
    const read = { bootId: this.#bootId, up: reading.up, down: reading.down };
    if (this.#share !== undefined && arpLost(this.#share, read)) this.#log.warn("arp-unread", { why: LOST });
    this.#share = this.#share === undefined ? arpFrom(read) : arpRead(this.#share, read);
    // Bytes that were booked meanwhile are not shown a second time.
    if (taken !== this.#taken) return;
    this.#shown = ipOf(this.#share, open, this.#shown);
    this.#asked = { up: open.up, down: open.down };
  }
}
