import { type Duration, Millis, Minutes } from "../base/duration.ts";
import { defined } from "../base/defined.ts";
import { elapsed, type MonoMs, type WallMs } from "../base/instant.ts";
import type { CarrierPack } from "../diagnosis/carrier-pack.ts";
import type { CauseCode, NO_CAUSE } from "../diagnosis/cause.ts";
import type { Diagnosis } from "../diagnosis/diagnose.ts";
import { type Finding, liveFindings } from "../diagnosis/finding-item.ts";
import { gather } from "../diagnosis/gather.ts";
import { tellsOfNow, unseenOf } from "../diagnosis/observe/observe-modem.ts";
import { isCalm } from "../diagnosis/symptom.ts";
import { dataPassed, everPassed, NOTHING_WATCHED, type Watch, watchModem } from "../diagnosis/observe/watch.ts";
import type { Link } from "../modem/link.ts";
import { type Modem, UNKNOWN_MODEM } from "../modem/modem.ts";
import type { ModemEffect } from "../modem/step.ts";
import type { Clock } from "../ports/clock.ts";
import type { DiagnosisAnswer } from "../report/diagnosis-answer.ts";
import type { BookView, ToldDiagnosis } from "../report/picture.ts";
import { costFactsOf, planSeenOf, resumeFactsOf } from "./plan-seen.ts";
import { CardFiles } from "./card-files.ts";
import { type DiagnosePorts, DiagnosisShelf } from "./diagnosis-shelf.ts";
import type { Draft } from "../journal/journal-entry.ts";
import { believedEvidence, marks, signature } from "./diagnosis-news.ts";
import { diagnosisShown } from "./diagnosis-shown.ts";
import type { Doubted, DiagnoseHooks, DiagnoseOptions } from "./diagnose-hooks.ts";
import { heardNotices } from "./heard-notices.ts";
import type { KeptDiagnosis } from "./kept-diagnosis.ts";
import { PassedBytes } from "./passed-bytes.ts";
import { LookTimes } from "./look-times.ts";
import { lossOf } from "./loss-of.ts";
import { slotShown } from "./slot-shown.ts";
import { PathLooks } from "./path-looks.ts";
import type { ProbeLoop } from "./probe-loop.ts";
import type { RecheckDesk } from "./recheck-desk.ts";
import type { SlotView } from "../report/slot-contract.ts";
import type { Loss, RecoveryLoop } from "./recovery-loop.ts";

/** A modem that has told nothing for so long after the start may never do. */
const STANDS: Duration = Minutes(5);

/** Gathers what is known, has it diagnosed, and keeps the last answer for the time after a restart. */
export class DiagnoseLoop {
  readonly #clock: Clock;
  readonly #options: DiagnoseOptions;
  readonly #hooks: DiagnoseHooks;
  #watch: Watch = NOTHING_WATCHED;
  readonly #cards: CardFiles;
  #last: Diagnosis | undefined;
  /** Nothing was looked at since the start. */
  #before = true;
  /** What was known before the restart still stands, for want of anything newer. */
  #held = false;
  readonly #born: MonoMs;
  #modem: Modem = UNKNOWN_MODEM;
  #book: BookView | undefined;
  /** As of the last look. */
  #heldUntil: WallMs | undefined;
  readonly #passed = new PassedBytes();
  readonly #looks = new PathLooks();
  readonly #times: LookTimes;
  readonly #shelf: DiagnosisShelf;
  /** What the last diagnosis was made of. */
  #key = "";
  /** Since when something is wrong, whether or not the modem knows of it. */
  #troubledAt: WallMs | undefined;

  constructor(ports: DiagnosePorts, options: DiagnoseOptions, hooks: DiagnoseHooks, kept: string | undefined) {
    this.#clock = ports.clock;
    this.#born = ports.clock.monoMs();
    this.#options = options;
    this.#hooks = hooks;
    this.#shelf = new DiagnosisShelf(ports, kept);
    this.#times = new LookTimes(ports.clock, () => this.#look());
    this.#wait();
    const { before } = this.#shelf;
    this.#cards = new CardFiles(before?.watch.card?.iccid, before);
    if (before === undefined) return;
    this.#watch = before.watch;
    this.#last = before.last;
  }

  async stop(): Promise<void> {
    this.#times.stop();
    await this.#hooks.probes.stop();
    this.#hooks.rechecks.stop();
    await this.#hooks.recovery.stop();
    await this.#hooks.slots?.stop();
    await this.#shelf.close(this.#toKeep);
  }

  /** Undefined until there was something to look at. */
  get view(): ToldDiagnosis | undefined {
    if (this.#last === undefined) return undefined;
    return {
      diagnosis: this.#last,
      before: this.#before,
      resume: resumeFactsOf(this.#book, this.now, this.#heldUntil),
      ...defined({ other: this.#cards.other(this.#hooks.slots?.view) }),
    };
  }

  /** Something that it goes by is another than before. What was known before a restart stands until the modem has said something. */
  again(): void {
    if (!this.#before || this.#held) this.#look();
  }

  /** The same, after another look. */
  viewNow(): ToldDiagnosis | undefined {
    this.again();
    return this.view;
  }

  /** What a person in front of the device is shown. */
  answer(whole: boolean): DiagnosisAnswer {
    this.again();
    const known = { told: this.view, said: this.#hooks.said(), modem: this.#modem, watch: this.#watch };
    const { zone } = planSeenOf(this.#book);
    const money = costFactsOf(this.#book);
    const { dialler } = this.#hooks.standing();
    const shown = { ...known, dialler, ...this.tries, ...this.#options, contact: this.#pack().contact, money, zone };
    return diagnosisShown(shown, whole);
  }

  /** See ProbeLoop. */
  spend(bytes: number): boolean {
    return this.#hooks.probes.spend(bytes);
  }

  modem(modem: Modem, effects: readonly ModemEffect[]): void {
    const isNews = effects.length > 0 || modem.service !== this.#modem.service;
    this.#modem = modem;
    this.#hooks.probes.news(effects);
    const { imei } = this.#watch;
    this.#watch = watchModem(this.#watch, modem, effects, this.now);
    const another = this.#cards.become(this.#watch.card?.iccid);
    // Since when the other card was in trouble, and by what, says nothing of this one.
    if (another) this.#troubledAt = this.#last = undefined;
    if (another || this.#watch.imei !== imei) this.#shelf.write(this.#toKeep);
    if (isNews) this.#times.soon();
  }

  book(view: BookView): void {
    const known = this.#book;
    this.#book = view;
    this.#count(view);
    if (known === undefined || marks(known) !== marks(view)) this.again();
  }

  #count(view: BookView): void {
    const { probes } = this.#hooks;
    const { lostAt } = this.#watch;
    const said = this.#passed.count(view, probes.underWay, lostAt && Millis(this.now - lostAt));
    if (said === undefined) return;
    // Books that are older than the first diagnosis know a card that has worked; where and in what they do not.
    if (said === "worked") {
      if (view.iccid !== undefined) this.#watch = everPassed(this.#watch, view.iccid, this.now);
      return;
    }
    if (said === "answered") {
      this.#watch = dataPassed(this.#watch, this.#modem, this.#options.apn, this.now);
      probes.proved();
    }
    if (this.#looks.saw({ by: "traffic", to: "server", outcome: said, at: this.now })) this.again();
  }

  /** A probe is about to be sent. */
  probing(): void {
    this.#passed.mix();
  }

  /** Of the modem that answered last, before a restart too. */
  get imei(): string | undefined {
    return this.#watch.imei;
  }

  /** By what it is judged whether to probe. */
  get doubt(): Doubted {
    return {
      trouble: !this.#before && this.#last?.state === "trouble",
      traffic: this.#looks.all.find(({ by }) => by === "traffic"),
      iccid: this.#watch.card?.iccid,
    };
  }

  /** One look at the path for somebody who waits. */
  /** Undefined where nothing is more than possible. */
  get likeliest(): CauseCode | undefined {
    return this.view?.diagnosis.causes.find(({ standing }) => standing !== "possible")?.cause;
  }

  readonly probeOnce: ProbeLoop["once"] = (request) => this.#hooks.probes.once(request);

  /** This card was chosen by the agent, and replaces nothing. */
  brings(iccid: string): boolean {
    return this.#hooks.slots?.brings(iccid) === true;
  }

  /** What is tried to know more, and to get data back. */
  get tries(): {
    readonly probes: ProbeLoop["view"];
    readonly recovery: RecoveryLoop["view"];
    readonly slots: SlotView | undefined;
  } {
    const { probes, recovery, slots } = this.#hooks;
    return { probes: probes.view, recovery: recovery.view, slots: slots && slotShown(slots.view, this.#cards) };
  }

  /** By what it is judged what may be tried. */
  get loss(): Loss {
    const resume = resumeFactsOf(this.#book, this.now, this.#heldUntil);
    return lossOf(this.#watch, this.#last, { before: this.#before, troubledAt: this.#troubledAt, resume });
  }

  /** The radio was off and on. */
  cycled(): void {
    this.#watch = { ...this.#watch, radioCycledAt: this.now };
    this.again();
  }

  /** When it looks by itself, whatever happens until then. */
  get looksAgainAt(): MonoMs | undefined {
    return this.#times.at;
  }

  get rechecks(): RecheckDesk {
    return this.#hooks.rechecks;
  }

  get written(): DiagnosisShelf["written"] {
    return this.#shelf.written;
  }

  /** A person who asked the carrier says what it is, or that what was confirmed was not so. */
  confirm(cause: CauseCode | typeof NO_CAUSE, by: string): void {
    this.#cards.confirmed.confirm(cause, by, this.now, this.#modem.sim.iccid);
    this.#look();
    this.#hooks.noted("cause-confirmed", { cause, by, ...defined({ believed: this.#last?.confirmed?.believed }) });
    this.#shelf.write(this.#toKeep);
  }

  /** A person, or the platform through one, says something else. */
  tell(
    findings: readonly Finding[],
    said: Draft["fields"],
    what: "platform-said" | "person-says" | "recheck-asked" = "platform-said",
  ): void {
    this.#hooks.noted(what, said);
    this.#cards.tell(findings);
    this.#look();
    this.#shelf.write(this.#toKeep);
  }

  #look(): void {
    this.#held = this.#stands();
    if (this.#held) return this.#wait();
    const changed = this.#diagnosed();
    this.#noteCard();
    const kept = () => this.#last && this.#hooks.noted("diagnosed", believedEvidence(this.#last));
    this.#shelf.keep(() => this.#toKeep, changed, kept);
    if (changed) this.#hooks.changed();
    this.#wait();
    this.#hooks.probes.looked();
    this.#hooks.recovery.looked();
    this.#hooks.slots?.looked();
  }

  #wait(): void {
    this.#times.looked(!this.#before && this.#last?.state === "calm");
  }

  /** Where two cards take turns, and it is known which one this is. */
  #noteCard(): void {
    const slot = this.#hooks.slots?.switching === true ? undefined : this.#hooks.slots?.view.slot;
    if (slot === undefined || this.#modem.sim.iccid === undefined || this.#last === undefined) return;
    const resume = resumeFactsOf(this.#book, this.now, this.#heldUntil);
    this.#cards.stands(this.#last, { slot, resume, carrier: this.#pack().carrier });
  }

  /** A stop is not gone because the modem has not been asked yet. */
  #stands(): boolean {
    if (!this.#before || this.#last?.state !== "trouble") return false;
    const young = elapsed(this.#born, this.#clock.monoMs()) < STANDS;
    return young && !tellsOfNow(this.#modem, this.#hooks.standing().link);
  }

  /** True when the answer is another one than before. */
  #diagnosed(): boolean {
    const { hooks, now } = { hooks: this.#hooks, now: this.now };
    const broker = hooks.broker();
    if (broker !== undefined) this.#looks.saw({ by: "tcp", to: "broker", outcome: BROKER[broker], at: now });
    const standing = hooks.standing();
    const { link } = standing;
    this.#heldUntil = standing.heldUntil;
    const findings = gather(
      {
        ...standing,
        modem: this.#modem,
        watch: this.#watch,
        plan: planSeenOf(this.#book),
        looks: [...this.#looks.all, ...hooks.probes.looks],
        notices: heardNotices(hooks.messages(), this.#watch.card),
        pack: this.#pack(),
        told: this.#cards.told,
        apn: this.#options.apn,
        clockTrusted: hooks.said().trusted,
      },
      now,
    );
    const before = this.#last;
    this.#cards.confirmed.card(this.#modem.sim.iccid);
    // The same findings have the same answer; only who comes new, or is old, is worth the arithmetic.
    const key = this.#keyOf(link, liveFindings(findings, now));
    if (before !== undefined && key === this.#key) {
      this.#last = { ...before, at: now };
      return false;
    }
    this.#key = key;
    const { leanings } = this.#pack();
    this.#last = this.#cards.confirmed.diagnose({ findings, now, unseen: unseenOf(link), ...defined({ leanings }) });
    this.#before = false;
    this.#troubledAt = this.#last.state === "calm" ? undefined : (this.#troubledAt ?? now);
    return before === undefined || signature(before) !== signature(this.#last);
  }

  #keyOf(link: Link, findings: readonly Finding[]): string {
    const confirmed = this.#cards.confirmed.held;
    const since = confirmed?.at ?? Infinity;
    const kinds = findings.map(({ kind, at }) => (at > since ? `${kind}+` : kind));
    return JSON.stringify([link.kind, confirmed?.cause, this.#pack().carrier, isCalm(findings), ...kinds]);
  }

  #pack(): CarrierPack {
    return this.#cards.packOf(this.#options.packs, this.#book, this.#modem);
  }

  get now(): WallMs {
    return this.#hooks.said().wall;
  }

  get #toKeep(): KeptDiagnosis {
    return { watch: this.#watch, ...this.#cards.kept, ...defined({ last: this.#last }) };
  }
}

const BROKER = { answers: "answered", refuses: "refused", silent: "silent" } as const;
