import type { Duration } from "../base/duration.ts";

/** One thing that passed on the line. */
export interface TapeEntry {
  readonly from: "host" | "modem";
  /** The bytes, one character each (Latin-1). */
  readonly bytes: string;
  /** Since the entry before it; absent where nobody measured. */
  readonly after?: Duration;
}

/** What passed between a host and a modem, in order, and whose it was. */
export interface Tape {
  /** `source`, `family`, `firmware`, `masked`, `expect`, ...; lower case, in the file's order. */
  readonly headers: ReadonlyMap<string, string>;
  readonly entries: readonly TapeEntry[];
}
