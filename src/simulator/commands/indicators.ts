import { cme, ok } from "../../dce/answer.ts";
import { numberAt } from "../../dce/parameters.ts";
import { INDICATORS } from "../indicators.ts";
import type { CommandRows } from "./command-row.ts";

/** 3GPP TS 27.007 8.9 and 8.10. */
export const INDICATOR_COMMANDS: CommandRows = {
  "+CIND": {
    read: ({ mt }) => ok(`+CIND: ${mt.indicators.join(",")}`),
    test: () => ok(`+CIND: ${INDICATORS.map(([name, values]) => `("${name}",(${values}))`).join(",")}`),
  },
  "+CMER": {
    read: ({ mt }) => ok(`+CMER: 3,0,0,${mt.settings.indicatorReports ? 1 : 0},0`),
    test: () => ok("+CMER: (0,3),(0),(0),(0,1),(0)"),
    set: ({ mt }, parameters) => {
      const [mode = 0, keys = 0, display = 0, indicators = 0] = [0, 1, 2, 3].map((at) => numberAt(parameters, at));
      if (![0, 1, 2, 3].includes(mode) || keys !== 0 || display !== 0 || indicators < 0 || indicators > 2) {
        return cme(50);
      }
      mt.configure({ indicatorReports: mode !== 0 && indicators !== 0 });
      return ok();
    },
  },
};
