import { action, prefixed, query } from "../at/command.ts";
import type { AtMessage } from "../at/message.ts";
import { type UssdCoding, type UssdText, ussdText } from "../at/outgoing/ussd-text.ts";
import { ussdCommand } from "../at/outgoing/write-command.ts";
import { type Duration, Seconds } from "../base/duration.ts";
import { unreachable } from "../base/unreachable.ts";
import type { Asking } from "../modem/interrogation.ts";
import { IDLE_USSD, stepUssd, type Ussd, type UssdInput, type UssdResult } from "../modem/ussd.ts";
import type { Cancel, Clock } from "../ports/clock.ts";

export type UssdOutcome = UssdResult | { readonly kind: "busy" } | { readonly kind: "invalid"; readonly why: string };

const [CHARSET_WITHIN, SEND_WITHIN, CLOSE_WITHIN] = [Seconds(3), Seconds(30), Seconds(10)];
const NUDGE_EVERY = Seconds(5);
const CLOSE = action("AT+CUSD=2", CLOSE_WITHIN);
const CHARSET = query("AT+CSCS?", prefixed("+CSCS:"), CHARSET_WITHIN);

/** Asks the network one question at a time; `heard` must be given every unsolicited message meanwhile. */
export class UssdRequest {
  readonly #asking: Asking;
  readonly #clock: Clock;
  #ussd: Ussd = IDLE_USSD;
  #busy = false;
  #cancel: Cancel = () => {};
  #done: (result: UssdResult) => void = () => {};

  constructor({ asking, clock }: { readonly asking: Asking; readonly clock: Clock }) {
    this.#asking = asking;
    this.#clock = clock;
  }

  /** `keepOpen`: a menu's session stays open for the next `ask`, which answers it. */
  async ask(code: string, { keepOpen = false }: { readonly keepOpen?: boolean } = {}): Promise<UssdOutcome> {
    if (this.#busy) return { kind: "busy" };
    const checked = ussdText(code, "ucs2");
    if (!checked.ok) return { kind: "invalid", why: checked.why };
    this.#busy = true;
    try {
      const texts = await this.#codings(code);
      return await new Promise((done) => {
        this.#done = done;
        this.#step({ kind: "ask", texts, keepOpen });
      });
    } finally {
      this.#busy = false;
    }
  }

  /** Ends a session that was kept open; false where the modem did not take it. */
  async close(): Promise<boolean> {
    return (await this.#asking.send(CLOSE)).kind === "ok";
  }

  heard(message: AtMessage): void {
    if (message.kind === "ussd") this.#step({ kind: "message", message });
  }

  /** The string stands in the character set of the line (27.007 5.5); some want packed septets whatever that is (Huawei). */
  async #codings(code: string): Promise<readonly UssdText[]> {
    const outcome = await this.#asking.send(CHARSET);
    const ucs2 = outcome.kind === "ok" && outcome.lines.some((line) => line.includes('"UCS2"'));
    const order: readonly UssdCoding[] = ucs2 ? ["ucs2", "packed", "plain"] : ["plain", "packed", "ucs2"];
    return order.flatMap((coding) => {
      const text = ussdText(code, coding);
      return text.ok ? [text.value] : [];
    });
  }

  /** A text that lost its closing quote is told whole when the next command goes out: until then its rest might come. */
  #wait(within: Duration): void {
    this.#cancel();
    const late = this.#clock.after(within, () => this.#step({ kind: "late" }));
    const nudge = (): void => {
      next = this.#clock.after(NUDGE_EVERY, nudge);
      void this.#asking.send(CHARSET);
    };
    let next = this.#clock.after(NUDGE_EVERY, nudge);
    this.#cancel = () => {
      late();
      next();
    };
  }

  #step(input: UssdInput): void {
    const { ussd, effects } = stepUssd(this.#ussd, input);
    this.#ussd = ussd;
    for (const effect of effects)
      switch (effect.kind) {
        case "send":
          this.#cancel();
          void this.#asking
            .send(action(ussdCommand(effect.text), SEND_WITHIN))
            .then((outcome) => this.#step({ kind: "outcome", outcome }));
          break;
        case "wait":
          this.#wait(effect.within);
          break;
        case "close":
          void this.#asking.send(CLOSE);
          break;
        case "done":
          this.#cancel();
          this.#done(effect.result);
          break;
        default:
          unreachable(effect);
      }
  }
}
