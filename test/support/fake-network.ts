import type {
  LeaseOutcome,
  NetworkBefore,
  NetworkChange,
  NetworkConfig,
  NetworkOutcome,
  NetworkSet,
} from "../../src/ports/network-config.ts";

/** A machine's network in memory: what stands on each interface, and what was done to it in which order. */
export class FakeNetwork implements NetworkConfig {
  /** Interfaces that exist. */
  readonly present: Set<string>;
  /** What each carries now. */
  readonly standing = new Map<string, NetworkSet>();
  /** Interfaces that are up. */
  readonly up = new Set<string>();
  readonly done: string[] = [];
  /** What the next `apply` answers. */
  refusal: (NetworkOutcome & { readonly kind: "failed" }) | undefined;
  /** What the DHCP server behind the interface gives. */
  given: LeaseOutcome = { kind: "failed", found: "No server answers.", remedy: "Wait." };

  constructor(present: readonly string[] = ["wwan0"]) {
    this.present = new Set(present);
  }

  async look(name: string): Promise<NetworkBefore | { readonly kind: "absent" }> {
    if (!this.present.has(name)) return { kind: "absent" };
    return { kind: "interface", up: this.up.has(name), mtu: 1_500, resolver: "file" };
  }

  async apply({ set }: NetworkChange): Promise<NetworkOutcome> {
    this.done.push(`apply ${set.interfaceName}`);
    if (this.refusal !== undefined) return this.refusal;
    this.standing.set(set.interfaceName, set);
    this.up.add(set.interfaceName);
    return { kind: "done" };
  }

  async lease(name: string, wanted?: string): Promise<LeaseOutcome> {
    this.done.push(wanted === undefined ? `lease ${name}` : `lease ${name} ${wanted}`);
    return this.given;
  }

  async undo({ before, set }: NetworkChange): Promise<void> {
    this.done.push(`undo ${set.interfaceName}`);
    this.standing.delete(set.interfaceName);
    if (!before.up) this.up.delete(set.interfaceName);
  }
}
