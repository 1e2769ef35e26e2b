import type { SettingsInForce } from "../host/settings-file.ts";

export interface CheckResult {
  readonly what: string;
  readonly verdict: "ok" | "note" | "fault";
  readonly found: string;
  /** What to do; absent when nothing is to be done. */
  readonly remedy?: string;
}

export interface Examined {
  readonly inForce: SettingsInForce;
  readonly running: boolean;
}

export type Check = (examined: Examined) => Promise<readonly CheckResult[]>;
