import type { AtMessage } from "../at/message.ts";
import { type Duration, describeDuration, Seconds } from "../base/duration.ts";
import { type CallOrder, isSameApn } from "./call-order.ts";
import type { CallTrouble } from "./call-trouble.ts";

/**
 * What a refusal is with the timer that the modem tells of (T3396, 24.301 6.5.1.4.3; 27.007 10.1.42): until it ends the modem
 * refuses by itself, whoever asks. A timer without an end lasts until the modem or the card is switched off.
 */
export function withBackOff(trouble: CallTrouble, told: readonly AtMessage[], { apn }: CallOrder): CallTrouble {
  const timers = told
    .filter((message) => message.kind === "back-off")
    .filter((timer) => timer.running === true && (apn === undefined || isSameApn(timer.apn ?? "", apn)));
  if (timers.length === 0) return trouble;
  if (timers.some((timer) => timer.residualBackoffTime === undefined))
    return {
      kind: "permanent",
      text: `${trouble.text}; the network forbids this APN until the modem or the card is switched off`,
    };
  const seconds = Math.max(...timers.map((timer) => timer.residualBackoffTime ?? 0));
  const backOff: Duration = Seconds(seconds);
  return {
    ...trouble,
    text: `${trouble.text}; the network has set a back-off timer, ${describeDuration(backOff)} to go`,
    backOff,
  };
}
