/** What a look at a port's other users found. `text` is for people: which programs, and what to do. */
export interface OtherHolders {
  /** False: nobody is seen, but this user may not look into every process. */
  readonly seen: boolean;
  readonly text: string;
}

/**
 * Who else has a port open. Another program that only reads it (`cat`, `socat`) takes no lock and is refused by none: it
 * is noticed by the answers that it takes away.
 */
export interface PortHolders {
  /** Undefined when there is nobody. Never rejects. */
  others(path: string): Promise<OtherHolders | undefined>;
}
