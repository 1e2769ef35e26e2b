import type { Duration } from "../base/duration.ts";

export interface LinkAddress {
  /** Canonical text, IPv4 or IPv6. */
  readonly address: string;
  readonly prefixLength: number;
  /** Of the default route of its family; without it the route leads into the interface itself. */
  readonly gateway?: string;
}

/** What an interface is given for a data call. */
export interface NetworkSet {
  readonly interfaceName: string;
  readonly mtu?: number;
  readonly addresses: readonly LinkAddress[];
  /** Of the default routes: lower is preferred. */
  readonly metric: number;
  readonly resolvers: readonly string[];
}

/** How the interface was before, as far as it has to be put back. */
export interface NetworkBefore {
  readonly kind: "interface";
  readonly up: boolean;
  readonly mtu: number;
  /** `gso_max_segs`: packets that one piece may become; absent: nobody tells, and it is left alone. */
  readonly segments?: number;
  /** Where resolvers are written: systemd-resolved, resolvconf, or a file of the agent's own. */
  readonly resolver: "resolved" | "resolvconf" | "file";
}

interface Failed {
  readonly kind: "failed";
  /** What was found, for people. */
  readonly found: string;
  readonly remedy: string;
}

export type NetworkOutcome =
  | {
      readonly kind: "done";
      /** What a person has to do for it to take effect. */
      readonly note?: string;
    }
  | Failed;

/** What a DHCP server gives. */
export interface Lease extends Pick<NetworkSet, "addresses" | "resolvers" | "mtu"> {
  /** How long it is ours; absent: for ever, or nobody said. */
  readonly term?: Duration;
  /** When the server wants to be asked again (T1), where it says so. */
  readonly renewAfter?: Duration;
}
export type LeaseOutcome = { readonly kind: "lease"; readonly lease: Lease } | Failed;

export interface NetworkChange {
  readonly before: NetworkBefore;
  readonly set: NetworkSet;
}

/** The kernel's and the system's network configuration of one interface. Nothing rejects. */
export interface NetworkConfig {
  look(interfaceName: string): Promise<NetworkBefore | { readonly kind: "absent" }>;
  /** Link, packets one by one (so that counters hold what goes out), MTU, addresses, routes, resolvers; on a failure the caller undoes the whole change. */
  apply(change: NetworkChange): Promise<NetworkOutcome>;
  /** Asks the modem's own DHCP server, over a link that `apply` has put up, for `wanted` where it was had before; sets nothing. */
  lease(interfaceName: string, wanted?: string): Promise<LeaseOutcome>;
  /** Takes away exactly what `apply` has set, and whatever of it is still there. Harmless when nothing is. */
  undo(change: NetworkChange): Promise<void>;
}
