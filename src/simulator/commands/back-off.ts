import { type Answer, cme, ok } from "../../dce/answer.ts";
import { numberAt, textAt } from "../../dce/parameters.ts";
import { type RunningBackOff, T3396, wholeSeconds } from "../context-back-off.ts";
import type { MobileTermination } from "../mobile-termination.ts";
import type { CommandRows } from "./command-row.ts";

const line = ({ apn, left }: RunningBackOff): string =>
  `+CABTRDP: "${apn}",${left === undefined ? "" : wholeSeconds(left)},${T3396}`;

function running(mt: MobileTermination, apn?: string): Answer {
  const timers = mt.contextBackOff.running();
  const wanted = apn?.toLowerCase();
  return ok(...timers.filter((timer) => wanted === undefined || timer.apn.toLowerCase() === wanted).map(line));
}

/** 27.007 10.1.41, 10.1.42; few makes have them. */
export const BACK_OFF_COMMANDS: CommandRows = {
  "+CABTSR": {
    read: ({ mt }) => ok(`+CABTSR: ${mt.settings.backOffReports ? 1 : 0}`),
    test: () => ok("+CABTSR: (0,1)"),
    set: ({ mt }, parameters) => {
      const n = numberAt(parameters, 0) ?? 0;
      if (n !== 0 && n !== 1) return cme(50);
      mt.configure({ backOffReports: n === 1 });
      return ok();
    },
  },
  "+CABTRDP": {
    execute: ({ mt }) => running(mt),
    test: () => ok(),
    set: ({ mt }, parameters) => running(mt, textAt(parameters, 0)),
  },
};
