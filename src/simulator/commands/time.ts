import { cme, ok } from "../../dce/answer.ts";
import { numberAt, textAt } from "../../dce/parameters.ts";
import { parseClockText } from "../modem-clock.ts";
import type { CommandRows } from "./command-row.ts";

/** 3GPP TS 27.007 8.15 and 8.41. */
export const TIME_COMMANDS: CommandRows = {
  "+CCLK": {
    read: ({ mt }) => ok(`+CCLK: "${mt.clockText}"`),
    test: () => ok(),
    set: ({ mt }, parameters) => {
      const clock = parseClockText(textAt(parameters, 0) ?? "", mt.now());
      if (clock === undefined) return cme(50);
      mt.setClock(clock);
      return ok();
    },
  },
  "+CTZR": {
    read: ({ mt }) => ok(`+CTZR: ${mt.settings.timeZoneReports}`),
    test: () => ok("+CTZR: (0-2)"),
    set: ({ mt }, parameters) => {
      const reports = numberAt(parameters, 0);
      if (reports === undefined || reports < 0 || reports > 2) return cme(50);
      mt.configure({ timeZoneReports: reports });
      return ok();
    },
  },
};
