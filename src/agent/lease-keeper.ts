import { type Duration, Millis, Seconds } from "../base/duration.ts";
import { elapsed, type MonoMs } from "../base/instant.ts";
import type { Cancel, Clock } from "../ports/clock.ts";
import type { Lease, NetworkSet } from "../ports/network-config.ts";
import type { NetworkJournal } from "./network-journal.ts";

export interface LeaseListener {
  /** The server gave something else: it is set, and what was open over the old address is over. */
  onReaddressed(): void;
  /** Nobody renewed it: the address may be another's from now on. */
  onExpired(): void;
}

/** RFC 2131 4.4.5: between attempts at least a minute. */
const LEAST: Duration = Seconds(60);

/**
 * Asks a modem's DHCP server again when half of the lease is over (RFC 2131 4.4.5), and ever sooner until it ends. The client is asked
 * anew each time instead of being left running: it would set the interface by its own script, and nobody would take that back.
 */
export class LeaseKeeper {
  readonly #clock: Clock;
  readonly #network: Pick<NetworkJournal, "lease" | "replace">;
  readonly #listener: LeaseListener;
  #cancel: Cancel = () => {};
  /** What was begun since is another call's. */
  #turn = 0;

  constructor(
    { clock, network }: { readonly clock: Clock; readonly network: Pick<NetworkJournal, "lease" | "replace"> },
    listener: LeaseListener,
  ) {
    this.#clock = clock;
    this.#network = network;
    this.#listener = listener;
  }

  /** `set` carries this lease from now on. */
  begin(set: NetworkSet, lease: Lease): void {
    this.end();
    if (lease.term === undefined) return;
    const term = Millis(Math.max(lease.term, LEAST));
    const began = this.#clock.monoMs();
    this.#wait(lease.renewAfter ?? Millis(term / 2), { set, lease, term, began });
  }

  end(): void {
    this.#turn += 1;
    this.#cancel();
  }

  #wait(delay: Duration, held: Held): void {
    const turn = this.#turn;
    this.#cancel = this.#clock.after(delay, () => void this.#renew(held, turn));
  }

  async #renew(held: Held, turn: number): Promise<void> {
    const answer = await this.#network.lease(held.set.interfaceName, held.lease.addresses[0]?.address);
    if (turn !== this.#turn) return;
    if (answer.kind === "failed") return this.#again(held);
    const { lease } = answer;
    if (same(lease, held.lease)) return this.begin(held.set, lease);
    const { term: _, renewAfter: __, ...given } = lease;
    const set: NetworkSet = { ...held.set, ...given };
    const outcome = await this.#network.replace(set);
    if (turn !== this.#turn) return;
    if (outcome.kind === "failed") return this.#listener.onExpired();
    this.begin(set, lease);
    this.#listener.onReaddressed();
  }

  /** Half of what is left, until nothing is. */
  #again(held: Held): void {
    const left = held.term - elapsed(held.began, this.#clock.monoMs());
    if (left <= 0) return this.#listener.onExpired();
    this.#wait(Millis(Math.min(left, Math.max(left / 2, LEAST))), held);
  }
}

interface Held {
  readonly set: NetworkSet;
  readonly lease: Lease;
  readonly term: Duration;
  readonly began: MonoMs;
}

const plain = ({ addresses, resolvers, mtu }: Lease): string => JSON.stringify([addresses, resolvers, mtu]);
const same = (one: Lease, other: Lease): boolean => plain(one) === plain(other);
