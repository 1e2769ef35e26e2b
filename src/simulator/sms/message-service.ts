import { type Duration, Seconds } from "../../base/duration.ts";
import type { Cancel } from "../../ports/clock.ts";
import type { MessageTerminal } from "../network/message-centre.ts";
import { dataCoding } from "./data-coding.ts";
import { BothMemories, MessageMemory, type MessagePlaces, type StoredMessage } from "./message-memory.ts";
import { routedLines, type Writing } from "./message-lines.ts";
import type { MemoryName, MessageSettings } from "./message-settings.ts";
import { octetsOf } from "./octets.ts";
import type { SmsAddress } from "./sms-address.ts";
import type { TeCharset } from "./te-charset.ts";
import { readUnit } from "./transfer-unit.ts";

export interface ServiceParts {
  readonly settings: () => { readonly messages: MessageSettings; readonly charset: TeCharset };
  readonly configure: (messages: MessageSettings) => void;
  readonly tell: (line: string) => void;
  readonly after: (delay: Duration, run: () => void) => Cancel;
  /** The card's own places; they go with it. */
  readonly cardMemory: () => MessageMemory;
  /** The service centre that delivers, for the PDU's first field. */
  readonly centre: () => SmsAddress | undefined;
}

/** 27.005 3.4.4: how long a DTE may take to acknowledge what was routed to it. */
const ACKNOWLEDGE_WITHIN = Seconds(15);
const OWN_PLACES = 100;
const MOST_BUFFERED = 32;
/** A message from 10086 of 2020-01-01 that says "old". */
const FILLER = octetsOf("04058101806800000210101000002303EF36") ?? [];

/** The modem's side of the message service: where messages are kept, and who is told of them. */
export class MessageService {
  readonly #parts: ServiceParts;
  readonly #own = new MessageMemory(OWN_PLACES);
  /** Indications that mode 0 holds back. */
  #buffered: string[] = [];
  #unacknowledged: { readonly message: StoredMessage; readonly expire: Cancel } | undefined;
  #reference = 0;

  constructor(parts: ServiceParts) {
    this.#parts = parts;
  }

  memory(name: MemoryName): MessagePlaces {
    const card = this.#parts.cardMemory();
    if (name === "SM") return card;
    return name === "ME" ? this.#own : new BothMemories(this.#own, card);
  }

  get writing(): Writing {
    const { messages, charset } = this.#parts.settings();
    return { format: messages.format, details: messages.details, charset };
  }

  nextReference(): number {
    this.#reference = (this.#reference + 1) & 0xff;
    return this.#reference;
  }

  /** This modem as its service centre sees it. */
  terminal(reachable: () => boolean): MessageTerminal {
    const receive = (unit: Uint8Array): "taken" | "full" => this.receive(unit);
    return {
      get reachable() {
        return reachable();
      },
      receive,
    };
  }

  /** From the network. */
  receive(unit: Uint8Array): "taken" | "full" {
    const message: StoredMessage = { status: 0, centre: this.#parts.centre(), unit };
    const read = readUnit(unit);
    const { indications } = this.#parts.settings().messages;
    if (read?.kind === "status-report") return this.#receiveReport(message, indications.reports);
    const messageClass = read?.kind === "deliver" ? dataCoding(read.data.dcs).messageClass : undefined;
    const routed =
      (indications.received === 2 && messageClass !== 2) || (indications.received === 3 && messageClass === 3);
    if (routed) return this.#route(message);
    return this.#store(message, "+CMTI", indications.received !== 0);
  }

  /** +CNMA: the DTE has it; what is kept for it meanwhile is dropped. False when nothing waits. */
  acknowledge(accepted: boolean): boolean {
    const waiting = this.#unacknowledged;
    this.#unacknowledged = undefined;
    waiting?.expire();
    if (waiting !== undefined && !accepted) this.#store(waiting.message, "+CMTI", false);
    return waiting !== undefined;
  }

  /** +CNMI was set: what was held back is told or dropped (27.005 3.4.1 `<bfr>`). */
  indicationsChanged(): void {
    const { indications } = this.#parts.settings().messages;
    if (indications.mode === 0) return;
    const buffered = this.#buffered;
    this.#buffered = [];
    if (indications.buffer === 0) buffered.forEach((line) => this.#parts.tell(line));
  }

  /** Every place is taken by something old, already read. */
  fill(): void {
    const unit = new Uint8Array(FILLER);
    const both = this.memory("MT");
    while (both.add({ status: 1, centre: this.#parts.centre(), unit }) !== undefined);
  }

  forget(): void {
    this.#unacknowledged?.expire();
    this.#unacknowledged = undefined;
    this.#buffered = [];
  }

  #receiveReport(message: StoredMessage, reports: number): "taken" | "full" {
    if (reports === 1) return this.#route(message);
    return reports === 2 ? this.#store(message, "+CDSI", true) : "taken";
  }

  #store(message: StoredMessage, indication: string, told: boolean): "taken" | "full" {
    const name = this.#parts.settings().messages.memories[2];
    const index = this.memory(name).add(message);
    if (index === undefined) return "full";
    if (told) this.#indicate(`${indication}: "${name}",${index}`);
    return "taken";
  }

  #route(message: StoredMessage): "taken" {
    this.#indicate(routedLines(message, this.writing).join("\r\n"));
    if (this.#parts.settings().messages.service === 1) {
      this.#unacknowledged?.expire();
      const expire = this.#parts.after(ACKNOWLEDGE_WITHIN, () => this.#unanswered());
      this.#unacknowledged = { message, expire };
    }
    return "taken";
  }

  /** 27.005 3.4.4: without an acknowledgement nothing more is routed; what was, is kept. */
  #unanswered(): void {
    const waiting = this.#unacknowledged;
    this.#unacknowledged = undefined;
    const { messages } = this.#parts.settings();
    this.#parts.configure({ ...messages, indications: { ...messages.indications, received: 0, reports: 0 } });
    if (waiting !== undefined) this.#store(waiting.message, "+CMTI", false);
  }

  #indicate(line: string): void {
    if (this.#parts.settings().messages.indications.mode !== 0) this.#parts.tell(line);
    else this.#buffered = [...this.#buffered, line].slice(-MOST_BUFFERED);
  }
}
