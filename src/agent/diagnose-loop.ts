import { type Duration, Millis, Minutes, Seconds } from "../base/duration.ts";
import { defined } from "../base/defined.ts";
import { elapsed, isoInstant, monoAfter, type MonoMs, WallMs } from "../base/instant.ts";
import { maskIccid, maskImei } from "../base/mask.ts";
import { type CarrierPack, NO_PACK, overGeneric } from "../diagnosis/carrier-pack.ts";
import type { CauseCode } from "../diagnosis/cause.ts";
import { type Confirmation, diagnose, type Diagnosis } from "../diagnosis/diagnose.ts";
import { type Finding, liveFindings } from "../diagnosis/finding-item.ts";
import { gather } from "../diagnosis/gather.ts";
import type { HeardNotice } from "../diagnosis/observe/observe-notice.ts";
import { unseenOf } from "../diagnosis/observe/observe-modem.ts";
import { dateText } from "../diagnosis/observe/observe-plan.ts";
import type { PathLook } from "../diagnosis/observe/observe-path.ts";
import { dataPassed, everPassed, NOTHING_WATCHED, type Watch, watchModem } from "../diagnosis/observe/watch.ts";
import type { CallTrouble } from "../modem/call-trouble.ts";
import type { Link } from "../modem/link.ts";
import { type Modem, UNKNOWN_MODEM } from "../modem/modem.ts";
import type { ModemEffect } from "../modem/step.ts";
import type { Cancel, Clock } from "../ports/clock.ts";
import type { DiagnosisAnswer } from "../report/diagnosis-answer.ts";
import { diagnosisPayload } from "../report/diagnosis-payload.ts";
import type { BookView, Said, ToldDiagnosis } from "../report/picture.ts";
import type { ShelvedSms } from "./sms-shelf.ts";
import { planSeenOf, resumeFactsOf } from "./plan-seen.ts";
import { type DiagnosePorts, DiagnosisShelf } from "./diagnosis-shelf.ts";
import type { KeptDiagnosis } from "./kept-diagnosis.ts";

export interface AgentStanding {
  readonly link: Link;
  /** Why the agent's own data call failed last. */
  readonly contextRefused?: CallTrouble | undefined;
  /** What this device holds back by its own decision. */
  readonly held?: string | undefined;
}

export interface DiagnoseHooks {
  said(): Said;
  standing(): AgentStanding;
  messages(): readonly ShelvedSms[];
  /** How the session with the broker is: a packet that comes back from there is a proof of the path as any other. */
  broker(): "answers" | "refuses" | "silent" | undefined;
  changed(): void;
  /** Whatever it knows, now and not at its next turn. */
  askModem(): void;
}

export interface DiagnoseOptions {
  readonly packs: readonly CarrierPack[];
  /** As the settings order it; undefined where somebody else dials. */
  readonly apn: string | undefined;
}

/** While something is wrong; a device that works is looked at more rarely, what the modem tells at once either way. */
const EVERY: Duration = Minutes(1);
const EVERY_CALM: Duration = Minutes(5);
/** A packet or two may be a late answer of before, or somebody's scan. */
const PASSED_BYTES = 200n;
/** So much went up and nothing came down: keep-alives and handshakes that nobody answers. */
const UNANSWERED_BYTES = 200n;
const MOST_TOLD = 50;
/** A modem is not asked more often than this for anybody's sake. */
const RECHECK_REST = Seconds(30);

/** Gathers what is known, has it diagnosed, and keeps the last answer for the time after a restart. */
export class DiagnoseLoop {
  readonly #clock: Clock;
  readonly #options: DiagnoseOptions;
  readonly #hooks: DiagnoseHooks;
  #watch: Watch = NOTHING_WATCHED;
  #told: readonly Finding[] = [];
  #confirmed: Confirmation | undefined;
  #last: Diagnosis | undefined;
  /** Nothing was looked at since the start. */
  #before = true;
  #modem: Modem = UNKNOWN_MODEM;
  #book: BookView | undefined;
  #counted: { readonly iccid: string | undefined; readonly up: bigint; readonly down: bigint } | undefined;
  #looks: readonly PathLook[] = [];
  #timer: Cancel = () => {};
  readonly #shelf: DiagnosisShelf;
  /** What the last diagnosis was made of. */
  #key = "";
  #stopped = false;
  #looksAgainAt: MonoMs | undefined;
  #recheckedAt: MonoMs | undefined;

  constructor(ports: DiagnosePorts, options: DiagnoseOptions, hooks: DiagnoseHooks, kept: string | undefined) {
    this.#clock = ports.clock;
    this.#options = options;
    this.#hooks = hooks;
    this.#shelf = new DiagnosisShelf(ports, kept);
    this.#wait();
    const { before } = this.#shelf;
    if (before === undefined) return;
    this.#watch = before.watch;
    this.#told = before.told;
    this.#confirmed = before.confirmed;
    this.#last = before.last;
  }

  /** From the last look on, whatever it was for. */
  #wait(): void {
    const calm = !this.#before && this.#last?.state === "calm";
    this.#timer();
    if (this.#stopped) return;
    const every = calm ? EVERY_CALM : EVERY;
    this.#looksAgainAt = monoAfter(this.#clock.monoMs(), every);
    this.#timer = this.#clock.after(every, () => this.#look());
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#timer();
    await this.#shelf.close(this.#toKeep);
  }

  /** Undefined until there was something to look at. */
  get view(): ToldDiagnosis | undefined {
    const resume = resumeFactsOf(this.#book, this.now);
    return this.#last === undefined ? undefined : { diagnosis: this.#last, before: this.#before, resume };
  }

  /** What a person in front of the device is shown. */
  answer(whole: boolean): DiagnosisAnswer {
    this.#again();
    const { sim, imei } = this.#modem;
    const { asOf, source: _source, ...contact } = this.#pack().contact;
    const told = this.view;
    return {
      ok: true,
      ...(told === undefined ? {} : { diagnosis: diagnosisPayload(told, this.#hooks.said()) }),
      findings: (told?.diagnosis.findings ?? []).map(({ kind, at, text }) =>
        defined({ kind, at: isoInstant(at), text }),
      ),
      ...defined({
        iccid: shown(sim.iccid ?? this.#watch.card?.iccid, whole ? undefined : maskIccid),
        imei: shown(imei, whole ? undefined : maskImei),
        lostAt: this.#watch.lostAt && isoInstant(this.#watch.lostAt),
      }),
      zone: planSeenOf(this.#book).zone,
      contact: { ...contact, ...defined({ asOf: asOf && dateText(asOf) }) },
    };
  }

  modem(modem: Modem, effects: readonly ModemEffect[]): void {
    const isNews = effects.length > 0 || modem.service !== this.#modem.service;
    this.#modem = modem;
    this.#watch = watchModem(this.#watch, modem, effects, this.now);
    if (isNews) this.#look();
  }

  book(view: BookView): void {
    const known = this.#book;
    this.#book = view;
    this.#count(view);
    if (known === undefined || marks(known) !== marks(view)) this.#again();
  }

  #count({ iccid, total }: BookView): void {
    const before = this.#counted;
    if (before === undefined || before.iccid !== iccid) {
      this.#counted = { iccid, ...total };
      // Books that are older than the first diagnosis know a card that has worked; where and in what they do not.
      if (iccid !== undefined && total.down >= PASSED_BYTES) this.#watch = everPassed(this.#watch, iccid, this.now);
      return;
    }
    if (total.down - before.down >= PASSED_BYTES) {
      this.#counted = { iccid, ...total };
      this.#watch = dataPassed(this.#watch, this.#modem, this.#options.apn, this.now);
      if (this.#saw({ by: "traffic", to: "server", outcome: "answered", at: this.now })) this.#again();
    } else if (total.up - before.up >= UNANSWERED_BYTES && total.down === before.down) {
      this.#counted = { iccid, ...total };
      if (this.#saw({ by: "traffic", to: "server", outcome: "silent", at: this.now })) this.#again();
    }
  }

  /** When it looks by itself, whatever happens until then. */
  get looksAgainAt(): MonoMs | undefined {
    return this.#looksAgainAt;
  }

  /** Somebody wants to know now. Not taken: somebody did a moment ago; `again`: when the next one is taken, or it looks by itself. */
  recheck(): { readonly taken: boolean; readonly again: Duration } {
    const now = this.#clock.monoMs();
    const rest = this.#recheckedAt === undefined ? 0 : RECHECK_REST - elapsed(this.#recheckedAt, now);
    if (rest > 0) return { taken: false, again: Millis(rest) };
    this.#recheckedAt = now;
    this.#hooks.askModem();
    this.#again();
    return { taken: true, again: RECHECK_REST };
  }

  /** A person who asked the carrier says what it is. */
  confirm(cause: CauseCode, by: string): void {
    this.#confirmed = { cause, by, at: this.now };
    this.#look();
    this.#shelf.write(this.#toKeep);
  }

  /** A person, or the platform through one, says something else. */
  tell(findings: readonly Finding[]): void {
    const kinds = new Set(findings.map(({ kind }) => kind));
    this.#told = [...this.#told.filter(({ kind }) => !kinds.has(kind)), ...findings].slice(-MOST_TOLD);
    this.#look();
    this.#shelf.write(this.#toKeep);
  }

  /** True when it says something else than before. */
  #saw(look: PathLook): boolean {
    const isSame = ({ by, to }: PathLook): boolean => by === look.by && to === look.to;
    const before = this.#looks.find(isSame);
    this.#looks = [...this.#looks.filter((other) => !isSame(other)), look];
    return before?.outcome !== look.outcome;
  }

  /** What was known before a restart stands until the modem has said something. */
  #again(): void {
    if (!this.#before) this.#look();
  }

  #look(): void {
    const changed = this.#diagnosed();
    this.#shelf.keep(this.#toKeep, changed);
    if (changed) this.#hooks.changed();
    this.#wait();
  }

  /** True when the answer is another one than before. */
  #diagnosed(): boolean {
    const { hooks, now } = { hooks: this.#hooks, now: this.now };
    const broker = hooks.broker();
    if (broker !== undefined) this.#saw({ by: "tcp", to: "broker", outcome: BROKER[broker], at: now });
    const { link, contextRefused, held } = hooks.standing();
    const findings = gather(
      {
        modem: this.#modem,
        link,
        watch: this.#watch,
        plan: planSeenOf(this.#book),
        looks: this.#looks,
        notices: this.#notices(),
        pack: this.#pack(),
        told: this.#told,
        apn: this.#options.apn,
        contextRefused,
        held,
        clockTrusted: hooks.said().trusted,
      },
      now,
    );
    const before = this.#last;
    // The same findings have the same answer; only who comes new, or is old, is worth the arithmetic.
    const key = this.#keyOf(link, liveFindings(findings, now));
    if (before !== undefined && key === this.#key) {
      this.#last = { ...before, at: now };
      return false;
    }
    this.#key = key;
    this.#last = diagnose({
      findings,
      now,
      leanings: this.#pack().leanings,
      unseen: unseenOf(link),
      ...(this.#confirmed === undefined ? {} : { confirmed: this.#confirmed }),
    });
    this.#before = false;
    return before === undefined || signature(before) !== signature(this.#last);
  }

  #keyOf(link: Link, findings: readonly Finding[]): string {
    const confirmed = this.#confirmed;
    const since = confirmed?.at ?? Infinity;
    const kinds = findings.map(({ kind, at }) => (at > since ? `${kind}+` : kind));
    return JSON.stringify([link.kind, confirmed?.cause, this.#pack().carrier, ...kinds]);
  }

  #notices(): readonly HeardNotice[] {
    const cardSince = this.#watch.card?.changedAt;
    return this.#hooks.messages().map(({ from, text, at, centreTime }) => {
      const stamped = Date.parse(centreTime ?? "");
      const when = WallMs(Number.isNaN(stamped) ? at : stamped);
      return { from, text, at: when, ...(cardSince === undefined ? {} : { cardSince }) };
    });
  }

  /** Of the carrier whose plan the card has, else of whose network its IMSI is; what holds for any where neither is known. */
  #pack(): CarrierPack {
    const { packs } = this.#options;
    const generic = packs.find(({ carrier }) => carrier === "generic") ?? NO_PACK;
    const named = this.#book?.books.plan.rules.carrier;
    const network = this.#modem.sim.imsi ?? "";
    const own =
      packs.find(({ carrier }) => carrier === named && carrier !== "generic") ??
      packs.find(({ networks = [] }) => networks.some((digits) => network.startsWith(digits)));
    return own === undefined || own === generic ? generic : overGeneric(own, generic);
  }

  get now(): WallMs {
    return this.#hooks.said().wall;
  }

  get #toKeep(): KeptDiagnosis {
    return {
      watch: this.#watch,
      told: this.#told,
      ...defined({ confirmed: this.#confirmed, last: this.#last }),
    };
  }
}

const shown = (number: string | undefined, mask: ((number: string) => string) | undefined): string | undefined =>
  number === undefined || mask === undefined ? number : mask(number);

const BROKER = { answers: "answered", refuses: "refused", silent: "silent" } as const;

/** What of a book speaks of a stop, without the figures that move with every byte. */
const marks = ({ iccid, standing, plan }: BookView): string =>
  JSON.stringify([
    iccid,
    plan.known,
    standing.cycle.from,
    standing.conserveReached,
    standing.essentialReached,
    standing.overLimit,
    standing.cancelled,
  ]);

/** What makes a diagnosis another one: not the second digit of a confidence. */
const signature = ({ state, causes, confirmed }: Diagnosis): string =>
  JSON.stringify([
    state,
    causes.slice(0, 3).map(({ cause, standing, confidence }) => [cause, standing, Math.round(confidence * 5)]),
    confirmed?.cause,
    confirmed?.contradictedBy.length,
  ]);
