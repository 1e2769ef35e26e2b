import type { AtMessage } from "../at/message.ts";
import type { SubmitRequest } from "../at/sms/encode-submit.ts";
import { defined } from "../base/defined.ts";
import { textOf } from "../base/fault.ts";
import { unreachable } from "../base/unreachable.ts";
import type { Asking } from "../modem/interrogation.ts";
import type { ModemProfile } from "../modem/profile.ts";
import type { SendOutcome } from "../modem/send-sms.ts";
import { SmsConversation, type StorageUse } from "../modem/sms-conversation.ts";
import {
  type FoundSms,
  type Inbox,
  type InboxInput,
  inboxOf,
  type ReceivedSms,
  type StatusReport,
  stepInbox,
} from "../modem/sms-inbox.ts";
import type { Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import type { StoreOp } from "../ports/store.ts";
import type { AgentStatus } from "../report/local-contract.ts";
import type { Said } from "../report/picture.ts";
import type { EventTicket } from "./event-ticket.ts";
import { SmsOutgoing } from "./sms-outgoing.ts";
import type { SmsShelf } from "./sms-shelf.ts";
import { receivedFields, type SmsOptions, smsStatus, storageFields } from "./sms-words.ts";

export interface SmsListener {
  said(): Said;
  /** The card that is in: a message is that card's. */
  card?(): string | undefined;
  /** Travels in the batch in which the message is kept. Neither sender nor text may reach the log. */
  received(fields: Readonly<Record<string, unknown>>, message: ReceivedSms): EventTicket;
  storageFull(fields: Readonly<Record<string, unknown>>): void;
  /** What of a report is kept in the batch in which it is noted; undefined: it is about nothing that was sent from here. */
  report(report: StatusReport): readonly StoreOp[] | undefined;
  /** What a whole message says besides; kept in the batch in which the message is. */
  reads?(message: ReceivedSms): readonly StoreOp[];
}

/** Of so many polls of the modem, one also lists its messages: an announcement may have been lost. */
const LIST_EVERY = 10;
const MOST_WAITING = 256;
/** 80 %: there is still room for a notice of several parts. Told again once it had been under 70 %. */
const [FULL, ROOM_AGAIN] = [0.8, 0.7];

interface Place {
  readonly mem: string;
  readonly index: number;
}

/** Reads what the modem received, keeps it, tells of it once, and only then lets go of the modem's copy. */
export class SmsLoop {
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #shelf: SmsShelf;
  readonly #options: SmsOptions;
  readonly #listener: SmsListener;
  #inbox: Inbox;
  #talk: SmsConversation | undefined;
  #ready = false;
  #home: string | undefined;
  #delivered: FoundSms[] = [];
  #places: Place[] = [];
  #listDue = true;
  #saidFull = false;
  #polls = 0;
  #use: StorageUse | undefined;
  #toldFull = false;
  readonly #outgoing: SmsOutgoing;
  #wake: () => void = () => {};

  constructor(
    { clock, log, shelf }: { readonly clock: Clock; readonly log: Log; readonly shelf: SmsShelf },
    options: SmsOptions,
    listener: SmsListener,
  ) {
    this.#clock = clock;
    this.#log = log;
    this.#shelf = shelf;
    this.#options = options;
    this.#listener = listener;
    this.#outgoing = new SmsOutgoing(clock);
    this.#inbox = inboxOf(shelf.seen, shelf.parts, clock.monoMs());
  }

  /**
   * A modem was initialised; it may be another one than before, and what was announced by that one is void. `wake`: there is
   * something to be done, `run` is to be called.
   */
  begin(asking: Asking, family: ModemProfile | undefined, wake: () => void = () => {}): void {
    this.#wake = wake;
    this.#talk = new SmsConversation(asking, family);
    this.#places = [];
    this.again();
  }

  /** The storage is another one (a card was put in), or can be used only now. True when there is a modem to ask. */
  again(): boolean {
    this.#ready = false;
    this.#listDue = true;
    return this.#talk !== undefined;
  }

  /** What came unasked. True when there is something to be done now. */
  heard(message: AtMessage): boolean {
    if (message.kind === "sms" && message.unsolicited) return this.#announced(message);
    if (message.kind === "sms-storage" && message.full === true) this.#saidFull = true;
    else if (message.kind === "ready" && (message.what === "sms" || message.what === "all")) this.again();
    else return false;
    return true;
  }

  /** After each poll of the modem. True when it is time to list, or to try again what failed. */
  polled(): boolean {
    this.#polls += 1;
    const due = this.#polls % LIST_EVERY === 0;
    this.#listDue ||= due;
    return due;
  }

  /** Sends a text in its turn among the modem's questions, where it gets one within a minute. */
  send(request: SubmitRequest, wanted?: () => boolean): Promise<SendOutcome> {
    const outcome = this.#outgoing.add(request, wanted);
    this.#wake();
    return outcome;
  }

  async run(): Promise<void> {
    const talk = this.#talk;
    if (talk === undefined) return;
    const delivered = this.#delivered.splice(0);
    if (delivered.length > 0) {
      await this.#take(delivered);
      if (this.#shelf.durable) await talk.acknowledge();
    }
    this.#ready ||= await this.#setUp(talk);
    if (!this.#ready) return this.#outgoing.fail("the modem takes no messages now; its card may not be ready");
    await this.#outgoing.each((request) => talk.submit(request));
    await this.#readPlaces(talk);
    if (this.#listDue) await this.#list(talk);
    else if (this.#saidFull) await this.#lookAtStorage(talk);
  }

  /** For a person on the device. */
  get status(): AgentStatus["sms"] {
    return smsStatus(this.#shelf, this.#options, this.#use);
  }

  #announced(message: FoundSms & { readonly command: string }): boolean {
    const { command, mem, index } = message;
    if (command === "+CMT" || command === "+CDS") this.#delivered = [...this.#delivered, message].slice(-MOST_WAITING);
    else if (mem === undefined || index === undefined) return false;
    else this.#places = [...this.#places, { mem, index }].slice(-MOST_WAITING);
    return true;
  }

  async #setUp(talk: SmsConversation): Promise<boolean> {
    const ready = await talk.setUp();
    this.#home = talk.reading;
    return ready;
  }

  async #readPlaces(talk: SmsConversation): Promise<void> {
    const places = this.#places.splice(0);
    for (const mem of new Set(places.map((place) => place.mem))) {
      if (!(await talk.choose(mem))) continue;
      const found: FoundSms[] = [];
      for (const { index } of places.filter((place) => place.mem === mem)) {
        const message = await talk.read(index);
        // The place moved, or somebody was quicker: the list tells.
        if (message?.pdu === undefined) this.#listDue = true;
        else found.push(message);
      }
      await this.#letGo(talk, await this.#take(found));
    }
    if (this.#home !== undefined) await talk.choose(this.#home);
  }

  async #list(talk: SmsConversation): Promise<void> {
    const found = await talk.list();
    // Not in PDU mode any more, or the card is away: set up anew at the next poll.
    if (found === undefined) return void this.again();
    this.#listDue = false;
    await this.#letGo(talk, await this.#take(found));
    await this.#lookAtStorage(talk);
  }

  async #letGo(talk: SmsConversation, places: readonly number[]): Promise<void> {
    if (places.length > 0) await talk.remove(places);
  }

  /** Keeps and tells in one batch; the places of what may go then, because it is safe on the disk. */
  async #take(messages: readonly FoundSms[]): Promise<readonly number[]> {
    const { wall, trusted } = this.#listener.said();
    const iccid = this.#listener.card?.();
    const time = { now: this.#clock.monoMs(), ...(trusted ? { wall } : {}) };
    const ops: StoreOp[] = [];
    const tickets: EventTicket[] = [];
    const free: number[] = [];
    const own: number[] = [];
    const inputs: readonly InboxInput[] = [
      { kind: "tick", ...time },
      ...messages.map((message) => ({ kind: "found", message, ...time }) as const),
    ];
    for (const input of inputs) {
      const { inbox, effects } = stepInbox(this.#inbox, input);
      this.#inbox = inbox;
      let ours = false;
      for (const effect of effects)
        switch (effect.kind) {
          case "keep":
            ops.push(...this.#shelf.keepPart(effect.part));
            break;
          case "received":
            ops.push(...this.#shelf.shelve(defined({ ...effect.message, at: wall, iccid }), effect.ids));
            ops.push(...(this.#listener.reads?.(effect.message) ?? []));
            tickets.push(this.#listener.received(receivedFields(effect.message, this.#options), effect.message));
            break;
          case "report": {
            const about = this.#listener.report(effect.report);
            ops.push(...this.#shelf.noted(effect.id), ...(about ?? []));
            ours = about !== undefined;
            break;
          }
          case "free":
            free.push(effect.index);
            // What was asked for is the asker's to take away, also where messages are left alone.
            if (ours) own.push(effect.index);
            break;
          default:
            unreachable(effect);
        }
    }
    if (!(await this.#write([...ops, ...tickets.flatMap((ticket) => ticket.ops)], tickets))) return [];
    if (!this.#shelf.durable) return [];
    return this.#options.mode === "take" ? free : own;
  }

  async #write(ops: readonly StoreOp[], tickets: readonly EventTicket[]): Promise<boolean> {
    try {
      if (ops.length > 0) await this.#shelf.write(ops);
    } catch (thrown) {
      for (const ticket of tickets) ticket.abandon();
      this.#log.error("agent-fault", { what: "a message could not be kept", why: textOf(thrown) });
      return false;
    }
    for (const ticket of tickets) ticket.commit();
    return true;
  }

  async #lookAtStorage(talk: SmsConversation): Promise<void> {
    const use = await talk.use();
    const full = this.#saidFull;
    this.#saidFull = false;
    if (use === undefined) return;
    this.#use = use;
    const share = use.total === 0 ? 0 : use.used / use.total;
    if (share < ROOM_AGAIN) this.#toldFull = false;
    if (this.#toldFull || (share < FULL && !full)) return;
    this.#toldFull = true;
    this.#listener.storageFull(storageFields(use, this.#options));
  }
}
