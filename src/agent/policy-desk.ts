import { type Duration, Hours, Millis, Minutes, Seconds } from "../base/duration.ts";
import { elapsed, type MonoMs } from "../base/instant.ts";
import { NO_BYTES } from "../policy/day-use.ts";
import type { Decision } from "../policy/decision.ts";
import { guardLearned } from "../policy/guard.ts";
import { FRESH_POLICY, type PolicyState } from "../policy/policy-state.ts";
import { unitLearned } from "../policy/reserve.ts";
import { type PolicyRules, step, type StepInput } from "../policy/step.ts";
import type { Clock, Cancel } from "../ports/clock.ts";
import type { Store } from "../ports/store.ts";
import type { Settings } from "../settings/declaration.ts";
import { keptPolicy, readKeptPolicy } from "./kept-policy.ts";
import { policyRules } from "./policy-rules.ts";

export interface PolicyDeskPorts {
  readonly clock: Clock;
  readonly store: Store;
}

const KEY = "policy/state";
/** What was used of a day and what was learned is written so often at most; a level that was entered is, at once. */
const LESSER_EVERY: Duration = Hours(1);
/** A network that comes and goes changes the level each time: which one held last is written so often at most. */
const LAST_EVERY: Duration = Minutes(10);
/** Looked at again although the next change is known: the clock may be set meanwhile. */
const LOOK_EVERY: Duration = Minutes(10);

/** The policy with its memory: kept over restarts, looked at again when something changes by itself. */
export class PolicyDesk {
  readonly rules: PolicyRules;
  readonly #ports: PolicyDeskPorts;
  #state: PolicyState;
  /** What lies in the store: what may not be lost, and what may. */
  #kept: Kept;
  #keptAt: MonoMs;
  #timer: Cancel = () => {};
  #stopped = false;
  #writing: Promise<void> = Promise.resolve();

  static async open(ports: PolicyDeskPorts, settings: Settings): Promise<PolicyDesk> {
    return new PolicyDesk(ports, policyRules(settings), await ports.store.get(KEY));
  }

  private constructor(ports: PolicyDeskPorts, rules: PolicyRules, kept: string | undefined) {
    const { clock } = ports;
    this.rules = rules;
    this.#ports = ports;
    const now = { wall: clock.wallMs(), trusted: false, mono: clock.monoMs() };
    this.#state = readKeptPolicy(kept, now) ?? FRESH_POLICY;
    this.#kept = keptOf(this.#state);
    this.#keptAt = clock.monoMs();
  }

  /** `again` is called when something of it may have changed by itself. */
  decide(input: Omit<StepInput, "rules">, again: () => void): Decision {
    const { state, decision } = step(this.#state, { ...input, rules: this.rules });
    this.#state = state;
    this.#keep(LESSER_EVERY);
    this.#timer();
    if (this.#stopped) return decision;
    const left = Math.min(LOOK_EVERY, Math.max(Seconds(1), decision.reviewAt - input.now.wall));
    this.#timer = this.#ports.clock.after(Millis(left), again);
    return decision;
  }

  /** What would hold with other words of persons; nothing is remembered of it. */
  wouldDecide(input: Omit<StepInput, "rules">): Decision {
    return step(this.#state, { ...input, rules: this.rules }).decision;
  }

  /** A transaction or an alarm is over, and took so many bytes. */
  unit(bytes: number): void {
    this.#state = { ...this.#state, units: unitLearned(this.#state.units, bytes) };
  }

  /** What the kernel charged, and what the interface counted meanwhile. */
  compared(kernel: number, counted: number): void {
    this.#state = { ...this.#state, guard: guardLearned(this.#state.guard, kernel, counted) };
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#timer();
    this.#keep(Millis(0));
    await this.#writing;
  }

  /** A write that the disk refuses is made again with the next one; until then a restart forgets. */
  #keep(every: Duration): void {
    const { clock, store } = this.#ports;
    const now = clock.monoMs();
    const kept = keptOf(this.#state);
    const waits = kept.last === this.#kept.last ? every : Math.min(every, LAST_EVERY);
    if (kept.entered === this.#kept.entered && elapsed(this.#keptAt, now) < waits) return;
    this.#keptAt = now;
    if (JSON.stringify(kept) === JSON.stringify(this.#kept)) return;
    this.#kept = kept;
    const whole = keptPolicy(this.#state);
    this.#writing = this.#writing
      .then(() => store.write([{ put: KEY, value: whole }]))
      .then(
        () => {},
        () => {
          this.#kept = { entered: "", last: "", lesser: "" };
        },
      );
  }
}

interface Kept {
  /** What must not be lost: levels that hold by themselves, and under which word how much is counted. */
  readonly entered: string;
  readonly last: string;
  readonly lesser: string;
}

const keptOf = ({ latches, held, last, byHand, day, units, guard }: PolicyState): Kept => ({
  entered: JSON.stringify([
    latches,
    held.map(({ wish }) => [wish.family, wish.level]),
    byHand.map((one) => [one.class, one.since]),
  ]),
  last: JSON.stringify(last),
  // Not which day it is: of one of which nothing was used nothing needs to be known.
  lesser: JSON.stringify([day?.used ?? NO_BYTES, units, guard, byHand]),
});
