import type { SubmitRequest } from "../at/sms/encode-submit.ts";
import { type Duration, Seconds } from "../base/duration.ts";
import type { SendOutcome } from "../modem/send-sms.ts";
import type { Clock } from "../ports/clock.ts";

interface Waiting {
  readonly request: SubmitRequest;
  readonly wanted: () => boolean;
  /** Ends the wait for its turn. */
  readonly begun: () => void;
  readonly done: (outcome: SendOutcome) => void;
}

/** What is not on its way by then is given up, not sent late: whoever asked has been told that it did not go. */
const WITHIN: Duration = Seconds(60);
const MOST = 4;

const gone = (why: string): SendOutcome => ({ kind: "gone", why, unsent: true });

/** Texts that wait for their turn among the modem's questions. */
export class SmsOutgoing {
  readonly #clock: Clock;
  readonly #waiting = new Set<Waiting>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** `wanted` is asked once its turn comes. */
  add(request: SubmitRequest, wanted: () => boolean = () => true): Promise<SendOutcome> {
    if (this.#waiting.size >= MOST) return Promise.resolve(gone("other messages wait to be sent already"));
    return new Promise((resolve) => {
      const waiting: Waiting = {
        request,
        wanted,
        begun: () => {
          cancel();
          this.#waiting.delete(waiting);
        },
        done: (outcome) => {
          waiting.begun();
          resolve(outcome);
        },
      };
      const cancel = this.#clock.after(WITHIN, () =>
        waiting.done(gone(`the modem had no time for it within ${WITHIN / 1_000} s`)),
      );
      this.#waiting.add(waiting);
    });
  }

  /** One after the other. What is begun is no longer given up: its own time-outs end it. */
  async each(send: (request: SubmitRequest) => Promise<SendOutcome>): Promise<void> {
    for (const waiting of this.#waiting) {
      waiting.begun();
      waiting.done(waiting.wanted() ? await send(waiting.request) : gone("it was not to be sent any more"));
    }
  }

  /** Nothing can be sent now. */
  fail(why: string): void {
    for (const waiting of this.#waiting) waiting.done(gone(why));
  }
}
