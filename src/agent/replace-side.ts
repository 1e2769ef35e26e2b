import { defined } from "../base/defined.ts";
import { type Duration, Minutes, Seconds } from "../base/duration.ts";
import type { MonoMs, WallMs } from "../base/instant.ts";
import { UNIDENTIFIED } from "../meter/book-id.ts";
import type { Ledger } from "../meter/ledger.ts";
import type { Modem } from "../modem/modem.ts";
import type { ModemEffect } from "../modem/step.ts";
import { validityStand } from "../plan/validity-dates.ts";
import type { Cancel, Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import type { Store } from "../ports/store.ts";
import { needOf, type Need } from "../replace/need.ts";
import { nextSteps } from "../replace/instructions.ts";
import { dueReminders, type Reminder } from "../replace/reminders.ts";
import { STAGE_WORDS } from "../replace/stage.ts";
import { isOpen, isUnderTrial, type Ticket } from "../replace/ticket.ts";
import type { CardAnswer } from "../report/card-answer.ts";
import { contactFilled } from "../report/diagnosis-words.ts";
import type { AgentStatus } from "../report/local-contract.ts";
import type { BookView, Said } from "../report/picture.ts";
import type { PublisherStatus } from "../report/publisher.ts";
import { readEndpoint } from "../settings/kinds/endpoint.ts";
import type { AgentOptions } from "./agent-parts.ts";
import type { AcceptanceOrders } from "./acceptance-run.ts";
import { CardArrivals } from "./card-arrivals.ts";
import { cardShown } from "./card-shown.ts";
import { CarrierHistoryKeeper } from "./carrier-history-keeper.ts";
import type { DiagnoseLoop } from "./diagnose-loop.ts";
import type { BearerView } from "./bearer-view.ts";
import { packOf } from "./pack-of.ts";
import { planSeenOf, resumeFactsOf } from "./plan-seen.ts";
import { probeOrders } from "./probe-orders.ts";
import { ReplaceDesk, type ReplaceListener, type ReplaceOrder } from "./replace-desk.ts";
import { TicketKeeper } from "./ticket-keeper.ts";
import { TrialLoop } from "./trial-loop.ts";

export interface ReplaceParts {
  readonly clock: Clock;
  readonly store: Store;
  readonly log: Log;
  readonly ledger: Pick<Ledger, "books" | "lastBook">;
  /** The ticket and the carriers' records, as texts. */
  readonly replacement: string | undefined;
  readonly carriersSeen: string | undefined;
}

export interface ReplaceView {
  said(): Said;
  modem(): Modem;
  book(): BookView | undefined;
  bearer(): BearerView;
  publisher(): PublisherStatus | undefined;
  /** Has the counters read now. */
  sample(): void;
  /** Nothing is to be sent. */
  rests(): boolean;
  readonly diagnosis: DiagnoseLoop;
  readonly telling: ReplaceListener;
}

const EVERY = Minutes(5);
/** While a new card is watched. */
const EVERY_TRIAL = Minutes(1);
/** While somebody stands at the counter until it is activated. */
const EVERY_WAITING = Seconds(5);

interface Answered {
  readonly traffic?: string;
  readonly probe?: string;
}

/** The replacement of the card: what of the agent's picture it goes by, and the loop that looks at it. */
export class ReplaceSide {
  readonly #clock: Clock;
  readonly #options: Pick<AgentOptions, "settings" | "packs">;
  readonly #view: ReplaceView;
  readonly #listener: ReplaceListener;
  readonly #keeper: TicketKeeper;
  readonly #arrivals: CardArrivals;
  readonly #desk: ReplaceDesk;
  readonly #history: CarrierHistoryKeeper;
  readonly #trial: TrialLoop;
  /** The card of this run, and when it was swapped under power: a session of before went by another one. */
  #iccid: string | undefined;
  #swappedAt: MonoMs | undefined;
  #stale: Answered = {};
  #timer: Cancel = () => {};
  #stopped = false;

  constructor(parts: ReplaceParts, options: Pick<AgentOptions, "settings" | "packs">, view: ReplaceView) {
    const { clock, ledger } = parts;
    const { terminal, bearer } = options.settings;
    this.#clock = clock;
    this.#options = options;
    this.#view = view;
    this.#listener = view.telling;
    this.#history = new CarrierHistoryKeeper(parts, parts.carriersSeen);
    this.#keeper = new TicketKeeper(
      parts,
      (...stepped) => {
        this.#desk.stepped(...stepped);
        this.#wait();
      },
      parts.replacement,
    );
    this.#trial = new TrialLoop(
      { clock, keeper: this.#keeper, history: this.#history },
      {
        now: () => this.#now,
        book: () => view.book(),
        carrierOf: (modem) => packOf(options.packs ?? [], view.book(), modem).carrier,
      },
    );
    const ofCard = (book: string): boolean => book !== UNIDENTIFIED;
    this.#keeper.seed(
      [ledger.lastBook()].filter((book) => book !== undefined).find(ofCard),
      ledger.books().filter(ofCard),
    );
    this.#arrivals = new CardArrivals(this.#keeper, {
      now: () => this.#now,
      book: () => view.book(),
      switched: (iccid) => view.diagnosis.brings(iccid),
    });
    this.#desk = new ReplaceDesk(
      { clock, keeper: this.#keeper },
      { access: terminal.simAccess, acceptance: acceptanceOrders(options), dials: bearer.owner === "agent" },
      {
        said: () => view.said(),
        modem: () => view.modem(),
        bearer: () => view.bearer(),
        publisher: () => view.publisher(),
        book: () => view.book(),
        pack: () => this.#pack,
        need: (because) => this.#need(because),
        cause: () => view.diagnosis.likeliest,
        rests: () => view.rests(),
        probe: (request) => view.diagnosis.probeOnce(request),
        counted: () => {
          view.sample();
          const total = view.book()?.total;
          return total && total.up + total.down;
        },
      },
      view.telling,
    );
    this.#wait();
  }

  static async read(store: Store): Promise<Pick<ReplaceParts, "replacement" | "carriersSeen">> {
    return { replacement: await TicketKeeper.read(store), carriersSeen: await CarrierHistoryKeeper.read(store) };
  }

  /** Before the meter goes over to another card's book. */
  modem(modem: Modem, effects: readonly ModemEffect[]): void {
    this.#trial.modem(modem, effects);
    const { iccid } = modem.sim;
    if (iccid !== undefined && iccid !== this.#iccid) {
      if (this.#iccid !== undefined) {
        this.#swappedAt = this.#clock.monoMs();
        this.#stale = this.#answered;
      }
      this.#iccid = iccid;
    }
    this.#arrivals.heard(effects);
  }

  book(view: BookView): void {
    this.#arrivals.book(view);
    this.#prove();
  }

  obey(order: ReplaceOrder) {
    return this.#desk.obey(order);
  }

  /**
   * How a transaction of the business ended, by the bridge. One that went through proves a new card; one that failed may be the customer's own
   * card, and is taken for the new card's only while its test runs.
   */
  transacted({ ok, from }: { readonly ok: boolean; readonly from: string }): void {
    const { ticket } = this.#keeper;
    if (!isUnderTrial(ticket) || (ok ? ticket?.payment?.ok === true : this.#desk.test?.running !== true)) return;
    void this.#desk.obey({ do: "replace", act: ok ? "tested-ok" : "tested-failed", by: `the bridge (${from})` });
  }

  /** What `cellward sim` shows. */
  answer(whole: boolean): CardAnswer {
    this.#trial.look();
    const [said, book] = [this.#view.said(), this.#view.book()];
    const { ticket } = this.#keeper;
    return cardShown(
      {
        said,
        book,
        zone: planSeenOf(book).zone,
        access: this.#options.settings.terminal.simAccess,
        modem: this.#view.modem(),
        imei: this.#view.diagnosis.imei,
        pack: this.#pack,
        need: this.#need(isOpen(ticket) ? ticket.because : undefined),
        cause: this.#view.diagnosis.likeliest,
        ticket,
        reminders: this.#reminders,
        test: this.#desk.test,
        history: this.#history.shown,
      },
      whole,
    );
  }

  /** Undefined where nothing is under way and nothing is to be remembered. */
  get status(): AgentStatus["replacement"] {
    const { ticket } = this.#keeper;
    const reminders = this.#reminders.filter(({ kind }) => kind !== "expiry").map(({ words }) => words);
    if (!isOpen(ticket)) return reminders.length === 0 ? undefined : { lines: reminders };
    const { card, contact } = this.#pack;
    const access = this.#options.settings.terminal.simAccess;
    const next = nextSteps(ticket, access, card, true, this.#view.diagnosis.likeliest).slice(0, 1);
    return defined({
      state: ticket.state,
      due: ticket.due,
      lines: [STAGE_WORDS[ticket.state], ...next.map((words) => contactFilled(words, contact)), ...reminders],
    });
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#timer();
    await this.#desk.stop();
    this.#trial.look(true);
    await this.#keeper.done();
    await this.#history.close();
  }

  #wait(): void {
    this.#timer();
    if (this.#stopped) return;
    this.#timer = this.#clock.after(pauseFor(this.#keeper.ticket), () => {
      this.#wait();
      this.#look();
    });
  }

  #look(): void {
    this.#trial.look();
    this.#prove();
    this.#remind();
  }

  /** Data that passed by the new card is its activation. */
  #prove(): void {
    const { ticket } = this.#keeper;
    // A level that a person set, or that the limit asks for, is obeyed: whoever wants the test now asks for it.
    const tries = this.#view.rests() ? () => {} : () => this.#desk.tryByItself();
    if (ticket?.state === "activated") return tries();
    if (ticket?.state !== "inserted") return;
    const by = this.#proof();
    if (by === undefined || this.#view.modem().service.data === "down") return;
    void this.#keeper.step({ kind: "passed", at: this.#now, by, card: this.#iccid }).then(tries);
  }

  /** What was seen before the card was swapped under power speaks of the other one. Instants are told apart, not compared: the clock may jump. */
  #proof(): string | undefined {
    const { traffic, probe } = this.#answered;
    if (traffic !== undefined && traffic !== this.#stale.traffic) return "packets that came back";
    if (probe !== undefined && probe !== this.#stale.probe) return "a probe of the path";
    // With other ways out a session says nothing about the card.
    if (this.#options.settings.uplink !== undefined) return undefined;
    const broker = this.#view.publisher();
    const fresh = this.#swappedAt === undefined || (broker !== undefined && broker.since > this.#swappedAt);
    return broker?.state === "connected" && broker.unacknowledged === undefined && fresh
      ? "the MQTT broker"
      : undefined;
  }

  /** When something was answered last, by whom it was asked. */
  get #answered(): Answered {
    const { doubt, tries } = this.#view.diagnosis;
    const results = tries.probes?.results.filter(({ outcome }) => outcome === "answered") ?? [];
    return defined({
      traffic: doubt.traffic?.outcome === "answered" ? String(doubt.traffic.at) : undefined,
      probe: results.at(-1)?.at,
    });
  }

  #remind(): void {
    if (!this.#view.said().trusted) return;
    for (const { kind, key, day, days, words } of this.#reminders) {
      // The end of the validity is told of by an event of its own, at the same lines.
      if (kind === "expiry" || this.#keeper.wasTold(key)) continue;
      void this.#keeper
        .noteTold(key)
        .then(() =>
          this.#listener.event("replacement-reminder", { kind, day, days, text: words.en, textZh: words.zh }),
        );
    }
  }

  get #reminders(): readonly Reminder[] {
    const book = this.#view.book();
    const now = this.#now;
    return dueReminders({
      now,
      zone: planSeenOf(book).zone,
      ticket: this.#keeper.ticket,
      validity: book && validityStand(book.books, now),
    });
  }

  #need(because: ReplaceOrder["because"]): Need {
    const [book, now] = [this.#view.book(), this.#now];
    return needOf({
      because,
      causes: this.#view.diagnosis.view?.diagnosis.causes ?? [],
      overLimit: book?.standing.overLimit ?? false,
      validity: book && validityStand(book.books, now),
      resume: resumeFactsOf(book, now),
    });
  }

  get #pack() {
    return packOf(this.#options.packs ?? [], this.#view.book(), this.#view.modem());
  }

  get #now(): WallMs {
    return this.#view.said().wall;
  }
}

function pauseFor(ticket: Ticket | undefined): Duration {
  if (ticket?.state === "inserted") return EVERY_WAITING;
  return isUnderTrial(ticket) ? EVERY_TRIAL : EVERY;
}

/** What of the settings the acceptance test goes by. */
function acceptanceOrders({ settings }: Pick<AgentOptions, "settings">): AcceptanceOrders {
  const { each } = probeOrders(settings);
  const { paymentHost, paymentTlsName: name, leastSignal } = settings.terminal;
  const place = paymentHost === undefined ? undefined : readEndpoint(paymentHost);
  return defined({
    dns: each.dns?.request,
    echo: each.echo?.request,
    paymentHost: place && { kind: "tcp" as const, ...place },
    paymentTls: place && name !== undefined ? { kind: "tls" as const, ...place, name } : undefined,
    leastSignal,
  });
}
