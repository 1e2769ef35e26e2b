import type { AgentStatus } from "../report/local-contract.ts";
import type { SettingsInForce } from "../host/settings-file.ts";

export interface CheckResult {
  readonly what: string;
  readonly verdict: "ok" | "note" | "fault";
  readonly found: string;
  /** What to do; absent when nothing is to be done. */
  readonly remedy?: string;
}

/** Whether an agent runs here, by its local socket. */
export type AgentAnswer =
  | { readonly kind: "answers"; readonly status: AgentStatus }
  /** `no-answer`: it is there, but busy, starting, or stands still. */
  | { readonly kind: "no-answer" | "forbidden" | "none"; readonly found: string };

export interface Examined {
  readonly inForce: SettingsInForce;
  readonly agent: AgentAnswer;
  /** An agent has the port and the store; they are not opened beside it. */
  readonly running: boolean;
}

export type Check = (examined: Examined) => Promise<readonly CheckResult[]>;
