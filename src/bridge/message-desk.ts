import { Seconds } from "../base/duration.ts";
import { elapsed, type MonoMs } from "../base/instant.ts";
import { unreachable } from "../base/unreachable.ts";
import { type Answer, awaited, cme, cms, ok, type Outcome, prompt } from "../dce/answer.ts";
import type { LineCommand, Operation } from "../dce/command-line.ts";
import { numberAt, parseParameters, textAt } from "../dce/parameters.ts";
import type { Clock } from "../ports/clock.ts";
import type { SmsReply, SmsRequests } from "../ports/sms-requests.ts";
import type { DecisionSource } from "./decision-source.ts";
import type { MessageBook } from "./message-book.ts";
import { MESSAGE_CHARSETS, typedNumber, typedText } from "./message-charset.ts";
import { type MessageRule, mayGoTo } from "./message-rule.ts";
import type { Asker } from "./ward-commands.ts";
import { BRIDGE_ERRORS, MESSAGE_ERRORS, type MessageErrorWord, WIRE_LIMITS } from "./wire-codes.ts";

/** Who may be written to, and who sends it. */
export type Messages = MessageRule & SmsRequests;

export interface MessageParts {
  readonly clock: Clock;
  readonly source: Pick<DecisionSource, "state">;
  readonly book: MessageBook;
  /** Undefined: nobody may be written to. */
  readonly messages: Messages | undefined;
}

/** Of the agent's four places one is left for its own questions to the carrier. */
const MOST_UNDER_WAY = 3;
/** Firmware that tries again without end while nothing can go costs the flash one write in so long. */
const REST: number = Seconds(10);
const TEXT_WITHIN: number = Seconds(WIRE_LIMITS["text-within-s"].code);

const refused = (word: MessageErrorWord): Outcome => cms(MESSAGE_ERRORS[word].code);

/** Messages of the clients, in text mode (3GPP TS 27.005 3): to the numbers that are permitted, one part each. */
export class MessageDesk {
  readonly #parts: MessageParts;
  #underWay = 0;
  #untriedAt: MonoMs | undefined;

  constructor(parts: MessageParts) {
    this.#parts = parts;
  }

  /** Somebody may be written to. */
  get offered(): boolean {
    return (this.#parts.messages?.to.length ?? 0) > 0;
  }

  /** In the last 24 hours, of all clients; undefined where nobody may be written to. */
  get day(): { readonly sent: number; readonly perDay: number } | undefined {
    const { messages, book } = this.#parts;
    return messages === undefined || !this.offered ? undefined : { sent: book.count, perDay: messages.perDay };
  }

  /** Undefined: no command of messages that are sent. */
  execute(asker: Asker, command: LineCommand): Answer | undefined {
    if (command.kind !== "extended") return undefined;
    const { name, operation } = command;
    if (name === "+CMGF") return mode(operation);
    if (name === "+CSCS") return charset(asker, operation);
    if (name !== "+CMGS") return undefined;
    return operation.kind === "set" ? this.#ask(asker, operation.text) : this.#present(operation);
  }

  #present({ kind }: Operation): Answer {
    return this.offered && kind === "test" ? ok() : refused("not-allowed");
  }

  /** Whatever forbids it is told before the prompt, and looked at again behind it. */
  #ask(asker: Asker, written: string): Answer {
    const { messages, clock } = this.#parts;
    if (messages === undefined || !this.offered) return refused("not-allowed");
    const values = parseParameters(written) ?? [];
    const to = typedNumber(textAt(values, 0) ?? "", numberAt(values, 1), asker.charset);
    if (to === undefined || values.length > 2) return refused("unfit");
    if (!mayGoTo(messages, to)) return refused("not-allowed");
    const held = this.#held(messages);
    if (held !== undefined) return refused(held);
    const since = clock.monoMs();
    return prompt(true, (typed) => {
      if (typed === undefined) return elapsed(since, clock.monoMs()) < TEXT_WITHIN ? ok() : refused("no-answer");
      const text = typedText(typed, asker.charset);
      return text === undefined ? refused("unfit") : this.#send(messages, { to, text, from: asker.name });
    });
  }

  #send(messages: Messages, order: { readonly to: string; readonly text: string; readonly from: string }): Answer {
    // Who was permitted before the prompt may have been withdrawn behind it.
    const held = mayGoTo(messages, order.to) ? this.#held(messages) : "not-allowed";
    if (held !== undefined) return refused(held);
    const ready = messages.prepare(order);
    if (typeof ready === "number") return cms(ready);
    this.#underWay += 1;
    const end = (outcome: Outcome): Outcome => {
      this.#underWay -= 1;
      return outcome;
    };
    const sending = this.#counted(ready.send).then(end, () => end(refused("unknown")));
    return awaited((settle) => void sending.then(settle));
  }

  async #counted(send: (wanted: () => boolean) => Promise<SmsReply>): Promise<Outcome> {
    const counted = await this.#parts.book.add();
    if (counted === undefined) return refused("not-counted");
    const reply = await send(() => !this.#offline);
    if (reply.kind === "untried") {
      counted.takeBack();
      this.#untriedAt = this.#parts.clock.monoMs();
    }
    return outcomeOf(reply);
  }

  get #offline(): boolean {
    return this.#parts.source.state().level === "offline";
  }

  #held(rule: MessageRule): MessageErrorWord | undefined {
    const { clock, book } = this.#parts;
    if (this.#offline || this.#underWay >= MOST_UNDER_WAY) return "not-now";
    if (this.#untriedAt !== undefined && elapsed(this.#untriedAt, clock.monoMs()) < REST) return "not-now";
    return book.count >= rule.perDay ? "day-full" : undefined;
  }
}

/** Firmware begins with `AT+CMGF=1`; here nothing else was ever chosen. */
function mode(operation: Operation): Answer {
  if (operation.kind === "read") return ok("+CMGF: 1");
  if (operation.kind === "test") return ok("+CMGF: (1)");
  return operation.kind === "set" && operation.text === "1" ? ok() : refused("not-supported");
}

function charset(asker: Asker, operation: Operation): Answer {
  if (operation.kind === "read") return ok(`+CSCS: "${asker.charset}"`);
  if (operation.kind === "test") return ok(`+CSCS: (${MESSAGE_CHARSETS.map((name) => `"${name}"`).join(",")})`);
  const wanted = operation.kind === "set" ? textAt(parseParameters(operation.text) ?? [], 0) : undefined;
  const found = MESSAGE_CHARSETS.find((name) => name === wanted?.toUpperCase());
  if (found === undefined) return cme(BRIDGE_ERRORS["wrong-values"].code);
  asker.charset = found;
  return ok();
}

function outcomeOf(reply: SmsReply): Outcome {
  switch (reply.kind) {
    case "sent":
      return ok(`+CMGS: ${reply.reference ?? 0}`);
    case "refused":
      return reply.code === undefined ? refused("unknown") : cms(reply.code);
    case "unsure":
      return refused("no-answer");
    case "untried":
      return refused("not-now");
    default:
      return unreachable(reply);
  }
}
