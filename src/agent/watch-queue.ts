import { plainJson } from "../base/plain-text.ts";
import type { Bridge } from "../bridge/bridge.ts";
import type { BridgeNews } from "../bridge/bridge-news.ts";
import type { Cancel } from "../ports/clock.ts";
import type { LineStream } from "../ports/line-stream.ts";
import type { WatchLine } from "../report/program-contract.ts";

/** All the grants that can be open: each is withdrawn once. */
const MOST_WITHDRAWN = 64;

/** What one follower has not been told yet: the state is told as it is when there is room for it, each withdrawn grant by itself. */
export class WatchQueue implements LineStream {
  readonly #bridge: Pick<Bridge, "sequence" | "onNews">;
  readonly #stateLine: (sequence: number) => string;
  #withdrawn: readonly (BridgeNews & { readonly kind: "withdrawn" })[] = [];
  #stateDue = true;

  /** The state is due at once. */
  constructor(bridge: Pick<Bridge, "sequence" | "onNews">, stateLine: (sequence: number) => string) {
    this.#bridge = bridge;
    this.#stateLine = stateLine;
  }

  next(): string | undefined {
    const [first, ...others] = this.#withdrawn;
    if (first !== undefined) {
      this.#withdrawn = others;
      const { sequence: seq, grant, reason } = first;
      return plainJson({ kind: "withdrawn", seq, grant, reason } satisfies WatchLine);
    }
    if (!this.#stateDue) return undefined;
    this.#stateDue = false;
    return this.#stateLine(this.#bridge.sequence);
  }

  onNews(listener: () => void): Cancel {
    return this.#bridge.onNews((news) => {
      if (news.kind === "state") this.#stateDue = true;
      else this.#withdrawn = [...this.#withdrawn, news].slice(-MOST_WITHDRAWN);
      listener();
    });
  }
}
