import { type Duration, Seconds } from "../../base/duration.ts";
import { type Answer, cme, ok } from "../../dce/answer.ts";
import { numberAt, textAt } from "../../dce/parameters.ts";
import type { RunningBackOff } from "../context-back-off.ts";
import type { MobileTermination } from "../mobile-termination.ts";
import type { CommandRows } from "./command-row.ts";

/** 27.007 10.1.41 `<event_type>`. */
const [STARTED, EXPIRED, DEACTIVATED] = [0, 2, 3];
/** `<NSLPI>` 1: no low priority was signalled; `<procedure>` 0: T3396. */
const T3396 = "1,0";

const seconds = (left: Duration): number => Math.ceil(left / Seconds(1));

/** The network refused an APN with T3396: it is told where that was asked for, now and at its end. */
export function barApn(mt: MobileTermination, apn: string, cause: number, lasts: Duration | "deactivated"): void {
  mt.contextBackOff.bar(apn, cause, mt.now(), lasts);
  const tell = (event: number, left: string): void => {
    if (mt.settings.backOffReports) mt.tell(`+CABTSRI: "${apn}",${event},${left}${T3396}`);
  };
  if (lasts === "deactivated") return tell(DEACTIVATED, ",");
  tell(STARTED, `${seconds(lasts)},`);
  mt.after(lasts, () => {
    if (mt.contextBackOff.holds(apn, mt.now()) === undefined) tell(EXPIRED, "0,");
  });
}

const line = ({ apn, left }: RunningBackOff): string =>
  `+CABTRDP: "${apn}",${left === undefined ? "" : seconds(left)},${T3396}`;

function running(mt: MobileTermination, apn?: string): Answer {
  const timers = mt.contextBackOff.running(mt.now());
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
