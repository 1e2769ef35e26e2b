/** One counter of the kernel's packet filter, as it stands. */
export interface ClassCounter {
  /** `payment_up`: the class, and which way; `payment__acquirer_up`: also to which set of destinations. */
  readonly name: string;
  readonly bytes: bigint;
  /** Another one: the counter was made anew, and began at zero. Undefined where the filter does not tell. */
  readonly handle: number | undefined;
}

export type ClassReading =
  | { readonly kind: "counters"; readonly counters: readonly ClassCounter[] }
  /** Nothing could be read; a sentence for people, and what to do. `absent`: there is no such table, so that nothing is counted yet. */
  | { readonly kind: "unreadable"; readonly why: string; readonly absent?: true };

/** Whose bytes they were, as the kernel's packet filter counts them by rules of the site. */
export interface ClassCounters {
  /** Costs a process: to be asked only when bytes moved. Never rejects. */
  read(): Promise<ClassReading>;
}
