import { defined } from "../base/defined.ts";
import type { PublishedEvent } from "../base/events.ts";
import { isoInstant, type WallMs } from "../base/instant.ts";
import { looksPersonal } from "../base/looks-personal.ts";
import { maskIccid } from "../base/mask.ts";
import type { CauseCode } from "../diagnosis/cause.ts";
import type { CarrierPack } from "../diagnosis/carrier-pack.ts";
import { unreachable } from "../base/unreachable.ts";
import type { Clock } from "../ports/clock.ts";
import { dayOf } from "../plan/local-text.ts";
import { type AcceptanceLine, type AcceptanceRecord, verdictOf, withPayment } from "../replace/acceptance.ts";
import type { SimAccess } from "../replace/checklist.ts";
import { bindingWords, nextSteps } from "../replace/instructions.ts";
import type { Need } from "../replace/need.ts";
import { readDay } from "../replace/reminders.ts";
import { slotSeen } from "../replace/slot-seen.ts";
import { DEVICE, type TicketEffect, type TicketInput } from "../replace/ticket-step.ts";
import { isOpen, type PaymentSaid, type Ticket } from "../replace/ticket.ts";
import type { CardAnswer } from "../report/card-answer.ts";
import { contactFilled } from "../report/diagnosis-words.ts";
import type { LocalOrder, OrderResult } from "../report/local-contract.ts";
import type { BookView, Said } from "../report/picture.ts";
import { AcceptanceRun, type AcceptanceOrders, type AcceptanceView } from "./acceptance-run.ts";
import { snapshotOf } from "./card-arrivals.ts";
import { planSeenOf } from "./plan-seen.ts";
import { behindText, noHelpText, refusedText, saidText, standsText, tickedText } from "./replace-words.ts";
import type { Kept, TicketKeeper } from "./ticket-keeper.ts";

export type ReplaceOrder = Extract<LocalOrder, { readonly do: "replace" }>;
export interface Obeyed {
  readonly result: OrderResult;
  readonly text: string;
}

export interface ReplaceDeskOptions {
  readonly access: SimAccess;
  readonly acceptance: AcceptanceOrders;
  /** The agent itself dials: what is to be minded before the first attach is told at once. */
  readonly dials: boolean;
}

export interface ReplaceDeskView extends Omit<AcceptanceView, "payment" | "sayToBroker"> {
  said(): Said;
  book(): BookView | undefined;
  pack(): CarrierPack;
  need(because: ReplaceOrder["because"]): Need;
  /** What the diagnosis takes for the likeliest one. */
  cause(): CauseCode | undefined;
  /** Nothing is to be sent. */
  rests(): boolean;
}

export interface ReplaceListener {
  event(type: PublishedEvent, fields: Readonly<Record<string, unknown>>): void;
  changed(): void;
}

/** What a person wants of the replacement, what is told of it, and the acceptance test of the new card. */
export class ReplaceDesk {
  readonly #clock: Clock;
  readonly #options: ReplaceDeskOptions;
  readonly #view: ReplaceDeskView;
  readonly #listener: ReplaceListener;
  readonly #keeper: TicketKeeper;
  #run: AcceptanceRun | undefined;
  #test: (Omit<NonNullable<CardAnswer["test"]>, "lines"> & { readonly lines: readonly AcceptanceLine[] }) | undefined;
  /** Of a payment outside a replacement. */
  #payment: PaymentSaid | undefined;
  #working: Promise<void> = Promise.resolve();

  constructor(
    { clock, keeper }: { readonly clock: Clock; readonly keeper: TicketKeeper },
    options: ReplaceDeskOptions,
    view: ReplaceDeskView,
    listener: ReplaceListener,
  ) {
    this.#clock = clock;
    this.#keeper = keeper;
    this.#options = options;
    this.#view = view;
    this.#listener = listener;
  }

  /** The test that runs, or the last one. */
  get test(): CardAnswer["test"] {
    return this.#test && { ...this.#test, lines: [...(this.#run?.lines ?? this.#test.lines)] };
  }

  async obey(order: ReplaceOrder): Promise<Obeyed> {
    const { act, by, text, due } = order;
    if (looksPersonal(`${by} ${text ?? ""}`)) return refused(saidText("personal"));
    if (due !== undefined && readDay(due) === undefined) return refused(saidText("day"));
    const { wall, trusted } = this.#view.said();
    if (due !== undefined && trusted && due < dayOf(wall, planSeenOf(this.#view.book()).zone))
      return refused(behindText(due));
    if (act === "test") return this.#begin(by);
    const input = this.#inputOf({ ...order, act });
    if (typeof input === "string") return refused(input);
    if (input.kind === "paid" && !isOpen(this.#keeper.ticket)) {
      this.#payment = defined({ ok: input.ok, at: input.at, by, text });
      this.#paid(this.#payment);
      return { result: "replacement-noted", text: saidText("noTicket") };
    }
    const obeyed = this.#obeyed(await this.#keeper.step(input));
    if (input.kind === "tick" && obeyed.result === "replacement-noted")
      return { ...obeyed, text: `${tickedText(input.item, input.done)}\n${obeyed.text}` };
    return input.kind === "paid" && input.ok ? this.#rest(obeyed) : obeyed;
  }

  /** The ticket has changed; written already. */
  stepped(ticket: Ticket | undefined, effects: readonly TicketEffect[], input: TicketInput): void {
    for (const effect of effects) this.#tell(ticket, effect, input);
    this.#listener.changed();
  }

  /** A card that was activated is tried once by itself, also after a restart; what failed is left to a person. */
  tryByItself(): void {
    const { ticket } = this.#keeper;
    if (ticket?.state === "activated" && ticket.test === undefined && this.#test?.running !== true) this.#begin(DEVICE);
  }

  async stop(): Promise<void> {
    this.#run?.stop();
    await this.#working;
  }

  /** A payment is one check of the test: where it is the only one so far the device makes the others at once. */
  #rest(obeyed: Obeyed): Obeyed {
    const { ticket } = this.#keeper;
    if (obeyed.result !== "replacement-noted" || !isOpen(ticket) || ticket.state === "tested") return obeyed;
    if (this.#test?.running !== true && ticket.test === undefined && !this.#view.rests()) this.#begin(DEVICE);
    const words = this.#test?.running === true ? "restRuns" : "restOpen";
    return { ...obeyed, text: `${obeyed.text}\n${saidText(words)}` };
  }

  /** A text: why not. */
  #inputOf(order: ReplaceOrder & { readonly act: Exclude<ReplaceOrder["act"], "test"> }): TicketInput | string {
    const { act, by, because, text, item, due } = order;
    const told = { at: this.#now, by };
    switch (act) {
      case "start": {
        const need = this.#view.need(because);
        if ((need.helps === "no" || need.helps === "not-known") && text === undefined) return noHelpText(need.words);
        const oldCard = this.#view.modem().sim.iccid ?? this.#keeper.card;
        const snapshot = snapshotOf(this.#view.book(), oldCard, told.at);
        return { kind: "open", ...told, because, anyway: text, oldCard, snapshot, due };
      }
      case "tick":
      case "untick":
        return item === undefined ? saidText("item") : { kind: "tick", ...told, item, done: act === "tick" };
      case "tested-ok":
      case "tested-failed":
        return { kind: "paid", ...told, ok: act === "tested-ok", text };
      case "close":
        return this.#test?.running === true
          ? saidText("testRuns")
          : { kind: "close", ...told, slot: slotSeen(this.#view.modem()) };
      case "cancel":
        return text === undefined ? saidText("reason") : { kind: "give-up", ...told, reason: text };
      case "due":
        if (due === undefined) return saidText("day");
        return { kind: "due", ...told, due };
      case "requested":
      case "approved":
      case "received":
      case "inserted":
      case "activated":
        return { kind: "told", ...told, to: act, due, slot: slotSeen(this.#view.modem()) };
      default:
        return unreachable(act);
    }
  }

  #obeyed({ effects, on }: Kept): Obeyed {
    const no = effects.find((effect) => effect.kind === "refused");
    if (no?.kind === "refused") return refused(refusedText(no.why));
    const { ticket } = this.#keeper;
    if (ticket === undefined) return { result: "replacement-noted", text: saidText("noTicket") };
    const disk = on === "durable" ? [] : [saidText("disk")];
    return { result: "replacement-noted", text: [standsText(ticket.state, this.#next(ticket)), ...disk].join("\n") };
  }

  #next(ticket: Ticket) {
    const { card, contact } = this.#view.pack();
    const [first] = nextSteps(ticket, this.#options.access, card, true, this.#view.cause());
    return first && contactFilled(first, contact);
  }

  #tell(ticket: Ticket | undefined, effect: TicketEffect, input: TicketInput): void {
    const by = "by" in input ? input.by : DEVICE;
    if (effect.kind === "opened" && ticket !== undefined) {
      const { state, because, anyway, oldCard, newCard } = ticket;
      const cards = { oldCard: oldCard && maskIccid(oldCard), newCard: newCard && maskIccid(newCard) };
      this.#listener.event(
        "replacement-opened",
        defined({ state, by, because, anyway, ...cards, ...this.#mind(ticket) }),
      );
    }
    if (effect.kind === "moved" && ticket !== undefined) {
      const text = ticket.moves.at(-1)?.text;
      const { from, to } = effect;
      this.#listener.event("replacement-moved", defined({ from, to, by, text, ...this.#mind(ticket) }));
    }
    if (effect.kind === "watch-again" && ticket !== undefined)
      this.#listener.event("replacement-moved", { from: "tested", to: "tested", by, upShare: effect.upShare });
    if (effect.kind === "dropped") this.#listener.event("replacement-moved", { from: "inserted", to: "none", by });
    if (effect.kind === "paid" && ticket?.payment !== undefined) this.#paid(ticket.payment);
  }

  #paid(payment: PaymentSaid): void {
    if (this.#test?.running === false) this.#test = { ...this.#test, ...withPayment(this.#test.lines, payment) };
    this.#listener.event("replacement-tested", paymentFields(payment));
  }

  /** A card binds itself with its first attach: whoever dials here must know it before. */
  #mind(ticket: Ticket): { readonly mind?: string; readonly mindZh?: string } {
    const { card } = this.#view.pack();
    if (ticket.state !== "inserted" || !this.#options.dials || card?.binds === undefined) return {};
    const words = bindingWords(card);
    return { mind: words.map(({ en }) => en).join(" "), mindZh: words.map(({ zh }) => zh).join("") };
  }

  #begin(by: string): Obeyed {
    if (this.#test?.running === true) return refused(saidText("busy"));
    const run = new AcceptanceRun(this.#clock, this.#options.acceptance, {
      ...this.#view,
      payment: () => this.#keeper.ticket?.payment ?? this.#payment,
      sayToBroker: () => this.#listener.event("replacement-tested", { by, verdict: "begun" }),
    });
    this.#run = run;
    this.#test = { began: isoInstant(this.#now), running: true, lines: [] };
    this.#working = this.#tried(run, by);
    return { result: "test-begun", text: saidText("begun") };
  }

  async #tried(run: AcceptanceRun, by: string): Promise<void> {
    const lines = await run.run();
    if (this.#test === undefined) return;
    if (lines === undefined) {
      this.#test = { ...this.#test, running: false, lines: [...run.lines] };
      return;
    }
    const verdict = verdictOf(lines);
    const at = this.#now;
    const iccid = this.#view.modem().sim.iccid;
    const record: AcceptanceRecord = { at, by, verdict, lines, ...defined({ iccid }) };
    const passed = verdict === "pass";
    if (passed) await this.#keeper.step({ kind: "passed", at, by: "the acceptance test", card: iccid });
    await this.#keeper.step({ kind: "tested", at, by, record });
    this.#run = undefined;
    this.#test = { ...this.#test, running: false, lines: [...lines], verdict };
    const results = Object.fromEntries(lines.map(({ id, result }) => [id, result]));
    this.#listener.event("replacement-tested", { by, verdict, lines: results });
    this.#listener.changed();
  }

  get #now(): WallMs {
    return this.#view.said().wall;
  }
}

const refused = (text: string): Obeyed => ({ result: "replacement-refused", text });

const paymentFields = ({ ok, by, text }: PaymentSaid): Readonly<Record<string, unknown>> =>
  defined({ by, payment: ok ? "ok" : "failed", text });
