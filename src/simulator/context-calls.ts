import type { Cancel } from "../ports/clock.ts";
import { activeContexts, type PdpContext } from "./pdp-contexts.ts";

/** The data calls that run through contexts: each ends when its context does. */
export class ContextCalls {
  readonly #calls = new Set<{ readonly cid: number; readonly ended: () => void }>();

  add(cid: number, ended: () => void): Cancel {
    const call = { cid, ended };
    this.#calls.add(call);
    return () => void this.#calls.delete(call);
  }

  has(cid: number): boolean {
    return [...this.#calls].some((call) => call.cid === cid);
  }

  settle(contexts: readonly PdpContext[]): void {
    const up = activeContexts(contexts).map(({ cid }) => cid);
    for (const call of this.#calls) {
      if (up.includes(call.cid)) continue;
      this.#calls.delete(call);
      call.ended();
    }
  }
}
