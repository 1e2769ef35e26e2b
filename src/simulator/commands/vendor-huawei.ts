import { ok } from "../../dce/answer.ts";
import { rsrpIndex, rsrqIndex } from "../signal-level.ts";
import type { CommandRows } from "./command-row.ts";

const wide = (value: bigint): string => value.toString(16).toUpperCase().padStart(16, "0");

/** After Huawei's "ME909s Series AT Command Interface Specification": counters in hexadecimal, last session and all. */
export const HUAWEI_COMMANDS: CommandRows = {
  "^DSFLOWQRY": {
    execute: ({ mt }) => {
      const { up, down } = mt.counters.count;
      const seconds = Math.floor(mt.now() / 1_000)
        .toString(16)
        .toUpperCase()
        .padStart(8, "0");
      const session = `${seconds},${wide(up)},${wide(down)}`;
      return ok(`^DSFLOWQRY:${session},${session}`);
    },
    test: () => ok(),
  },
  "^DSFLOWCLR": {
    execute: ({ mt }) => {
      mt.counters.reset();
      return ok();
    },
    test: () => ok(),
  },
  "^HCSQ": {
    read: ({ mt }) =>
      ok(
        mt.radio.level === 1 && mt.radio.covered
          ? `^HCSQ: "LTE",${Math.max(0, mt.signal.rssiDbm + 121)},${rsrpIndex(mt.signal)},186,${rsrqIndex(mt.signal)}`
          : '^HCSQ: "NOSERVICE"',
      ),
    test: () => ok('^HCSQ: ("NOSERVICE","GSM","WCDMA","LTE")'),
  },
  "^RESET": {
    execute: ({ restart }) => {
      restart();
      return ok();
    },
    test: () => ok(),
  },
};
