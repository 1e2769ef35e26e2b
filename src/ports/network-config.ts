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
  /** `static`: as listed here; `dhcp`: what the modem's own DHCP server gives. */
  readonly from: "static" | "dhcp";
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
  /** Where resolvers are written: systemd-resolved, resolvconf, or a file of the agent's own. */
  readonly resolver: "resolved" | "resolvconf" | "file";
  /** The DHCP client that would be run. */
  readonly dhcpClient?: string;
}

export type NetworkOutcome =
  | { readonly kind: "done" }
  | {
      readonly kind: "failed";
      /** What was found, for people. */
      readonly found: string;
      readonly remedy: string;
    };

export interface NetworkChange {
  readonly before: NetworkBefore;
  readonly set: NetworkSet;
}

/** The kernel's and the system's network configuration of one interface. Nothing rejects. */
export interface NetworkConfig {
  look(interfaceName: string): Promise<NetworkBefore | { readonly kind: "absent" }>;
  /** Link, MTU, addresses, routes, resolvers; on a failure the caller undoes the whole change. */
  apply(change: NetworkChange): Promise<NetworkOutcome>;
  /** Takes away exactly what `apply` has set, and whatever of it is still there. Harmless when nothing is. */
  undo(change: NetworkChange): Promise<void>;
}
