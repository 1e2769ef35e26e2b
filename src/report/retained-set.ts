import type { PublishOutcome } from "../ports/broker.ts";

interface Retained {
  wanted: string;
  sending: string | undefined;
  /** What the broker of this session has from us. */
  known: string | undefined;
}

export interface RetainedPayload {
  readonly name: string;
  readonly payload: string;
}

/**
 * The latest payload of every retained message. It is bounded by the number of names, and nothing in it is ever
 * dropped: what is superseded before it was sent was never needed. At most one of a name is on its way.
 */
export class RetainedSet {
  readonly #byName = new Map<string, Retained>();

  set(name: string, payload: string): void {
    const retained = this.#byName.get(name);
    if (retained === undefined) this.#byName.set(name, { wanted: payload, sending: undefined, known: undefined });
    else retained.wanted = payload;
  }

  /** The next one that the broker does not have, which from now on is on its way. */
  next(): RetainedPayload | undefined {
    for (const [name, retained] of this.#byName) {
      if (retained.sending !== undefined || retained.known === retained.wanted) continue;
      retained.sending = retained.wanted;
      return { name, payload: retained.wanted };
    }
    return undefined;
  }

  /** A rejected one is not sent again before it changes. */
  settled(name: string, outcome: PublishOutcome): void {
    const retained = this.#byName.get(name);
    if (retained === undefined) return;
    retained.known = outcome === "lost" ? undefined : retained.sending;
    retained.sending = undefined;
  }

  /** Another session, perhaps another broker: nothing is known to be there. Brokers without a disk forget at restart. */
  forgotten(): void {
    for (const retained of this.#byName.values()) {
      retained.sending = undefined;
      retained.known = undefined;
    }
  }
}
