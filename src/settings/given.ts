import type { SettingRow } from "./declaration.ts";
import type { Origin } from "./origin.ts";
import type { SettingsFault } from "./settings-fault.ts";

/** A value that a source gives to a setting, not yet judged. */
export interface Given {
  readonly row: SettingRow;
  readonly origin: Origin;
  /** As a file would hold it. */
  readonly value: unknown;
  /** Where in it something stands, for values of many lines. */
  readonly originOf?: (inside: readonly (string | number)[]) => Origin;
}

/** What one source says. */
export interface SourceReading {
  readonly given: readonly Given[];
  readonly faults: readonly SettingsFault[];
}
