import { defined } from "../base/defined.ts";
import { phoneNumber } from "../at/outgoing/phone-number.ts";
import { smsText } from "../at/outgoing/sms-text.ts";
import { type Duration, Hours, Millis, Minutes } from "../base/duration.ts";
import { wallAfter } from "../base/instant.ts";
import { unreachable } from "../base/unreachable.ts";
import type { SendOutcome } from "../modem/send-sms.ts";
import type { StatusReport } from "../modem/sms-inbox.ts";
import { type ReportEffect, stepReports, type Underway } from "../modem/sms-reports.ts";
import { type Ask, askLimit } from "../plan/reading/ask-limit.ts";
import {
  type AskedAbout,
  askableOf,
  type CarrierQuery,
  type CarrierQuestion,
  questionAbout,
} from "../plan/reading/carrier-query.ts";
import type { Cancel, Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import type { Random } from "../ports/random.ts";
import type { StoreOp } from "../ports/store.ts";
import type { Said } from "../report/picture.ts";
import { type AskOutcome, isTheCard } from "./ask-words.ts";
import type { KeptAsk, ReadingShelf } from "./reading-shelf.ts";
import type { SmsLoop } from "./sms-loop.ts";

export interface AskingPorts {
  readonly clock: Clock;
  readonly log: Log;
  readonly random: Random;
  readonly shelf: ReadingShelf;
}

/** How things stand when somebody wants to ask. */
export interface AskingView {
  said(): Said;
  /** Undefined: nobody says which card is in. */
  card(): string | undefined;
  query(): CarrierQuery | undefined;
  /** Where a message costs more than at home. */
  roaming(): boolean;
  /** The modem answers. */
  ready(): boolean;
  /** Undefined: messages are left alone. */
  readonly sms: Pick<SmsLoop, "send"> | undefined;
  /** What was sent from this card, and what came of it. */
  sent(fields: Readonly<Record<string, unknown>>): void;
}

/** `delivery` once every part was told of. */
export interface DeliveryTold {
  readonly ops: readonly StoreOp[];
  readonly to?: string;
  readonly delivery?: "delivered" | "failed";
}

export interface AskingOptions {
  /** Undefined: the device asks nothing by itself. */
  readonly interval: Duration | undefined;
  /** Carriers that can be asked, for whoever has to choose one. */
  readonly known: readonly string[];
}

/** The first question of its own lies in here: a fleet that was started at once must not ask at once. */
const [FIRST, FIRST_SPREAD] = [Minutes(10), Minutes(50)];
const LOOK_EVERY = Minutes(15);
const NO_SMS_PAUSE = Hours(30 * 24);

/** Asks the carrier by SMS: by a person's wish and, where that is set, now and then by itself. */
export class UsageAsking {
  readonly #ports: AskingPorts;
  readonly #options: AskingOptions;
  readonly #view: AskingView;
  #busy = false;
  #cancel: Cancel = () => {};

  constructor(ports: AskingPorts, options: AskingOptions, view: AskingView) {
    this.#ports = ports;
    this.#options = options;
    this.#view = view;
  }

  start(): void {
    const { clock, random } = this.#ports;
    if (this.#options.interval === undefined) return;
    const look = (): void => {
      this.#cancel = clock.after(LOOK_EVERY, look);
      void this.#byItself();
    };
    this.#cancel = clock.after(Millis(FIRST + Math.floor(random() * FIRST_SPREAD)), look);
  }

  stop(): void {
    this.#cancel();
  }

  /** Rejects only when the store does. */
  async ask(by: Ask["by"], statusReport = false, about: AskedAbout = "usage"): Promise<AskOutcome> {
    if (this.#busy) return notNow("a question is on its way already", "上一次查询仍在进行");
    this.#busy = true;
    try {
      return await this.#ask(by, statusReport, about);
    } finally {
      this.#busy = false;
    }
  }

  /** The service centre says what became of a message; undefined where it is none of these. To be kept with it. */
  reported(report: StatusReport): DeliveryTold | undefined {
    const { shelf } = this.#ports;
    const { wall: now } = this.#view.said();
    const underway = shelf.asks.flatMap((ask) => (ask.waiting === undefined ? [] : [underwayOf(ask, ask.waiting)]));
    const sent = stepReports({ sent: underway }, { kind: "tick", now }).state;
    const { state, effects } = stepReports(sent, { kind: "report", report });
    const about = sent.sent.find((message) => !state.sent.includes(message));
    if (about === undefined) return undefined;
    const [end] = effects;
    const left = state.sent.find(({ id }) => id === about.id)?.waiting;
    const asks = shelf.asks.map((ask) => (idOf(ask) === about.id ? settled(ask, left, end?.kind) : ask));
    const delivery = end?.kind === "delivered" || end?.kind === "failed" ? end.kind : undefined;
    return { ops: shelf.asked(asks), ...(delivery === undefined ? {} : { to: about.to, delivery }) };
  }

  async #byItself(): Promise<void> {
    if (!this.#view.said().trusted || this.#view.roaming()) return;
    const card = this.#view.card();
    const last = this.#ports.shelf.asks.findLast(({ iccid }) => iccid === card);
    // A card that has no SMS will not have it tomorrow; a person may try at any time.
    if (last?.noSms === true && this.#view.said().wall < wallAfter(last.at, NO_SMS_PAUSE)) return;
    await this.ask("self").catch(() => {});
  }

  async #ask(by: Ask["by"], statusReport: boolean, about: AskedAbout): Promise<AskOutcome> {
    const { sms } = this.#view;
    if (sms === undefined) return { kind: "sms-off" };
    const iccid = this.#view.card();
    if (!this.#view.ready()) return notNow("the modem does not answer now", "模块当前无应答");
    if (iccid === undefined) return notNow("the card has not said who it is", "尚未识别 SIM 卡");
    const query = this.#view.query();
    if (query === undefined) return { kind: "no-query", known: this.#options.known };
    const question = questionAbout(query, about);
    const [da, text] = [phoneNumber(question?.to ?? ""), smsText(question?.text ?? "", 1)];
    if (question === undefined || !da.ok || !text.ok) return { kind: "no-question", about, known: askableOf(query) };
    const { shelf, log } = this.#ports;
    const at = this.#view.said().wall;
    const until = askLimit(shelf.asks, by, at, this.#options.interval);
    if (until !== undefined) return { kind: "limited", until };
    const { to } = question;
    const ask: KeptAsk = { at, by, iccid, to, text: question.text, ...(about === "usage" ? {} : { about }) };
    // Before it goes out: a device that dies of it must not ask again at every start.
    await shelf.write(shelf.asked([...shelf.asks, ask]));
    const sent = await sms.send({ da: da.value, text: text.value, statusReport });
    const outcome = outcomeOf(sent, question);
    this.#view.sent({ to, text: question.text, by, outcome: outcome.kind });
    log.info("usage-asked", { by, outcome: outcome.kind, ...(outcome.kind === "refused" ? { why: outcome.why } : {}) });
    const others = shelf.asks.filter((one) => one !== ask);
    if (outcome.kind === "not-now") await shelf.write(shelf.asked(others));
    if (statusReport && sent.kind === "sent")
      await shelf.write(shelf.asked([...others, { ...ask, waiting: sent.references }]));
    if (outcome.kind === "refused") {
      const noSms = isTheCard(outcome.code) ? ({ noSms: true } as const) : {};
      await shelf.write(shelf.asked([...others, { ...ask, refused: true, ...noSms }]));
    }
    return outcome;
  }
}

const idOf = ({ at, to }: KeptAsk): string => `${at} ${to}`;

const underwayOf = (ask: KeptAsk, waiting: readonly number[]): Underway => ({
  id: idOf(ask),
  to: ask.to,
  waiting,
  at: ask.at,
});

function settled(ask: KeptAsk, waiting: readonly number[] | undefined, end: ReportEffect["kind"] | undefined): KeptAsk {
  const delivery = end === "delivered" || end === "failed" ? end : ask.delivery;
  return defined({ ...ask, waiting: delivery === undefined ? waiting : undefined, delivery });
}

const notNow = (en: string, zh: string): AskOutcome => ({ kind: "not-now", why: { en, zh } });

function outcomeOf(sent: SendOutcome, { to, text }: CarrierQuestion): AskOutcome {
  switch (sent.kind) {
    case "sent":
      return { kind: "asked", to, text };
    case "refused":
      return { kind: "refused", to, code: sent.code, why: sent.text };
    case "unknown":
      return { kind: "unsure", to };
    case "gone":
      return notNow(sent.why, "模块当前无法发送短信");
    default:
      return unreachable(sent);
  }
}
