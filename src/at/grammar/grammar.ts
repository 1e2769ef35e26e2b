export type Parse<M> = (line: string, asked?: string) => M | undefined;

/** How lines of some names are read. `parse` must be undefined for every line that is not declared here. */
export interface Grammar<M> {
  /** With their sign and in upper case: `+CEREG`. */
  readonly names: readonly string[];
  /** It reads lines without a name as well (`RDY`, a number alone). */
  readonly unnamed?: true;
  readonly parse: Parse<M>;
}
