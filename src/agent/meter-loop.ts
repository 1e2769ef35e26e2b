import type { Duration } from "../base/duration.ts";
import { Seconds } from "../base/duration.ts";
import { textOf } from "../base/fault.ts";
import { elapsed, type MonoMs, type WallMs } from "../base/instant.ts";
import { isNothing, NOTHING } from "../meter/amount.ts";
import { type BookId, readBookId, UNIDENTIFIED } from "../meter/book-id.ts";
import type { CheckpointReason, CheckpointRule } from "../meter/checkpoint.ts";
import type { Cursor } from "../meter/cursor.ts";
import type { Advance } from "../meter/delta.ts";
import { isSameInterface } from "../meter/epoch.ts";
import type { Ledger } from "../meter/ledger.ts";
import { tagKey, type Tags } from "../meter/tags.ts";
import type { Jump } from "../meter/plausibility.ts";
import type { Lines } from "../plan/standing.ts";
import { dueDates } from "../plan/validity-dates.ts";
import { hourStart } from "../plan/zone.ts";
import type { Cancel, Clock } from "../ports/clock.ts";
import type { Counters } from "../ports/counters.ts";
import type { Log } from "../ports/log.ts";
import { instantOfStamp } from "../time/settle.ts";
import { trustedWall, type TrustState } from "../time/trust-state.ts";
import type { BookView } from "../report/picture.ts";
import { BillingHours } from "./billing-hours.ts";
import { BookViews, type Unwritten } from "./book-views.ts";
import { CounterTrust } from "./counter-trust.ts";
import type { Elsewhere } from "./device-tie.ts";
import { carried, type EventTicket, joined } from "./event-ticket.ts";
import type { CounterNews } from "./interface-view.ts";
import { InterfaceWatch, type InterfaceWatchListener } from "./interface-watch.ts";
import { KnownLink } from "./known-link.ts";
import type { Milestone, Milestones } from "./milestones.ts";
import { OpenBytes } from "./open-bytes.ts";
import type { PlanDesk } from "./plan-desk.ts";
import type { TimeKeeper } from "./time-keeper.ts";
import { WritingUnderWay } from "./writing-under-way.ts";

export interface MeterPorts {
  readonly counters: Counters;
  readonly clock: Clock;
  readonly ledger: Ledger;
  readonly milestones: Milestones;
  readonly time: TimeKeeper;
  readonly plans: PlanDesk;
  readonly log: Log;
}

export interface MeterOptions {
  readonly bootId: string;
  readonly interfaceName: string;
  readonly sampleInterval: Duration;
  readonly checkpoint: CheckpointRule;
  readonly lines: Lines;
  /** The books were written on another device: no card is presumed, and no cursor of there means anything here. */
  readonly elsewhere?: Elsewhere | undefined;
}

export interface MeterListener extends InterfaceWatchListener {
  onCounters(news: CounterNews, jumps: readonly Jump[]): void;
  onBook(view: BookView): void;
  /** The event goes into the batch of the bytes it tells of. */
  ticketFor(milestone: Milestone): EventTicket;
  /** What waits for a batch to go with. */
  riding(): EventTicket;
}

/** Another interface, from its first byte on. */
const BEGINS: ReadonlySet<Advance["reset"]> = new Set(["cursor-lost", "rebooted", "re-created", "other-interface"]);

/** Until the SIM has said who it is, the kernel's counters are the memory; after this long the card of last time is presumed. */
const PRESUME_AFTER: Duration = Seconds(60);

const UNKNOWN_LINK = "the link's kind cannot be read";

/** Counters to deltas to the book of the card that is in; asks the plan where that stands. */
export class MeterLoop {
  readonly #ports: MeterPorts;
  readonly #options: MeterOptions;
  readonly #listener: MeterListener;
  readonly #log: Log;
  readonly #startedAt: MonoMs;
  readonly #trust: CounterTrust;
  readonly #watch: InterfaceWatch;
  readonly #hours: BillingHours;
  readonly #views: BookViews;
  #doubted = false;
  #cursor: Cursor | undefined;
  #ended: Cursor | undefined;
  #failed: string | undefined;
  readonly #open: OpenBytes;
  #book: BookId;
  #identified = false;
  #reviewed: { readonly hour: WallMs | undefined; readonly book: BookId; readonly latched: boolean } | undefined;
  readonly #link: KnownLink;
  readonly #writing: WritingUnderWay;
  #cancel: Cancel = () => {};

  constructor(ports: MeterPorts, options: MeterOptions, listener: MeterListener) {
    this.#ports = ports;
    this.#options = options;
    this.#listener = listener;
    this.#log = ports.log.station("meter");
    this.#writing = new WritingUnderWay(this.#log);
    this.#startedAt = ports.clock.monoMs();
    this.#trust = new CounterTrust({
      onCounters: (news, jumps) => listener.onCounters(news, jumps),
      onRebased: (base, why) => this.#rebase(base, why),
    });
    this.#watch = new InterfaceWatch(listener);
    this.#link = new KnownLink(ports.counters);
    this.#open = new OpenBytes(options.checkpoint);
    this.#hours = new BillingHours(ports);
    const { elsewhere } = options;
    this.#cursor = elsewhere?.first === true ? undefined : ports.ledger.cursor(options.interfaceName);
    this.#book = (elsewhere === undefined ? ports.ledger.lastBook() : undefined) ?? UNIDENTIFIED;
    this.#views = new BookViews({ ...ports, hours: this.#hours }, options.lines, this.#book);
  }

  start(): void {
    const { clock } = this.#ports;
    this.#load();
    const beat = (): void => {
      this.sample();
      this.#cancel = clock.after(this.#watch.next(clock.monoMs(), this.#options.sampleInterval, this.#doubted), beat);
    };
    beat();
  }

  /** A last sample, and everything to the disk. */
  async stop(): Promise<void> {
    this.#cancel();
    this.sample();
    this.checkpoint();
    await this.#writing.done();
    await this.#ports.plans.done();
  }

  /** The SIM said who it is. What was counted before that belongs to it; another card's bytes go to that card's book first. */
  card(iccid: string): void {
    const book = readBookId(iccid);
    if (book === undefined || (this.#identified && book === this.#book)) return;
    const before = this.#book;
    const another = this.#identified;
    if (another) {
      this.sample();
      this.checkpoint();
    }
    this.#identified = true;
    this.#book = book;
    this.#views.turnTo(book);
    this.#reviewed = undefined;
    this.#load();
    if (before === UNIDENTIFIED) this.#writing.hold(this.#ports.ledger.adopt(UNIDENTIFIED, book));
    this.sample();
  }

  /** What is known of the bytes that pass from now on. */
  passes(tags: Tags | undefined): void {
    if (tagKey(tags) === tagKey(this.#open.tags)) return;
    this.sample();
    this.#open.passes(tags);
  }

  /** What the card says of its subscriber may decide which plan it has. */
  imsi(iccid: string, imsi: string): void {
    if (readBookId(iccid) === this.#book && this.#ports.plans.imsi(this.#book, imsi)) this.replan();
  }

  /** Which plan holds is asked anew. */
  replan(): void {
    this.decide((views, open) => views.replan(open));
  }

  /** Something about the card's plan: what was used until now is counted before, and what follows is told after. */
  decide<T>(act: (views: BookViews, unwritten: Unwritten | undefined) => T): T {
    this.sample();
    const result = act(this.#views, this.#open.now);
    this.#reviewed = undefined;
    this.sample();
    return result;
  }

  /** To be looked at; what changes anything goes by `decide`. */
  get views(): Pick<BookViews, "stated" | "written"> {
    return this.#views;
  }

  /** What was told of this book, and which plans it had. */
  #load(): void {
    const { milestones, plans } = this.#ports;
    const book = this.#book;
    this.#writing.hold(milestones.load(book));
    this.#writing.hold(plans.load(book).then(() => (book === this.#book ? this.replan() : undefined)));
  }

  /** The network hung up: the interface may go next, and the power. */
  callEnded(): void {
    this.sample();
    this.checkpoint();
  }

  /** Writes what is counted and not yet written. */
  checkpoint(): void {
    if (this.#open.now !== undefined) this.#write([]);
  }

  /** The time became known: what waited for it is booked into its hours. */
  settleFrom(trust: TrustState): void {
    this.checkpoint();
    const { ledger, clock } = this.#ports;
    const { bootId } = this.#options;
    const { zone } = this.#views;
    // Of an earlier boot nothing better is known than the latest instant before it.
    const floor = ledger.lastHour() ?? trustedWall(trust, clock.monoMs());
    for (const book of ledger.books())
      this.#writing.hold(
        ledger.settle(book, (stamp) => {
          const instant = instantOfStamp(stamp, trust, bootId) ?? floor;
          return instant === undefined ? undefined : hourStart(instant, zone);
        }),
      );
    this.#views.anew();
    this.replan();
  }

  /** Where the plan stands now, with every byte that was seen. */
  view(): BookView {
    return this.#views.view(this.#open.now);
  }

  /** Whatever fails in it is told, and tried again with the next one. */
  sample(): void {
    try {
      this.#sample();
      this.#failed = undefined;
    } catch (thrown) {
      const why = textOf(thrown);
      // The same fault every few seconds is one line.
      if (why !== this.#failed) this.#log.error("agent-fault", { what: "sampling the counters", why });
      this.#failed = why;
    }
  }

  #sample(): void {
    const now = this.#ports.clock.monoMs();
    const sample = this.#ports.counters.sample();
    const overhead = sample.kind === "sample" ? this.#link.overhead(sample) : undefined;
    if (sample.kind === "absent" || overhead === undefined) {
      const absence = sample.kind === "absent" ? sample : ({ kind: "absent", why: UNKNOWN_LINK } as const);
      if (this.#watch.absent(absence, now)) this.#end();
      return this.#review(false);
    }
    if (sample.epoch.bootId === this.#cursor?.bootId && !isSameInterface(this.#cursor, sample.epoch))
      this.#changed(now);
    this.#watch.present(now);
    // What an interface holds that was never seen to be absent is history of others, unless damage to the books has
    // taken what was known of it.
    const { ledger } = this.#ports;
    const unknown = this.#options.elsewhere?.first === true || ledger.damage() === undefined;
    const firstInstall = this.#cursor === undefined && !this.#watch.wasAbsent && unknown;
    const moved = this.#trust.take({ cursor: this.#cursor, firstInstall }, sample, overhead);
    this.#doubted = moved === undefined;
    if (moved === undefined) return this.#review(false);
    if (moved.reset === "installed") this.#writing.hold(ledger.begin(ledger.lastBook() ?? this.#book, moved.cursor));
    if (moved.reset !== undefined)
      this.#log.info("counting-began", { name: sample.epoch.interfaceName, counting: moved.reset });
    if (BEGINS.has(moved.reset)) this.#watch.begun(now);
    if (!isNothing(moved)) this.#watch.moved(now);
    this.#count(moved);
    this.#review(!isNothing(moved));
  }

  /** The cursor's interface is gone, and the kernel's memory of its bytes: from here on only the disk has them. */
  #end(): void {
    this.checkpoint();
    this.#ended = this.#cursor;
  }

  /** Another interface has the name, with or without a time in between when none had it. */
  #changed(now: MonoMs): void {
    if (this.#ended === this.#cursor) return;
    this.#end();
    this.#watch.replaced(this.#cursor?.at, now);
  }

  /** What was counted before the jump goes to the disk under the cursor of before. */
  #rebase(base: Cursor, why: string): void {
    this.checkpoint();
    this.#cursor = base;
    this.#writing.hold(this.#ports.ledger.rebase(this.#book, base, this.#hours.hour(), why));
  }

  #count(moved: Advance): void {
    const now = this.#ports.clock.monoMs();
    const hour = this.#hours.hour();
    // Under the cursor of before: these bytes are not in it, and a kill would lose them.
    if (this.#due(now, hour) === "hour" || this.#open.parts(now)) this.#write([]);
    this.#cursor = moved.cursor;
    if (isNothing(moved)) return;
    this.#open.add(moved, now, hour);
  }

  /** After every sample: is a checkpoint due, did the bytes cross a line? */
  #review(moved: boolean): void {
    const { time, ledger, clock } = this.#ports;
    const now = clock.monoMs();
    const hour = this.#hours.hour();
    const due = this.#due(now, hour);
    const waits = !this.#identified && elapsed(this.#startedAt, now) < PRESUME_AFTER && due !== "bytes";
    if (due !== undefined && !waits) this.#write([]);
    // On an idle line nothing below can come out differently: a device may stand still for days.
    const last = this.#reviewed;
    const { milestones: latch, plans } = this.#ports;
    const latched = latch.loaded(this.#book) && plans.loaded(this.#book);
    if (!moved && last?.hour === hour && last?.book === this.#book && last.latched === latched) return;
    this.#reviewed = { hour, book: this.#book, latched };
    const view = this.view();
    const provisional = time.trusted() === undefined && ledger.lastHour() === undefined;
    const dates = dueDates(view.books, time.trusted());
    const milestones = latched ? latch.passed(this.#book, view.standing, provisional, dates) : [];
    if (milestones.length > 0) this.#write(milestones);
    this.#listener.onBook(view);
  }

  #due(now: MonoMs, hour: WallMs | undefined): CheckpointReason | undefined {
    return this.#open.due(now, hour, this.#watch.epochAge(now));
  }

  #write(milestones: readonly Milestone[]): void {
    const { ledger, clock, milestones: latch } = this.#ports;
    const cursor = this.#cursor;
    if (cursor === undefined) return;
    const open = this.#open.take();
    const told = milestones.map((milestone) => this.#listener.ticketFor(milestone));
    const ticket = joined(...told, this.#listener.riding());
    const alongside = [...ticket.ops, ...latch.ops(this.#book)];
    const { up, down } = open ?? NOTHING;
    const stamp = { wall: clock.wallMs(), bootId: this.#options.bootId, mono: open?.since ?? clock.monoMs() };
    const charge = {
      book: this.#book,
      up,
      down,
      tags: open?.tags,
      hour: open?.hour,
      stamp,
      cursor,
      source: "interface" as const,
    };
    this.#writing.hold(carried(ledger.charge(charge, alongside), ticket));
  }
}
