import { cme, ok } from "../../dce/answer.ts";
import type { MobileTermination } from "../mobile-termination.ts";
import { rsrpIndex, rsrqIndex, rssiIndex } from "../signal-level.ts";
import type { CommandRows } from "./command-row.ts";

/** `<AcT>` of 27.007 7.3 from which on the cell is a 5G one. */
const NR = 11;

const heard = ({ radio }: MobileTermination): boolean => radio.level === 1 && radio.covered;

/** On NR the three fields of release 15 stand behind the six, of which none is known then. */
function extended(mt: MobileTermination): string {
  if (!heard(mt)) return "99,99,255,255,255,255";
  if (mt.carrier.cell.act < NR) return `99,99,255,255,${rsrqIndex(mt.signal)},${rsrpIndex(mt.signal)}`;
  const { rsrpDbm, rsrqDb } = mt.signal;
  return `99,99,255,255,255,255,${Math.floor((rsrqDb + 43.5) * 2)},${Math.floor(rsrpDbm + 157)},255`;
}

/** 3GPP TS 27.007 8.5 and 8.69; 99 and 255 are "not known". On LTE the values of the other technologies are not known. */
export const SIGNAL_COMMANDS: CommandRows = {
  "+CSQ": {
    execute: ({ mt }) => ok(heard(mt) ? `+CSQ: ${rssiIndex(mt.signal)},99` : "+CSQ: 99,99"),
    test: () => ok("+CSQ: (0-31,99),(0-7,99)"),
  },
  "+CESQ": {
    execute: ({ mt }) => (mt.personality.extendedSignal ? ok(`+CESQ: ${extended(mt)}`) : cme(4)),
    test: () => ok("+CESQ: (0-63,99),(0-7,99),(0-96,255),(0-49,255),(0-34,255),(0-97,255)"),
  },
};
