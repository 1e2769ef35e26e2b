/** The package's entry `cellward`: run an agent from code. */
import { readSettings, type SettingsRequest } from "../host/settings-file.ts";
import { VERSION } from "./version.ts";
import type { Log } from "../ports/log.ts";
import { type RunningAgent, startAgent as start } from "./start.ts";

export { Fault } from "../base/fault.ts";
export type { AgentStatus } from "../report/local-contract.ts";
export type { RunningAgent } from "./start.ts";
export type { Log } from "../ports/log.ts";

export interface StartOptions {
  /** The configuration file; `/etc/cellward/cellward.toml` where there is one, else defaults. */
  readonly config?: string;
  /** Settings above the file: `["modem.port=/dev/ttyUSB3"]`. */
  readonly set?: readonly string[];
  /** The environment that is looked at for CELLWARD_*; none by default, so that a library call means what it says. */
  readonly env?: SettingsRequest["env"];
  /** Where the log goes; JSON lines on stdout by default. */
  readonly log?: Log;
}

/**
 * Starts an agent in this process. Throws a `Fault` (with a stable `code`) when the settings are refused, the store is
 * held by another agent, or the local socket is in use; nothing is left running then.
 */
export async function startAgent(options: StartOptions = {}): Promise<RunningAgent> {
  const inForce = readSettings({ config: options.config, set: options.set, env: options.env ?? {} });
  return start({ inForce, version: VERSION, ...(options.log === undefined ? {} : { log: options.log }) });
}
