import { type Duration, Millis, Seconds } from "../base/duration.ts";
import { elapsed, type MonoMs } from "../base/instant.ts";
import type { GrantTold } from "../report/program-contract.ts";

export interface GrantWait {
  readonly now: () => MonoMs;
  readonly pause: (time: Duration) => Promise<void>;
  readonly ask: () => Promise<GrantTold>;
  /** What the agent said so far is known. */
  readonly forget: () => void;
  /** Until the agent says something, or for so long at the most. */
  readonly change: (most: Duration) => Promise<void>;
  /** The first refusal. */
  readonly refused: (told: GrantTold & { readonly granted: false }) => void;
}

/** However often the agent has news: it is asked no more often. */
const LEAST = Seconds(1);

/** Asks until it is granted or the time is over: when the agent said that asking makes sense, and whenever it has news. */
export async function waitForGrant(wait: GrantWait, within: Duration): Promise<GrantTold> {
  const begun = wait.now();
  for (let tries = 1; ; tries += 1) {
    wait.forget();
    const told = await wait.ask();
    if (told.granted) return told;
    const left = within - elapsed(begun, wait.now());
    if (left <= 0) return told;
    if (tries === 1) wait.refused(told);
    const rest = Math.min(left, Seconds(told.retryS));
    await wait.pause(Millis(Math.min(rest, LEAST)));
    if (rest > LEAST) await wait.change(Millis(rest - LEAST));
  }
}
