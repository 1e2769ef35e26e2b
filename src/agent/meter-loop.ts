import type { Duration } from "../base/duration.ts";
import { Seconds } from "../base/duration.ts";
import { elapsed, type MonoMs, type WallMs } from "../base/instant.ts";
import { type Amount, isNothing, NOTHING, plus } from "../meter/amount.ts";
import { type BookId, readBookId, UNIDENTIFIED } from "../meter/book-id.ts";
import type { CheckpointReason } from "../meter/checkpoint.ts";
import type { Cursor } from "../meter/cursor.ts";
import type { Advance } from "../meter/delta.ts";
import type { MeasuredOverhead } from "../meter/overhead-trial.ts";
import { tagKey, type Tags } from "../meter/tags.ts";
import { witnessStep } from "../meter/witness-step.ts";
import { dueDates } from "../plan/validity-dates.ts";
import type { Cancel } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import type { TrustState } from "../time/trust-state.ts";
import type { ModemCount } from "../modem/modem.ts";
import type { BookView, MeteringView } from "../report/picture.ts";
import { BillingHours } from "./billing-hours.ts";
import { BookViews, type Unwritten } from "./book-views.ts";
import { carried, joined } from "./event-ticket.ts";
import { meteredUplink } from "./metered-uplink.ts";
import type { MeterListener, MeterOptions, MeterPorts } from "./meter-parts.ts";
import type { CountedLink } from "./overhead-calibration.ts";
import type { Milestone } from "./milestones.ts";
import { isModems, ModemAuthority } from "./modem-authority.ts";
import { OpenBytes } from "./open-bytes.ts";
import { settleBooks } from "./settle-books.ts";
import type { UplinkCount } from "./uplink-count.ts";
import { Uplinks } from "./uplinks.ts";
import { WritingUnderWay } from "./writing-under-way.ts";

/** Until the SIM has said who it is, the kernel's counters are the memory; after this long the card of last time is presumed. */
const PRESUME_AFTER: Duration = Seconds(60);

/** Counters to deltas to the book of the card that is in; asks the plan where that stands. */
export class MeterLoop {
  readonly #ports: MeterPorts;
  readonly #options: MeterOptions;
  readonly #listener: MeterListener;
  readonly #log: Log;
  readonly #startedAt: MonoMs;
  readonly #uplinks: Uplinks;
  /** Those whose cursor is ahead of the books. */
  readonly #ahead = new Set<UplinkCount>();
  /** Undefined: the books go by the interfaces. */
  readonly #modem: ModemAuthority | undefined;
  /** What the interfaces carried in this run. */
  #seen: Amount = NOTHING;
  readonly #hours: BillingHours;
  readonly #views: BookViews;
  readonly #open: OpenBytes;
  #book: BookId;
  #identified = false;
  #reviewed: { readonly hour: WallMs | undefined; readonly book: BookId; readonly latched: boolean } | undefined;
  readonly #writing: WritingUnderWay;
  #cancel: Cancel = () => {};

  constructor(ports: MeterPorts, options: MeterOptions, listener: MeterListener) {
    this.#ports = ports;
    this.#options = options;
    this.#listener = listener;
    this.#log = ports.log.station("meter");
    this.#writing = new WritingUnderWay(this.#log);
    this.#startedAt = ports.clock.monoMs();
    this.#open = new OpenBytes(options.checkpoint);
    this.#hours = new BillingHours(ports);
    const { elsewhere } = options;
    this.#book = (elsewhere === undefined ? ports.ledger.lastBook() : undefined) ?? UNIDENTIFIED;
    this.#views = new BookViews({ ...ports, hours: this.#hours }, options.lines, this.#book);
    const foreign = elsewhere?.first === true;
    const into = {
      writing: this.#writing,
      book: () => this.#book,
      hour: () => this.#hours.hour(),
      checkpoint: () => this.checkpoint(),
    };
    this.#uplinks = new Uplinks(ports.interfaces, options.interfaces, (name, first) =>
      meteredUplink({ ...ports, log: this.#log }, into, { name, first, foreign }, listener),
    );
    const booked = foreign ? undefined : ports.ledger.lastCursors().find(isModems);
    this.#modem =
      options.source === "modem" ? new ModemAuthority(options.bootId, booked, ports.clock.monoMs()) : undefined;
  }

  start(): void {
    const { clock } = this.#ports;
    this.#load();
    const beat = (): void => {
      this.sample();
      this.#cancel = clock.after(this.#uplinks.next(clock.monoMs(), this.#options.sampleInterval), beat);
    };
    this.#ports.classes?.start();
    beat();
  }

  /** A last sample, and everything to the disk. */
  async stop(): Promise<void> {
    this.#cancel();
    this.sample();
    this.#settleByInterface("the agent was stopped");
    await this.#writing.done();
    this.#uplinks.close();
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
      this.#settleByInterface("another card is in");
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
    const result = act(this.#views, this.#told);
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
    const at = { bootId: this.#options.bootId, zone: this.#views.zone, now: clock.monoMs() };
    for (const settled of settleBooks(ledger, trust, at)) this.#writing.hold(settled);
    this.#views.anew();
    this.replan();
  }

  /** Where the plan stands now, with every byte that was seen. */
  view(): BookView {
    return this.#views.view(this.#told);
  }

  /** What the books go by at present. */
  get source(): Pick<MeteringView, "source" | "text"> {
    if (this.#modem === undefined) return { source: "interface" };
    const text = this.#modem.why(this.#ports.clock.monoMs());
    return { source: "modem", ...(text === undefined ? {} : { text }) };
  }

  /** What the interfaces carried in this run, whatever the books go by. */
  get seen(): Amount {
    this.sample();
    return this.#seen;
  }

  get links(): readonly CountedLink[] {
    return this.#uplinks.all.flatMap(({ link }) => link ?? []);
  }

  measured(link: CountedLink, overhead: MeasuredOverhead): void {
    this.sample();
    this.#uplinks.all.find(({ name }) => name === link.name)?.measured(link, overhead);
  }

  sample(): void {
    const now = this.#ports.clock.monoMs();
    let moved = false;
    for (const uplink of this.#uplinks.now(now)) {
      const advance = uplink.look(now);
      if (advance === undefined) continue;
      this.#count(uplink, advance);
      moved ||= !isNothing(advance);
    }
    if (this.links.some(({ overhead }) => overhead.arp))
      this.#ports.arp.follow(this.#open.now, now, () => this.#review(true));
    // What is shown of the interfaces' bytes is booked by them, whatever the modem says later.
    if (this.#told !== undefined) this.#modem?.release();
    if (this.#uplinks.all.every(({ unsettled }) => !unsettled)) this.#writing.hold(this.#ports.watched.settled());
    this.#review(moved);
  }

  /** The modem said how much it has counted; undefined when what was known of it is void. */
  modemCounted(count: ModemCount | undefined, modemKey: string): void {
    const modem = this.#modem;
    if (count === undefined) modem?.restarted();
    if (modem === undefined || count === undefined) return;
    const { clock, ledger, classes } = this.#ports;
    const now = clock.monoMs();
    this.sample();
    if (modem.holds(now) && classes?.postpones(now, () => this.modemCounted(count, modemKey)) === true) return;
    const read = modem.read(count, modemKey, this.#open.now ?? NOTHING, now);
    if (read.kind === "anew") {
      this.#settleByInterface(read.why);
      this.#log.info("source-changed", { source: "modem", from: read.cursor.interfaceName });
      this.#writing.hold(ledger.begin(this.#book, read.cursor));
    } else if (isNothing(read.moved)) {
      return;
    } else {
      this.#write([], { ...read.moved, cursor: read.cursor });
    }
    modem.stands(read.cursor);
    this.#review(true);
  }

  /** What waits for the modem's word is booked as the interfaces saw it. */
  #settleByInterface(why: string): void {
    if (this.#modem?.holds(this.#ports.clock.monoMs()) === true)
      this.#log.info("source-changed", { source: "interface", why });
    this.#modem?.release(why);
    this.checkpoint();
  }

  /** What is shown of the unwritten: of the interfaces' bytes nothing while the modem's word is awaited, or a total would fall. */
  get #told(): Unwritten | undefined {
    if (this.#modem?.holds(this.#ports.clock.monoMs()) === true) return undefined;
    return this.#ports.arp.shown(this.#open.now);
  }

  #count(uplink: UplinkCount, moved: Advance): void {
    const [now, hour] = [this.#ports.clock.monoMs(), this.#hours.hour()];
    // Under the cursor of before: these bytes are not in it, and a kill would lose them.
    if (this.#due(now, hour) === "hour" || this.#open.parts(now)) this.#write([]);
    uplink.take(moved);
    this.#ahead.add(uplink);
    if (isNothing(moved)) return;
    this.#seen = plus(this.#seen, moved);
    this.#open.add(moved, now, hour);
  }

  /** After every sample: is a checkpoint due, did the bytes cross a line? */
  #review(moved: boolean): void {
    const { time, ledger, clock, milestones: latch, plans, classes } = this.#ports;
    const [now, hour] = [clock.monoMs(), this.#hours.hour()];
    const due = this.#due(now, hour);
    const waits = !this.#identified && elapsed(this.#startedAt, now) < PRESUME_AFTER && due !== "bytes";
    // What is written is shown whole, also what was not shown because nobody had said yet whether it was ARP.
    const wrote = due !== undefined && !waits && this.#checkpointDue(now, due === "hour");
    // On an idle line nothing below can come out differently: a device may stand still for days.
    const last = this.#reviewed;
    const latched = latch.loaded(this.#book) && plans.loaded(this.#book);
    if (!moved && !wrote && last?.hour === hour && last?.book === this.#book && last.latched === latched) return;
    const view = this.view();
    // The card may have another plan than at the start, or have got one.
    ledger.witnessEvery = witnessStep(view.standing.quota);
    const provisional = time.trusted() === undefined && ledger.lastHour() === undefined;
    const dates = dueDates(view.books, time.trusted());
    // Whose the bytes were is asked before a line is told: in a burst, what is booked unasked has its classes much later.
    const asks = latch.crosses(this.#book, view.standing) && classes?.postpones(now, () => this.sample()) === true;
    this.#reviewed = asks ? undefined : { hour, book: this.#book, latched };
    const milestones = latched && !asks ? latch.passed(this.#book, view.standing, provisional, dates) : [];
    if (milestones.length > 0) this.#write(milestones);
    this.#listener.onBook(view);
  }

  /** Whose bytes they were is asked first, unless the hour ends. */
  #checkpointDue(now: MonoMs, atOnce: boolean): boolean {
    const { arp, classes } = this.#ports;
    const waits = (): boolean =>
      arp.postpones(this.#open.now, now) || classes?.postpones(now, () => this.sample()) === true;
    const writes = this.#modem?.holds(now) !== true && (atOnce || !waits());
    if (writes) this.#write([]);
    return writes;
  }

  #due(now: MonoMs, hour: WallMs | undefined): CheckpointReason | undefined {
    return this.#open.due(now, hour, this.#uplinks.youngest(now));
  }

  /** `instead`: what the modem counted, instead of what the interfaces did. */
  #write(milestones: readonly Milestone[], instead?: Amount & { readonly cursor: Cursor }): void {
    const { ledger, clock, milestones: latch, classes, arp } = this.#ports;
    const waits = instead === undefined && this.#modem?.holds(clock.monoMs()) === true;
    if (waits && milestones.length === 0) return;
    const open = waits ? undefined : this.#open.take();
    // From here on the modem's last word is behind the books.
    if (open !== undefined && instead === undefined) this.#modem?.release();
    const ahead = waits ? [] : [...this.#ahead].map((uplink) => uplink.cursor).filter((one) => one !== undefined);
    if (!waits) this.#ahead.clear();
    const known = waits ? this.#modem?.cursor : this.#uplinks.all.find((uplink) => uplink.cursor !== undefined)?.cursor;
    const [cursor = known, ...along] = instead === undefined ? ahead : [instead.cursor, ...ahead];
    if (cursor === undefined) return;
    const told = milestones.map((milestone) => this.#listener.ticketFor(milestone));
    const ticket = joined(...told, this.#listener.riding());
    const ip = arp.take(open);
    const { up, down } = instead ?? ip.bytes;
    const divided = up + down === 0n ? undefined : classes?.divide({ up, down });
    const alongside = [...ticket.ops, ...latch.ops(this.#book), ...ip.ops, ...(divided?.ops ?? [])];
    const charge = {
      book: this.#book,
      up,
      down,
      tags: open?.tags,
      classes: divided?.shares ?? [],
      // Bytes that waited for the modem were not written when the time became known.
      hour: this.#modem === undefined ? open?.hour : (open?.hour ?? this.#hours.hour()),
      stamp: { wall: clock.wallMs(), bootId: this.#options.bootId, mono: open?.since ?? clock.monoMs() },
      cursor,
      along,
      source: instead === undefined ? ("interface" as const) : ("modem" as const),
    };
    this.#writing.hold(carried(ledger.charge(charge, alongside), ticket));
  }
}
