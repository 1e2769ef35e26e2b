import type {
  Lease,
  LeaseOutcome,
  NetworkChange,
  NetworkConfig,
  NetworkOutcome,
  NetworkSet,
} from "../ports/network-config.ts";
import type { Store } from "../ports/store.ts";
import { readKept } from "./kept-json.ts";

const KEY = "network/change";

/** `leased`: what a DHCP server gave, and what was set of it. */
export type Applied =
  | Exclude<NetworkOutcome, { readonly kind: "done" }>
  | (Extract<NetworkOutcome, { readonly kind: "done" }> & {
      readonly leased?: { readonly set: NetworkSet; readonly lease: Lease };
    });

/**
 * What an interface was given, written down before it is given: a killed agent's successor takes it away. After another
 * boot there is nothing left of it, and what lies there now is somebody else's.
 */
export class NetworkJournal {
  readonly #network: NetworkConfig;
  readonly #store: Store;
  readonly #bootId: string;
  #last: Promise<void> = Promise.resolve();

  constructor(ports: { readonly network: NetworkConfig; readonly store: Store }, bootId: string) {
    this.#network = ports.network;
    this.#store = ports.store;
    this.#bootId = bootId;
  }

  /** What stood there from a call before is taken away first. With `dhcp` the lease that was set is told. */
  apply(set: NetworkSet, from: "static" | "dhcp" = "static"): Promise<Applied> {
    return this.#inTurn(() => this.#apply(set, from));
  }

  /** The call stays, and the interface up: only what it carries changes. Nothing is done where nothing is carried any more. */
  replace(set: NetworkSet): Promise<NetworkOutcome> {
    return this.#inTurn(async () => {
      const kept = await this.#kept();
      if (kept === undefined || kept.bootId !== this.#bootId) return GONE;
      const { before } = kept.change;
      await this.#network.undo({ before: { ...before, up: true }, set: kept.change.set });
      const outcome = await this.#set({ before, set });
      if (outcome.kind === "failed") await this.#undo();
      return outcome;
    });
  }

  lease(interfaceName: string, wanted?: string): Promise<LeaseOutcome> {
    return this.#network.lease(interfaceName, wanted);
  }

  undo(): Promise<void> {
    return this.#inTurn(() => this.#undo());
  }

  async #apply(set: NetworkSet, from: "static" | "dhcp"): Promise<Applied> {
    await this.#undo();
    const before = await this.#network.look(set.interfaceName);
    if (before.kind === "absent")
      return {
        kind: "failed",
        found: `The interface ${set.interfaceName} does not exist.`,
        remedy: "Set meter.interface to the modem's network interface.",
      };
    const linked = await this.#set({ before, set });
    const outcome = linked.kind === "failed" || from === "static" ? linked : await this.#leased({ before, set });
    if (outcome.kind === "failed") await this.#undo();
    return outcome;
  }

  /** A lease is written down too before it is set. */
  async #leased({ before, set }: NetworkChange): Promise<Applied> {
    const answer = await this.#network.lease(set.interfaceName);
    if (answer.kind === "failed") return answer;
    const { lease } = answer;
    const { term: _, renewAfter: __, ...given } = lease;
    const leased = { ...set, ...given };
    const outcome = await this.#set({ before, set: leased });
    return outcome.kind === "failed" ? outcome : { ...outcome, leased: { set: leased, lease } };
  }

  async #set(change: NetworkChange): Promise<NetworkOutcome> {
    await this.#store.write([{ put: KEY, value: JSON.stringify({ bootId: this.#bootId, change }) }]);
    return this.#network.apply(change);
  }

  async #undo(): Promise<void> {
    const kept = await this.#kept();
    if (kept === undefined) return;
    if (kept.bootId === this.#bootId) await this.#network.undo(kept.change);
    await this.#store.write([{ del: KEY }]);
  }

  async #kept(): Promise<Kept | undefined> {
    return readKept(await this.#store.get(KEY), isKept);
  }

  /** A lease that is renewed while the call ends: one after the other. */
  #inTurn<T>(run: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(run);
    this.#last = turn.then(
      () => {},
      () => {},
    );
    return turn;
  }
}

const GONE: NetworkOutcome = { kind: "failed", found: "The call is over.", remedy: "None is needed." };

interface Kept {
  readonly bootId: string;
  readonly change: NetworkChange;
}

const isKept = (value: unknown): value is Kept =>
  typeof value === "object" &&
  value !== null &&
  "bootId" in value &&
  "change" in value &&
  typeof value.change === "object" &&
  value.change !== null &&
  "before" in value.change &&
  "set" in value.change;
