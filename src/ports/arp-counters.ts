/** What the kernel's packet filter counted of ARP in one direction since its counter was made. */
export interface ArpCount {
  /** Without the link's header; with what the sender padded the frame to. */
  readonly bytes: bigint;
  /** Another one: the counter was made anew, and began at zero. Undefined where the filter does not tell. */
  readonly handle: number | undefined;
}

export type ArpReading =
  | { readonly kind: "counted"; readonly up: ArpCount; readonly down: ArpCount }
  /** Nothing could be read; a sentence for people, and what to do. */
  | { readonly kind: "unreadable"; readonly why: string };

/** ARP over the metered interfaces: their own counters hold it among the packets, and it is no IP. */
export interface ArpCounters {
  /** Costs a process. Never rejects. */
  read(): Promise<ArpReading>;
}
