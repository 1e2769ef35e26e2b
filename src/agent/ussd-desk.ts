import type { AtMessage } from "../at/message.ts";
import { Hours, Minutes } from "../base/duration.ts";
import { elapsed, type MonoMs, monoAfter } from "../base/instant.ts";
import type { Asking } from "../modem/interrogation.ts";
import { mayLockCard } from "../modem/ussd-danger.ts";
import type { Cancel, Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import { type UssdOutcome, UssdRequest } from "./ussd-request.ts";

export type UssdAnswer =
  | UssdOutcome
  | { readonly kind: "no-modem" }
  /** It would change a PIN, a PUK or the barring password. */
  | { readonly kind: "dangerous" }
  /** Too many within the hour; `afterMs` until the next one is taken. */
  | { readonly kind: "limited"; readonly afterMs: number };

/** A person's menus have a dozen steps; a script in a loop must neither block the modem's line nor run up charges. */
const [MOST, WITHIN] = [20, Hours(1)];
/** A network waits about a minute for a choice; a session that nobody goes on with keeps other requests and calls out. */
const KEPT = Minutes(2);

/** Questions to the network by USSD (27.007 7.15), for whoever may write on the local socket. */
export class UssdDesk {
  readonly #clock: Clock;
  readonly #log: Log;
  #request: UssdRequest | undefined;
  #waiting = false;
  #asked: MonoMs[] = [];
  #forget: Cancel = () => {};
  #onAsked: (code: string, outcome: UssdOutcome) => void = () => {};

  constructor({ clock, log }: { readonly clock: Clock; readonly log: Log }) {
    this.#clock = clock;
    this.#log = log;
  }

  /** Who carries questions to the modem. */
  attach(asking: Asking): void {
    this.#request = new UssdRequest({ asking, clock: this.#clock });
  }

  /** What was asked from this card, and what came of it. */
  onAsked(listener: (code: string, outcome: UssdOutcome) => void): void {
    this.#onAsked = listener;
  }

  /** Every message that came unasked. */
  heard(message: AtMessage): void {
    if (message.kind !== "ussd") return;
    // Late, after its time-out, or the network's own: nobody's answer, and its text is nobody's business.
    if (!this.#waiting) this.#log.debug("ussd-unasked", { session: message.session });
    this.#request?.heard(message);
  }

  /** `keep`: where the network waits for a choice, its session stays open for the next question, for two minutes. */
  async ask(code: string, keep: boolean): Promise<UssdAnswer> {
    if (this.#request === undefined) return { kind: "no-modem" };
    if (this.#waiting) return { kind: "busy" };
    if (mayLockCard(code)) return { kind: "dangerous" };
    const now = this.#clock.monoMs();
    this.#asked = this.#asked.filter((at) => elapsed(at, now) < WITHIN);
    const [oldest] = this.#asked;
    if (oldest !== undefined && this.#asked.length >= MOST)
      return { kind: "limited", afterMs: elapsed(now, monoAfter(oldest, WITHIN)) };
    this.#waiting = true;
    this.#forget();
    try {
      const outcome = await this.#request.ask(code, { keepOpen: keep });
      if (outcome.kind !== "invalid") {
        this.#asked.push(now);
        this.#onAsked(code, outcome);
      }
      this.#log.info("ussd-asked", { outcome: outcome.kind });
      if (outcome.kind === "answer" && outcome.open) this.#forget = this.#clock.after(KEPT, () => void this.cancel());
      return outcome;
    } finally {
      this.#waiting = false;
    }
  }

  /** Ends a session that was kept; false where there is no modem or a question is on its way. */
  async cancel(): Promise<boolean> {
    if (this.#request === undefined || this.#waiting) return false;
    this.#forget();
    return await this.#request.close();
  }
}
