import { readSettings } from "../host/settings-file.ts";

interface Words {
  readonly socket?: string | undefined;
  readonly config?: string | undefined;
  readonly set?: readonly string[] | undefined;
}

/** Where the running agent listens: as typed, else as the settings say, which are only then read. */
export const agentSocket = ({ socket, config, set }: Words): string =>
  socket ?? readSettings({ config, set, env: process.env }).settings.agent.socket;
