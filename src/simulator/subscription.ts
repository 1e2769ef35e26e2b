import type { Duration } from "../base/duration.ts";
import type { PassedGate } from "./network/stop-kinds.ts";
import type { Domain } from "./radio-state.ts";

/** Why the network lets a card not in, and where. */
export interface Refusal {
  readonly cause: number;
  readonly domains: readonly Domain[];
  /** T3346, beside cause 22. */
  readonly backOff?: Duration;
}

/** Why the network gives a card no context, with an ESM cause (3GPP TS 24.301 9.9.4.4). */
export interface ContextRefusal {
  readonly cause: number;
  /** T3396: how long the modem does not ask for the same APN again; `deactivated`: not before it is switched off. */
  readonly backOff?: Duration | "deactivated";
}

/** What the carrier holds of one card: what it has used, what it may use, whether it is let in. */
export class Subscription {
  quota: bigint | undefined;
  refusal: Refusal | undefined;
  contextRefusal: ContextRefusal | undefined;
  /** Outgoing service is stopped, incoming is not. */
  oneWay = false;
  /** Contexts are up and nothing passes; `portal`: but for a page of the carrier's. */
  gate: "silent" | "portal" | undefined;
  /** What comes back through the gate all the same. */
  passes: PassedGate = {};
  #up = 0n;
  #down = 0n;
  #inCycle = 0n;

  constructor(quota?: bigint) {
    this.quota = quota;
  }

  get used(): { readonly up: bigint; readonly down: bigint; readonly inCycle: bigint } {
    return { up: this.#up, down: this.#down, inCycle: this.#inCycle };
  }

  get overLimit(): boolean {
    return this.quota !== undefined && this.#inCycle >= this.quota;
  }

  /** True when the quota is reached with these bytes: the carrier stops the card now. */
  consume(up: bigint, down: bigint): boolean {
    this.#up += up;
    this.#down += down;
    this.#inCycle += up + down;
    return this.overLimit;
  }

  /** A new cycle, a top-up, a word with the carrier: let in again, with the whole quota. */
  resume(): void {
    this.refusal = undefined;
    this.contextRefusal = undefined;
    this.oneWay = false;
    this.gate = undefined;
    this.passes = {};
    this.#inCycle = 0n;
  }
}
