import { type Duration, Seconds } from "../../base/duration.ts";
import type { Clock } from "../../ports/clock.ts";
import { addressOf, type SmsAddress } from "../sms/sms-address.ts";
import type { TimeStamp } from "../sms/time-stamp.ts";
import { HEADED, NO_MORE, type Submit, unitOctets, WANTS_REPORT } from "../sms/transfer-unit.ts";
import { textOf, type UserData, userDataOf } from "../sms/user-data.ts";

/** A card in a modem, as the service centre sees it. */
export interface MessageTerminal {
  readonly reachable: boolean;
  /** `full`: no place left; the centre tries again when it hears that there is one. */
  receive(unit: Uint8Array): "taken" | "full";
}

export interface CentreParts {
  readonly clock: Clock;
  readonly stamp: () => TimeStamp;
  /** What a service number says to a text; undefined when the number is no service. */
  readonly answer: (to: string, text: string, from: string) => string | undefined;
  /** From a message to what follows from it. */
  readonly delay: Duration;
}

/** Nobody collects a message for ever (23.040 9.2.3.12 counts the validity in days); a rig's centre keeps this many. */
const MOST_WAITING = 500;
/** A full card frees its place now and then without telling anybody (24.011 5.3.1.2 leaves the pause open). */
const RETRY = Seconds(60);
const DELIVERED = 0;

/** The digits by which a number is the same with and without its country. */
const nationalDigits = (number: string): string => number.replace(/^(\+86|0086|86(?=1\d{9,}))/, "").replace(/^\+/, "");

/** The short message service centre of a carrier: takes, keeps, delivers, reports, and answers service numbers. */
export class MessageCentre {
  readonly #parts: CentreParts;
  readonly #terminals = new Map<string, MessageTerminal>();
  readonly #waiting = new Map<string, Uint8Array[]>();
  #reference = 0;

  constructor(parts: CentreParts) {
    this.#parts = parts;
  }

  /** From now on what is sent to the number goes there. */
  join(number: string, terminal: MessageTerminal): void {
    this.#terminals.set(nationalDigits(number), terminal);
  }

  /** The terminal can be reached again, or has a place again. */
  wake(number: string): void {
    this.#after(() => this.#flush(nationalDigits(number)));
  }

  /** What a card has sent. It is accepted whatever it says; the rest happens later. */
  submit(from: string, unit: Submit): void {
    this.#after(() => this.#route(from, unit));
  }

  /** A text from anybody (a number or a name) to a card; in parts when it is long. Tells how many. */
  send(from: string, to: string, text: string): number {
    this.#reference = (this.#reference + 1) & 0xff;
    const parts = userDataOf(text, this.#reference);
    for (const data of parts) this.#deliver(to, addressOf(from), data, 0);
    return parts.length;
  }

  /** A whole TPDU as it is, for what `send` cannot make. */
  sendUnit(to: string, unit: Uint8Array): void {
    const key = nationalDigits(to);
    const queue = this.#waiting.get(key) ?? [];
    if (queue.length < MOST_WAITING) this.#waiting.set(key, [...queue, unit]);
    this.#after(() => this.#flush(key));
  }

  /** How many messages wait for a number. */
  waiting(number: string): number {
    return this.#waiting.get(nationalDigits(number))?.length ?? 0;
  }

  #route(from: string, unit: Submit): void {
    const to = unit.to.number;
    const sender = addressOf(from);
    const answer = this.#parts.answer(to, textOf(unit.data), from);
    if (answer !== undefined) this.send(to, from, answer);
    else if (this.#terminals.has(nationalDigits(to))) this.#deliver(to, sender, unit.data, unit.pid);
    if ((unit.first & WANTS_REPORT) !== 0) this.#report(from, unit);
  }

  #deliver(to: string, from: SmsAddress, data: UserData, pid: number): void {
    const first = data.headed ? HEADED : 0;
    const stamp = this.#parts.stamp();
    this.sendUnit(to, unitOctets({ kind: "deliver", first, from, pid, stamp, data }));
  }

  #report(from: string, { reference, to }: Submit): void {
    const stamp = this.#parts.stamp();
    const unit = {
      kind: "status-report",
      first: 2,
      reference,
      to,
      stamp,
      discharge: stamp,
      status: DELIVERED,
    } as const;
    this.sendUnit(from, unitOctets(unit));
  }

  #flush(key: string): void {
    const terminal = this.#terminals.get(key);
    for (;;) {
      const [next, ...others] = this.#waiting.get(key) ?? [];
      if (next === undefined || terminal?.reachable !== true) return;
      const unit = Uint8Array.from(next);
      if (others.length === 0) unit[0] = (unit[0] ?? 0) | NO_MORE;
      if (terminal.receive(unit) === "full") return void this.#parts.clock.after(RETRY, () => this.#flush(key));
      this.#waiting.set(key, others);
    }
  }

  #after(run: () => void): void {
    this.#parts.clock.after(this.#parts.delay, run);
  }
}
