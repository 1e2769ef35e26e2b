import type { Duration } from "../../base/duration.ts";
import { ok } from "../../dce/answer.ts";
import type { CommandRow } from "./command-row.ts";

/** A command that restarts the whole modem, a moment after its OK. */
export const RESTARTING: CommandRow = {
  execute: ({ restart }) => {
    restart();
    return ok();
  },
  test: () => ok(),
};

/** A command that switches the modem off, so long after its OK. */
export const switchingOff = (after: Duration): CommandRow => ({
  execute: ({ powerOff }) => {
    powerOff(after);
    return ok();
  },
  test: () => ok(),
});
