/** One row of a standard's table, in the standard's own words. */
export interface Code {
  readonly name: string;
  /** Specification and clause: `3GPP TS 24.301 9.9.3.9`. */
  readonly clause: string;
  /** Other words for the same number: its EPS or 5GS meaning, or those of an older release. */
  readonly also?: readonly string[];
}

/** Number -> row, read by plain indexing. A number that the standard leaves undefined has no row. */
export type CodeTable = Readonly<Record<number, Code>>;
