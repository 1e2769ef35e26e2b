import { defined } from "../base/defined.ts";
import { Millis } from "../base/duration.ts";
import { elapsed, type MonoMs } from "../base/instant.ts";
import { type Modem, UNKNOWN_MODEM } from "../modem/modem.ts";
import type { ModemEffect } from "../modem/step.ts";
import { simplePlan } from "../plan/simple-plan.ts";
import type { HoursAnswer } from "../report/hours-answer.ts";
import type { AgentStatus } from "../report/local-contract.ts";
import type { Outbox } from "../report/outbox.ts";
import { OTHER_DEVICE } from "../report/payloads.ts";
import type { BookView, Identity, Picture } from "../report/picture.ts";
import type { Publisher } from "../report/publisher.ts";
import { Topics } from "../report/topics.ts";
import type { AgentOptions, AgentPorts } from "./agent-parts.ts";
import { bookHours } from "./book-hours.ts";
import { BookKeeping } from "./book-keeping.ts";
import { CardSide } from "./card-side.ts";
import { CycleAlarm } from "./cycle-alarm.ts";
import type { DeviceTie } from "./device-tie.ts";
import { type DiagnoseLoop, diagnoseSide } from "./diagnose-side.ts";
import type { EvidenceDesk } from "./evidence-desk.ts";
import { evidenceParts } from "./evidence-parts.ts";
import type { JournalSide } from "./journal-side.ts";
import { modemEvidence, readingEvidence } from "./journal-words.ts";
import { type KeptParts, openKeptParts } from "./kept-parts.ts";
import { identityOf } from "./identity.ts";
import { LinkSide } from "./link-side.ts";
import { modemEvents } from "./modem-events.ts";
import type { Judge } from "./judge.ts";
import { type Enforcing, judgeSide } from "./judge-side.ts";
import { keepTime } from "./keep-time.ts";
import { readingOptions } from "./loop-options.ts";
import type { MeterLoop } from "./meter-loop.ts";
import { MeterSide } from "./meter-side.ts";
import { Milestones } from "./milestones.ts";
import { ModemSide } from "./modem-side.ts";
import { PlanDesk, type TakenDown } from "./plan-desk.ts";
import { programMessages } from "./program-messages.ts";
import { publisherOf } from "./publishing.ts";
import { ReadingSide } from "./reading-side.ts";
import { ReplaceSide } from "./replace-side.ts";
import { ReportLoop } from "./report-loop.ts";
import { Statements } from "./statements.ts";
import { factsStatus, statusOf } from "./status.ts";
import { storeNews } from "./store-news.ts";
import type { SmsLoop } from "./sms-loop.ts";
import { smsSide } from "./sms-side.ts";
import { Telling } from "./telling.ts";
import type { TimeKeeper } from "./time-keeper.ts";
import { whereabouts } from "./whereabouts.ts";

/** The whole: one loop a station, each interpreting its station's effects; here they are joined, started and stopped. */
export class Agent {
  readonly #ports: AgentPorts;
  readonly #startedAt: MonoMs;
  readonly #time: TimeKeeper;
  readonly judge: Judge;
  readonly #modemSide: ModemSide;
  readonly #metering: MeterSide;
  /** What programs report of their own bytes. */
  readonly reports: MeterSide["reports"];
  readonly #meter: MeterLoop;
  readonly #report: ReportLoop;
  readonly #publisher: Publisher | undefined;
  readonly #outbox: Outbox | undefined;
  readonly #cycleAlarm: CycleAlarm;
  readonly #bookKeeping: BookKeeping;
  readonly #identity: Identity;
  readonly #tie: DeviceTie;
  readonly #sms: SmsLoop | undefined;
  /** What the carrier says was used, and how it is asked. */
  readonly readings: ReadingSide;
  readonly #link: LinkSide;
  readonly #card: CardSide;
  readonly #enforcing: Enforcing;
  readonly #telling: Telling;
  readonly #journal: JournalSide;
  /** What a person wants of the journal. */
  readonly evidence: EvidenceDesk;
  #modem: Modem = UNKNOWN_MODEM;
  #book: BookView | undefined;
  #stopping: Promise<void> | undefined;
  readonly #areas: readonly string[];
  readonly diagnosis: DiagnoseLoop;
  /** Of the card by another one. */
  readonly replacement: ReplaceSide;
  /** What a person may say to it. */
  readonly statements: Statements;
  readonly messages: ReturnType<typeof programMessages>;
  readonly programsAsk: ModemSide["questions"]["request"] = (line) => this.#modemSide.questions.request(line);

  private constructor(ports: AgentPorts, options: AgentOptions, parts: KeptParts) {
    const { settings, deviceId } = options;
    const { plan, meter } = settings;
    this.#ports = ports;
    this.#startedAt = ports.clock.monoMs();
    this.#areas = plan.areas?.split(" ") ?? [];
    const telling = (this.#telling = new Telling(ports, () => this.#report));
    this.#identity = identityOf(options, parts.key);
    [this.#outbox, this.#tie] = [parts.outbox, parts.tie];
    const view = { said: () => this.#time.said(), book: () => this.#book, modem: () => this.#modem };
    ({ side: this.#journal, desk: this.evidence } = evidenceParts(ports, parts, settings, view));
    this.#sms = smsSide({ ...ports, shelf: parts.shelf }, settings, {
      event: (type, fields) => telling.event(type, fields),
      ticket: (type, fields, evidence) => this.#report.ticket(type, fields, evidence),
      ...view,
      readings: () => this.readings,
    });
    const asking = { ...view, sms: this.#sms, ready: () => this.#link.link.kind === "ready" };
    this.messages = programMessages({ ...ports, ...asking, journal: this.#journal });
    this.readings = new ReadingSide(
      { ...ports, shelf: parts.readings },
      readingOptions(settings, options.carriers ?? []),
      {
        ...asking,
        book: () => this.#meter.view(),
        changed: () => this.#report.changed(),
        sent: (fields) => this.#journal.note("message-sent", { fields }),
        kept: (reading) => this.#journal.note("carrier-reading", readingEvidence(reading)),
      },
    );
    this.#time = keepTime(
      { ...ports, record: parts.record, trustSystem: settings.clock.trustSystem },
      {
        event: (type, fields) => telling.tell(type, fields),
        checkpoint: () => this.#meter.checkpoint(),
        settle: () => {
          this.#meter.settleFrom(this.#time.state);
          this.#publisher?.retrySoon();
        },
        askModem: () => this.#modemSide.askClock(),
      },
    );
    this.diagnosis = diagnoseSide({ ...ports, ...parts, ...view, telling, side: this.#journal }, options, {
      picture: () => this.#picture(),
      publisher: () => this.#publisher?.status(),
      modemSide: () => this.#modemSide,
      bookAll: () => this.#meter.callEnded(),
    });
    this.#link = new LinkSide(telling, () => this.diagnosis.again());
    const far = { bearer: () => this.#modemSide.hold, outbox: () => this.#publisher?.status() };
    ({ judge: this.judge, enforcing: this.#enforcing } = judgeSide(
      { ...ports, ...parts, diagnosis: this.diagnosis },
      { settings, bootId: ports.host.bootId, device: deviceId },
      { ...view, ...far, meter: () => this.#meter },
      telling,
    ));
    this.replacement = new ReplaceSide({ ...ports, ...parts }, options, {
      ...view,
      bearer: () => this.#modemSide.view.bearer,
      publisher: () => this.#publisher?.status(),
      sample: () => this.#meter.sample(),
      rests: () => this.judge.view.decision.level === "offline",
      diagnosis: this.diagnosis,
      telling,
    });
    this.#modemSide = new ModemSide(
      { ...ports, sms: this.#sms },
      { ...options, key: parts.key, book: view.book },
      {
        event: (type, fields) => telling.tell(type, fields),
        onLink: (link) => this.#link.became(link),
        onShared: (text) => this.#link.shared(text),
        onModem: (modem, effects) => this.#onModem(modem, effects),
        onNetworkTime: (instant) => this.#time.networkTime(instant),
        onClockUnsettled: (time) => this.#time.unsettledTime(time),
      },
    );
    const planOptions = { source: options.plans ?? { kind: "settings" }, fallback: simplePlan(plan) } as const;
    const plans = new PlanDesk(parts.plans, planOptions, { onTakenDown: (taken) => this.#onPlan(taken) });
    this.#metering = new MeterSide(
      { ...ports, time: this.#time, milestones: new Milestones(ports.store), plans },
      { settings, elsewhere: parts.tie.elsewhere, kept: parts.metering, keyOf: this.#identity.keyOf },
      {
        event: (type, fields) => telling.tell(type, fields),
        onBook: (book) => this.#onBook(book),
        spend: (bytes) => this.diagnosis.spend(bytes),
        ticketFor: (milestone) => telling.milestone(milestone, this.#book?.iccid),
        riding: () => this.#journal.riding(),
      },
    );
    ({ meter: this.#meter, reports: this.reports } = this.#metering);
    const followers = [this.#meter, this.readings].map((one) => (iccid: string) => one.card(iccid));
    this.#card = new CardSide({ telling, journal: this.#journal, followers }, ports.ledger.lastBook());
    const topics = new Topics({ root: settings.mqtt.topicRoot, device: deviceId, template: settings.mqtt.topic });
    this.#publisher = publisherOf({ ...ports, outbox: this.#outbox }, settings, topics, view.said);
    this.#report = new ReportLoop(
      { clock: ports.clock, outbox: this.#outbox, publisher: this.#publisher, journal: this.#journal },
      { topics, identity: this.#identity },
      { picture: () => this.#picture(), said: view.said },
    );
    this.statements = new Statements(
      { ...ports, tie: this.#tie, time: this.#time, meter: this.#meter, plans },
      {
        event: (type, fields) => telling.event(type, fields),
        told: (type, fields) => this.#report.event(type, fields),
        changed: () => this.#report.changed(),
        noted: (what, fields) => this.#journal.note(what, { fields }),
      },
    );
    this.#cycleAlarm = new CycleAlarm(ports.alarm, plan.zone, () => {
      this.#time.look();
      this.#meter.sample();
      this.#bookKeeping.look(this.#time.trusted(), this.#book?.standing.cycle.from);
    });
    this.#bookKeeping = new BookKeeping(ports, meter.retention);
  }

  static async start(ports: AgentPorts, options: AgentOptions): Promise<Agent> {
    const parts = await openKeptParts(ports, options.settings, ports.broker !== undefined);
    const agent = new Agent(ports, options, parts);
    agent.#begin();
    return agent;
  }

  /** What the book of the card holds, hour by hour. */
  hours(): HoursAnswer {
    this.#meter.sample();
    return bookHours(this.#meter.view(), this.#ports.ledger, this.#time.said());
  }

  /** The plans of the card that is in, and what was stated of them, as a text that is kept. */
  get writtenCourse(): string {
    return this.#meter.views.written;
  }

  status(): AgentStatus {
    const mqtt = this.#publisher?.status();
    const status = statusOf(this.#picture(), this.#identity, this.#time.said(), mqtt, this.#ports.clock.monoMs());
    return {
      ...status,
      ...defined({
        sms: this.#sms?.status,
        ...this.readings.asking,
        ...this.diagnosis.tries,
        replacement: this.replacement.status,
        ...this.#enforcing.view,
        planFacts: factsStatus(this.#meter.views.stated),
      }),
    };
  }

  /** Ledger flushed, availability published as a deliberate offline, everything closed; within two seconds. */
  stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  #begin(): void {
    const { store, ledger, begunAnew } = this.#ports;
    store.onHealth((health) => this.#telling.tell(...storeNews(health)));
    this.#time.start(() =>
      this.#telling.event("agent-started", { version: this.#identity.version, ...this.evidence.anchor }),
    );
    // The ledger, and the journal, have logged what they found.
    const damage = ledger.damage();
    if (damage) this.#report.event("books-damaged", { found: damage.found, setAside: damage.setAside.length });
    if (this.#tie.elsewhere !== undefined) this.#telling.event("device-changed", { detail: OTHER_DEVICE });
    if (begunAnew !== undefined) this.#telling.event("books-begun-anew", { detail: begunAnew });
    if (this.evidence.damage !== undefined) this.#report.event("journal-damaged", this.evidence.told);
    this.#journal.start();
    // The port opens while the rest is computed: a modem's answers are what a start waits for.
    this.#modemSide.start();
    this.#metering.start();
    this.#cycleAlarm.start();
    this.#enforcing.start();
    this.#publisher?.start();
    this.readings.start();
    this.#report.changed();
  }

  async #stop(): Promise<void> {
    this.#ports.log.info("agent-stopping", {});
    this.#journal.note("agent-stopping", { fields: {} });
    this.#time.stop();
    this.readings.stop();
    this.#cycleAlarm.stop();
    const modem = this.#modemSide.stop();
    await this.#metering.stop();
    this.#report.stop();
    // A broker that hangs and a modem that drains slowly must not keep each other's share of the two seconds.
    await Promise.all([
      modem,
      this.diagnosis.stop(),
      this.judge.stop(),
      this.replacement.stop(),
      this.#enforcing.stop(),
      this.#publisher?.stop(Millis(1_200)),
    ]);
    await this.#outbox?.close();
    await this.#journal.close();
    await this.#ports.ledger.close();
    await this.#ports.store.close();
  }

  #picture(): Picture {
    const { clock, store, ledger } = this.#ports;
    return {
      startedFor: elapsed(this.#startedAt, clock.monoMs()),
      link: this.#link.link,
      modem: this.#modem,
      ...this.#modemSide.view,
      ...this.#metering.picture(clock.monoMs()),
      book: this.#book,
      reading: this.readings.view(this.#book?.iccid, this.#book?.standing.quota),
      ...this.judge.view,
      store: store.health(),
      damage: ledger.damage(),
      elsewhereSince: this.#tie.elsewhere?.since,
      refusedPlans: this.statements.refusedPlans,
      journalDamage: this.evidence.damage,
    };
  }

  #onModem(modem: Modem, effects: readonly ModemEffect[]): void {
    const before = this.#modem;
    this.#modem = modem;
    for (const { type, fields } of modemEvents(before, modem, effects)) this.#telling.event(type, fields);
    this.judge.modem(modem, effects);
    this.replacement.modem(modem, effects);
    for (const effect of effects) {
      if (effect.kind === "sim-identified") this.#card.identified(effect.iccid);
      if (effect.kind === "network-detached" || effect.kind === "context-lost") this.#meter.callEnded();
      // While there is no service the broker cannot be reached; when it is back the back-off has no reason any more.
      if (effect.kind === "service-changed" && effect.to.data === "up") this.#publisher?.retrySoon();
    }
    if (modem.registration !== before.registration) this.#meter.passes(whereabouts(modem, this.#areas));
    if (modem.sim.iccid !== undefined && modem.sim.imsi !== undefined)
      this.#meter.imsi(modem.sim.iccid, modem.sim.imsi);
    if (modem.counted !== before.counted) this.#metering.counted(modem, this.#ports.clock.monoMs());
    if (modem.imei !== undefined && modem.imei !== before.imei) {
      this.#journal.identified("modem-identified", modemEvidence(modem));
      this.#tie.modem(modem.imei, (fields) => this.#telling.event("modem-changed", fields));
    }
    if (modem !== before) this.#report.changed();
  }

  #onBook(view: BookView): void {
    this.#book = view;
    this.judge.book(view);
    this.replacement.book(view);
    this.#cycleAlarm.wakeAt(view.standing.cycle.to);
    this.#report.changed();
  }

  #onPlan({ first, ...taken }: TakenDown): void {
    if (first) this.#ports.log.info("plan-chosen", taken);
    else this.#telling.event("plan-changed", taken);
  }
}
