import { ok } from "../../dce/answer.ts";
import type { MobileTermination } from "../mobile-termination.ts";
import { rsrpIndex, rsrqIndex, rssiIndex } from "../signal-level.ts";
import type { CommandRows } from "./command-row.ts";

const heard = ({ radio }: MobileTermination): boolean => radio.level === 1 && radio.covered;

/** 3GPP TS 27.007 8.5 and 8.69; 99 and 255 are "not known". On LTE the values of the other technologies are not known. */
export const SIGNAL_COMMANDS: CommandRows = {
  "+CSQ": {
    execute: ({ mt }) => ok(heard(mt) ? `+CSQ: ${rssiIndex(mt.signal)},99` : "+CSQ: 99,99"),
    test: () => ok("+CSQ: (0-31,99),(0-7,99)"),
  },
  "+CESQ": {
    execute: ({ mt }) =>
      ok(
        heard(mt)
          ? `+CESQ: 99,99,255,255,${rsrqIndex(mt.signal)},${rsrpIndex(mt.signal)}`
          : "+CESQ: 99,99,255,255,255,255",
      ),
    test: () => ok("+CESQ: (0-63,99),(0-7,99),(0-96,255),(0-49,255),(0-34,255),(0-97,255)"),
  },
};
