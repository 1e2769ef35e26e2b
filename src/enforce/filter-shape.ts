/** Where traffic goes: a network (`203.0.113.0/24`, one address, or IPv6), and a span of TCP and UDP ports. */
export interface Destination {
  readonly network: string;
  /** 0 to 65535: any. */
  readonly ports: { readonly first: number; readonly last: number };
}

/** Traffic that is of a class: all that is given has to hold. */
export interface ClassRule {
  readonly class: string;
  readonly to?: readonly Destination[];
  /** A cgroup of version 2, by its path below the mount: `system.slice/pos.service`. */
  readonly cgroup?: string;
  readonly uid?: number;
  /** Of the packet, as the sender or another rule set it. */
  readonly mark?: { readonly value: number; readonly mask: number };
  /** For what is forwarded: the interface it came in by, a name or how names begin before a `*`. */
  readonly from?: string;
  /** For what is forwarded: whose addresses, as networks. */
  readonly sources?: readonly string[];
}

/** What the rules in the kernel are made of; they change only with the settings. */
export interface FilterShape {
  /** By their rank, the first one first; 7 at most, as the mark has room. */
  readonly classes: readonly string[];
  /** Where the class of a connection stands: adjoining bits, three at least. */
  readonly markMask: number;
  /** Of `classes`: for what no rule names. */
  readonly otherwise: string;
  /** Of `classes`: name service, time service, ICMP and what the agent itself sends. */
  readonly management: string;
  readonly rules: readonly ClassRule[];
  /** Of `classes`: what comes in for them beyond their limit is dropped although it is billed. Absent: for none. */
  readonly dropsDown?: readonly string[];
  /** Metered ones, how names begin before a `*`. */
  readonly uplinkPatterns: readonly string[];
  /** The user that the agent runs as; absent where others run as the same one, as root. */
  readonly ownUid?: number;
}

/** The place of a class in the mark: the first one has 1, since 0 is not classified yet. */
export function markOf(shape: FilterShape, name: string): number {
  const lowest = shape.markMask & -shape.markMask;
  return ((shape.classes.indexOf(name) + 1) * (lowest >>> 0)) >>> 0;
}

/** `ca11:10`: the scheduler's class of a traffic class, by its rank. */
export const HANDLE = "ca11";
export const schedulerClass = (rank: number): string => `${HANDLE}:${rank * 10}`;

export const isIpv6 = (network: string): boolean => network.includes(":");
