import type { UnitBase } from "../base/bytes.ts";
import { defined } from "../base/defined.ts";
import { type Duration, Hours, Minutes } from "../base/duration.ts";
import { textOf } from "../base/fault.ts";
import { isoInstant, WallMs, wallAfter } from "../base/instant.ts";
import { both } from "../meter/amount.ts";
import { readBookId } from "../meter/book-id.ts";
import type { Ledger } from "../meter/ledger.ts";
import type { Modem } from "../modem/modem.ts";
import type { ReceivedSms, StatusReport } from "../modem/sms-inbox.ts";
import { formatMoney } from "../plan/money.ts";
import { calibration } from "../plan/reading/calibration.ts";
import { calibrationWords } from "../plan/reading/calibration-words.ts";
import { type AskedAbout, type CarrierQuery, isNumberOf } from "../plan/reading/carrier-query.ts";
import { compare, driftPercent } from "../plan/reading/compare.ts";
import { type Figures, type Reading, usedBy } from "../plan/reading/reading.ts";
import { readingDoubt } from "../plan/reading/reading-doubt.ts";
import { readAnswer } from "../plan/reading/read-answer.ts";
import type { Words } from "../plan/words.ts";
import { hourStart } from "../plan/zone.ts";
import type { StoreOp } from "../ports/store.ts";
import type { AgentStatus } from "../report/local-contract.ts";
import type { BookView, ReadingView } from "../report/picture.ts";
import { type DeliveryTold, type AskingPorts, type AskingView, UsageAsking } from "./usage-asking.ts";
import type { AskOutcome } from "./ask-words.ts";
import type { KeptAnswer } from "./answer-shelf.ts";
import type { KeptAsk, KeptReading } from "./reading-shelf.ts";

export interface ReadingPorts extends AskingPorts {
  readonly ledger: Pick<Ledger, "between" | "lastHour">;
}

export interface ReadingOptions {
  readonly queries: ReadonlyMap<string, CarrierQuery>;
  /** Undefined: found by the card's IMSI. */
  readonly carrier: string | undefined;
  readonly interval: Duration | undefined;
  /** Quotas are those of files, not of plan.quota. */
  readonly planFiles: boolean;
}

export interface ReadingHooks extends Omit<AskingView, "query" | "card" | "roaming"> {
  modem(): Modem;
  /** Where the books stand now. */
  book(): BookView;
  changed(): void;
  /** Goes into the batch that keeps it. */
  kept(reading: KeptReading): void;
}

/** A person's word on what the carrier's page, or its hotline, says. */
export interface ToldReading extends Figures {
  readonly asOf: WallMs | undefined;
  /** As it was typed. */
  readonly text: string;
}

export type Telling =
  /** `doubt`: what speaks against it, and what to do. */
  | { readonly kind: "kept"; readonly reading: KeptReading; readonly doubt: Words | undefined }
  | { readonly kind: "not-kept"; readonly why: "no-card" | "future" };

/** A number that is no service's of the carrier is believed for so long after it was asked. */
const ANSWER_WITHIN = Hours(1);
/** `<stat>` of 27.007 7.2: registered roaming, also for messages alone. */
const ROAMING: readonly number[] = [5, 7];
/** The service centre's clock and ours. */
const CLOCKS_APART = Minutes(5);

/** What the carrier says was used, laid beside the device's own meter: never in its place. */
export class ReadingSide {
  readonly #ports: ReadingPorts;
  readonly #options: ReadingOptions;
  readonly #hooks: ReadingHooks;
  readonly #asking: UsageAsking;
  /** Why the newest message of the carrier's after a question was no reading. */
  #unread: { readonly at: WallMs; readonly why: string } | undefined;

  constructor(ports: ReadingPorts, options: ReadingOptions, hooks: ReadingHooks) {
    this.#ports = ports;
    this.#options = options;
    this.#hooks = hooks;
    this.#asking = new UsageAsking(
      ports,
      { interval: options.interval, known: [...options.queries.keys()] },
      {
        sms: hooks.sms,
        said: () => hooks.said(),
        ready: () => hooks.ready(),
        roaming: () => Object.values(hooks.modem().registration).some((seen) => ROAMING.includes(seen.stat)),
        card: () => hooks.modem().sim.iccid,
        query: () => this.#query(),
        sent: (fields) => hooks.sent(fields),
      },
    );
  }

  /** Of the plan that holds. */
  get zone(): string {
    return this.#hooks.book().books.plan.cycle.zone;
  }

  get unitBase(): UnitBase {
    return this.#hooks.book().books.plan.unitBase;
  }

  start(): void {
    this.#asking.start();
  }

  stop(): void {
    this.#asking.stop();
  }

  /** The card said who it is: what it was told before it was here is none of this device's. */
  card(iccid: string): void {
    const { shelf, log, ledger } = this.#ports;
    if (shelf.card?.iccid === iccid) return;
    const { wall, trusted } = this.#hooks.said();
    // The last booked hour was another card's, or nobody's.
    shelf
      .write(shelf.seen({ iccid, since: trusted ? wall : (ledger.lastHour() ?? WallMs(0)) }))
      .catch((thrown: unknown) => log.error("agent-fault", { what: "keeping which card is in", why: textOf(thrown) }));
  }

  /** With `statusReport` the service centre is to say whether the question arrived. */
  async ask(statusReport = false, about: AskedAbout = "usage"): Promise<AskOutcome> {
    const outcome = await this.#asking.ask("hand", statusReport, about);
    this.#hooks.changed();
    return outcome;
  }

  /** What became of a question that went out; undefined where the report is about none. */
  reported(report: StatusReport): DeliveryTold | undefined {
    const told = this.#asking.reported(report);
    if (told !== undefined) this.#hooks.changed();
    return told;
  }

  /** Every whole message that came in; what of it is a reading goes into the batch that keeps the message, which nothing here may hinder. */
  heard(message: ReceivedSms): readonly StoreOp[] {
    try {
      return this.#heard(message);
    } catch (thrown) {
      this.#ports.log.error("agent-fault", { what: "reading a message of the carrier's", why: textOf(thrown) });
      return [];
    }
  }

  #heard(message: ReceivedSms): readonly StoreOp[] {
    const { shelf, log } = this.#ports;
    const { iccid } = this.#hooks.modem().sim;
    const query = this.#query();
    const { wall } = this.#hooks.said();
    if (iccid === undefined || query === undefined || message.missing !== undefined) return [];
    const saidAt = this.#saidAt(message, wall);
    const since = shelf.card?.iccid === iccid ? shelf.card.since : wall;
    if (saidAt + CLOCKS_APART < since || !this.#isCarriers(message.from, iccid, query, wall)) return [];
    const { plan } = this.#hooks.book().books;
    const [zone, base] = [plan.cycle.zone, plan.unitBase];
    const asked = this.#freshAsk(iccid, wall);
    const read = readAnswer(query, asked && (asked.about ?? "usage"), message.text, { heardAt: saidAt, zone, base });
    if (read.kind === "unread") {
      this.#unread = { at: wall, why: read.why };
      log.info("reading-unread", { why: read.why });
      return [];
    }
    const { asOf = saidAt, balance, ...figures } = read.figures;
    if (read.about !== "usage")
      return this.#answered(defined({ iccid, about: read.about, asOf, heardAt: wall, ...figures, balance }));
    return this.#keep(iccid, { source: "sms", asOf, heardAt: wall, ...figures, text: message.text }).ops;
  }

  /** What a person says that the carrier says. Rejects only when the store does. */
  async tell({ asOf, text, ...figures }: ToldReading, source: "fact" | "hand" = "hand"): Promise<Telling> {
    const { wall } = this.#hooks.said();
    const { iccid } = this.#hooks.book();
    if (iccid === undefined) return { kind: "not-kept", why: "no-card" };
    if (asOf !== undefined && asOf > wall) return { kind: "not-kept", why: "future" };
    const { reading, ops } = this.#keep(
      iccid,
      defined({ source, asOf: asOf ?? wall, heardAt: wall, ...figures, text }),
    );
    await this.#ports.shelf.write(ops);
    const { standing } = this.#hooks.book();
    return { kind: "kept", reading, doubt: readingDoubt(figures, standing.quota, this.unitBase) };
  }

  /** Of the card whose book is shown: the reading that is of the latest instant. */
  view(iccid: string | undefined, quota: bigint | undefined): ReadingView | undefined {
    const { shelf } = this.#ports;
    const readings = iccid === undefined ? [] : shelf.readings(iccid);
    const latest = readings.reduce<KeptReading | undefined>(
      (found, one) => (found === undefined || one.asOf >= found.asOf ? one : found),
      undefined,
    );
    if (latest === undefined) return undefined;
    // What is left alone is held against our own idea of the plan: a wrong quota is no constant difference of the counting.
    const counted = readings.filter((reading) => usedBy(reading) !== undefined);
    const constant = calibration(counted.flatMap(({ comparison }) => comparison ?? []));
    return defined({
      ...latest,
      calibration: constant && {
        ...constant,
        words: calibrationWords(constant, this.#options.planFiles ? "files" : quota),
      },
    });
  }

  /** The last question, and what came of it so far; undefined where this card's carrier was never asked. */
  get #asked(): AgentStatus["asked"] {
    const { shelf } = this.#ports;
    const ask = shelf.asks.at(-1);
    const { iccid } = this.#hooks.modem().sim;
    if (ask === undefined || ask.iccid !== iccid) return undefined;
    const { at, to, text, about, refused, waiting } = ask;
    const unread = this.#unread !== undefined && this.#unread.at >= at ? this.#unread.why : undefined;
    const delivery = ask.delivery ?? (waiting === undefined ? undefined : ("waiting" as const));
    const question = defined({ at: isoInstant(at), to, text, about, delivery });
    const answers =
      about === undefined
        ? shelf.readings(iccid).filter(({ source }) => source === "sms")
        : shelf.answers.of(iccid).filter((answer) => answer.about === about);
    if (answers.some(({ heardAt }) => heardAt >= at)) return { ...question, answer: "read" };
    if (unread !== undefined) return { ...question, answer: "unread", why: unread };
    return { ...question, answer: refused === true ? "refused" : "none" };
  }

  /** The last question with what came of it, and the answers to other questions than how much was used. */
  get asking(): Pick<AgentStatus, "asked" | "answers"> {
    return defined({ asked: this.#asked, answers: this.#answers });
  }

  get #answers(): AgentStatus["answers"] {
    const { iccid = "" } = this.#hooks.modem().sim;
    const kept = this.#ports.shelf.answers.of(iccid);
    return kept.length === 0 ? undefined : kept.map(answerView);
  }

  #answered(answer: KeptAnswer): readonly StoreOp[] {
    this.#ports.log.info("reading-kept", { source: "sms", about: answer.about });
    const ops = this.#ports.shelf.answers.keep(answer);
    this.#hooks.changed();
    return ops;
  }

  #keep(iccid: string, reading: Reading) {
    const comparison = this.#comparison(iccid, reading);
    const kept: KeptReading = defined({ ...reading, comparison });
    const ops = this.#ports.shelf.keep(iccid, kept);
    this.#hooks.kept(kept);
    this.#ports.log.info(
      "reading-kept",
      defined({ source: reading.source, driftPercent: comparison && driftPercent(comparison) }),
    );
    this.#hooks.changed();
    return { reading: kept, ops };
  }

  /** While the time is not trusted nobody knows which hours of ours to hold against it. */
  #comparison(card: string, reading: Reading) {
    const { wall, trusted } = this.#hooks.said();
    const { iccid, inCycle, standing, books } = this.#hooks.book();
    const book = iccid === undefined ? undefined : readBookId(iccid);
    if (!trusted || book === undefined || iccid !== card || reading.asOf > wall) return undefined;
    const { cycle } = standing;
    const { zone } = books.plan.cycle;
    const from = hourStart(reading.asOf, zone);
    const running = from === hourStart(wall, zone);
    const { ledger } = this.#ports;
    // Of the running hour carriers say no more than its beginning, and mean now.
    const { quota } = standing;
    if (running) return compare(reading, { cycle, hour: { from, to: from }, before: both(inCycle), within: 0n, quota });
    const hour = { from, to: wallAfter(from, Hours(1)) };
    const [before, within] = [ledger.between(book, cycle.from, from), ledger.between(book, from, hour.to)];
    return compare(reading, { cycle, hour, before: both(before), within: both(within), quota });
  }

  /** What waited in the service centre was said when that took it. */
  #saidAt({ centreTime }: ReceivedSms, wall: WallMs): WallMs {
    const stamped = Date.parse(centreTime ?? "");
    return Number.isFinite(stamped) && stamped < wall ? WallMs(stamped) : wall;
  }

  #isCarriers(from: string, iccid: string, { senders }: CarrierQuery, now: WallMs): boolean {
    if (senders.some((number) => isNumberOf(from, number))) return true;
    const ask = this.#freshAsk(iccid, now);
    return ask !== undefined && isNumberOf(from, ask.to);
  }

  #freshAsk(iccid: string, now: WallMs): KeptAsk | undefined {
    const ask = this.#ports.shelf.asks.at(-1);
    return ask?.iccid === iccid && Math.abs(now - ask.at) <= ANSWER_WITHIN ? ask : undefined;
  }

  #query(): CarrierQuery | undefined {
    const { queries, carrier } = this.#options;
    if (carrier !== undefined) return queries.get(carrier);
    const { plan, books } = this.#hooks.book();
    const ofPlan = plan.known ? queries.get(books.plan.rules.carrier) : undefined;
    if (ofPlan !== undefined) return ofPlan;
    const { imsi = "" } = this.#hooks.modem().sim;
    return [...queries.values()].find((query) => query.imsi.some((network) => imsi.startsWith(network)));
  }
}

const answerView = ({ about, asOf, used, remaining, total, balance }: KeptAnswer) =>
  defined({
    about,
    asOf: isoInstant(asOf),
    used: used === undefined ? undefined : Number(used),
    remaining: remaining === undefined ? undefined : Number(remaining),
    total: total === undefined ? undefined : Number(total),
    balance: balance === undefined ? undefined : formatMoney(balance),
  });
