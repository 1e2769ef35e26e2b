import type { NetworkChange, NetworkConfig, NetworkOutcome, NetworkSet } from "../ports/network-config.ts";
import type { Store } from "../ports/store.ts";
import { readKept } from "./kept-json.ts";

const KEY = "network/change";

/**
 * What an interface was given, written down before it is given: a killed agent's successor takes it away. After another
 * boot there is nothing left of it, and what lies there now is somebody else's.
 */
export class NetworkJournal {
  readonly #network: NetworkConfig;
  readonly #store: Store;
  readonly #bootId: string;

  constructor(ports: { readonly network: NetworkConfig; readonly store: Store }, bootId: string) {
    this.#network = ports.network;
    this.#store = ports.store;
    this.#bootId = bootId;
  }

  /** What stood there from a call before is taken away first. */
  async apply(set: NetworkSet, from: "static" | "dhcp" = "static"): Promise<NetworkOutcome> {
    await this.undo();
    const before = await this.#network.look(set.interfaceName);
    if (before.kind === "absent")
      return {
        kind: "failed",
        found: `The interface ${set.interfaceName} does not exist.`,
        remedy: "Set meter.interface to the modem's network interface.",
      };
    const linked = await this.#set({ before, set });
    const outcome = linked.kind === "failed" || from === "static" ? linked : await this.#leased({ before, set });
    if (outcome.kind === "failed") await this.undo();
    return outcome;
  }

  /** A lease is written down too before it is set. */
  async #leased({ before, set }: NetworkChange): Promise<NetworkOutcome> {
    const answer = await this.#network.lease(set.interfaceName);
    return answer.kind === "failed" ? answer : this.#set({ before, set: { ...set, ...answer.lease } });
  }

  async #set(change: NetworkChange): Promise<NetworkOutcome> {
    await this.#store.write([{ put: KEY, value: JSON.stringify({ bootId: this.#bootId, change }) }]);
    return this.#network.apply(change);
  }

  async undo(): Promise<void> {
    const kept = readKept(await this.#store.get(KEY), isKept);
    if (kept === undefined) return;
    if (kept.bootId === this.#bootId) await this.#network.undo(kept.change);
    await this.#store.write([{ del: KEY }]);
  }
}

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
