import { cme, ok } from "../../dce/answer.ts";
import { numberAt, textAt } from "../../dce/parameters.ts";
import { parseClockText } from "../modem-clock.ts";
import type { MobileTermination } from "../mobile-termination.ts";
import type { CommandRows } from "./command-row.ts";

/** Of the makes that keep universal time +CTZU=3 makes local time of it (Quectel's manuals). */
const inUtc = ({ personality, settings }: MobileTermination): boolean =>
  personality.clockInUtc && settings.kept["+CTZU"] !== "3";

/** 3GPP TS 27.007 8.15 and 8.41. */
export const TIME_COMMANDS: CommandRows = {
  "+CCLK": {
    read: ({ mt }) => ok(`+CCLK: "${inUtc(mt) ? mt.universalText : mt.clockText}"`),
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
