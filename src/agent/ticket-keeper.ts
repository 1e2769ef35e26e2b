import { textOf } from "../base/fault.ts";
import { stepTicket, type TicketEffect, type TicketInput } from "../replace/ticket-step.ts";
import type { Ticket } from "../replace/ticket.ts";
import type { Log } from "../ports/log.ts";
import type { Store } from "../ports/store.ts";
import {
  keptReplacement,
  type KeptReplacement,
  NO_REPLACEMENT,
  readKeptReplacement,
  REPLACEMENT_KEY,
} from "./kept-replacement.ts";

export interface TicketKeeperPorts {
  readonly store: Store;
  readonly log: Log;
}

export interface Kept {
  readonly effects: readonly TicketEffect[];
  /** `kept`: the disk refuses, so a restart undoes it. */
  readonly on: "durable" | "kept";
}

type Making = (kept: KeptReplacement) => {
  readonly next: KeptReplacement;
  readonly effects: readonly TicketEffect[];
  readonly input?: TicketInput;
};

const MOST_KNOWN = 64;
const MOST_TOLD = 64;

/**
 * Keeps the ticket: every change is written before it holds and before anybody is told of it, one after the other, so that a power cut
 * leaves the ticket of before or the next one.
 */
export class TicketKeeper {
  readonly #ports: TicketKeeperPorts;
  readonly #stepped: (ticket: Ticket | undefined, effects: readonly TicketEffect[], by: TicketInput) => void;
  #kept: KeptReplacement;
  #text: string;
  #queue: Promise<unknown> = Promise.resolve();

  constructor(
    ports: TicketKeeperPorts,
    stepped: (ticket: Ticket | undefined, effects: readonly TicketEffect[], by: TicketInput) => void,
    text: string | undefined,
  ) {
    this.#ports = ports;
    this.#stepped = stepped;
    this.#kept = readKeptReplacement(text) ?? NO_REPLACEMENT;
    this.#text = text ?? "";
  }

  static read(store: Store): Promise<string | undefined> {
    return store.get(REPLACEMENT_KEY);
  }

  get ticket(): Ticket | undefined {
    return this.#kept.ticket;
  }

  /** The device's own card as it was dealt with last. */
  get card(): string | undefined {
    return this.#kept.card;
  }

  knows(iccid: string): boolean {
    return this.#kept.known.includes(iccid);
  }

  wasTold(key: string): boolean {
    return this.#kept.told.includes(key);
  }

  /** Which cards were here before there was a record of them; written at once, or a cut would make the next card the first one. */
  seed(card: string | undefined, known: readonly string[]): void {
    if (this.#kept.card !== undefined || card === undefined) return;
    void this.#change((kept) => ({
      next: { ...kept, card, known: [...new Set([...known, card])].slice(-MOST_KNOWN) },
      effects: [],
    }));
  }

  /** Resolves when it holds and was told. Never rejects. */
  step(input: TicketInput): Promise<Kept> {
    return this.#change((kept) => {
      const { ticket, effects } = stepTicket(kept.ticket, input);
      const { ticket: _before, ...rest } = kept;
      const own = cardAfter(input, effects, kept.ticket);
      const carded = own === undefined ? rest : withCard(rest, own);
      const next = ticket === undefined ? carded : { ...carded, ticket };
      // A card that was nothing but a stopgap is a new one if it comes again.
      const stopgap = ticket?.state === "given-up" ? ticket.stopgap?.newCard : undefined;
      const gone = input.kind === "visitor" && own !== undefined ? input.iccid : stopgap;
      return { next: { ...next, known: next.known.filter((card) => card !== gone) }, effects, input };
    });
  }

  /** The first card that was ever in, or one that was there before. */
  noteCard(iccid: string): void {
    if (this.#kept.card === iccid && this.knows(iccid)) return;
    void this.#change((kept) => ({ next: withCard(kept, iccid), effects: [] }));
  }

  noteTold(key: string): Promise<Kept> {
    return this.#change((kept) => ({ next: { ...kept, told: [...kept.told, key].slice(-MOST_TOLD) }, effects: [] }));
  }

  async done(): Promise<void> {
    await this.#queue;
  }

  #change(make: Making): Promise<Kept> {
    const done = this.#queue.then(() => this.#make(make));
    this.#queue = done.catch((thrown: unknown) =>
      this.#ports.log.error("agent-fault", { what: "keeping the replacement", why: textOf(thrown) }),
    );
    return done;
  }

  async #make(make: Making): Promise<Kept> {
    const { next, effects, input } = make(this.#kept);
    const on = await this.#write(keptReplacement(next));
    this.#kept = next;
    if (input !== undefined) this.#stepped(next.ticket, effects, input);
    return { effects, on };
  }

  async #write(text: string): Promise<Kept["on"]> {
    if (text === this.#text) return "durable";
    try {
      const on = await this.#ports.store.write([{ put: REPLACEMENT_KEY, value: text }]);
      this.#text = text;
      return on;
    } catch (thrown) {
      this.#ports.log.error("agent-fault", { what: "writing the replacement", why: textOf(thrown) });
      return "kept";
    }
  }
}

/** Whose device this is after the input; undefined: as before. */
function cardAfter(
  input: TicketInput,
  effects: readonly TicketEffect[],
  before: Ticket | undefined,
): string | undefined {
  if (input.kind === "card") return input.iccid;
  return input.kind === "visitor" && effects.length > 0 ? before?.oldCard : undefined;
}

const withCard = <K extends Pick<KeptReplacement, "known">>(kept: K, card: string): K & { readonly card: string } => ({
  ...kept,
  card,
  known: [...kept.known.filter((one) => one !== card), card].slice(-MOST_KNOWN),
});
