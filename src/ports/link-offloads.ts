/** How the kernel may hand one large piece to an interface instead of packets. */
export interface LinkOffloads {
  /** `gso_max_segs`: packets that one piece may become; 1: every packet is by itself. */
  readonly segments: number;
  /** The kind of a virtual interface (`veth`); absent for a device. */
  readonly kind?: string;
}

export interface OffloadReader {
  /** Costs a process. Undefined where nobody can tell. Never rejects. */
  read(interfaceName: string): Promise<LinkOffloads | undefined>;
}
