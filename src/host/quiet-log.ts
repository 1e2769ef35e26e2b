import type { Log } from "../ports/log.ts";

const nothing = (): void => {};

/** For one-shot commands, whose findings are their output. */
export const QUIET_LOG: Log = {
  trace: nothing,
  debug: nothing,
  info: nothing,
  warn: nothing,
  error: nothing,
  station: () => QUIET_LOG,
};
