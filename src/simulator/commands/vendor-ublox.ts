import { Millis } from "../../base/duration.ts";
import { cme, ok } from "../../dce/answer.ts";
import { serving } from "../radio-state.ts";
import type { CommandRows } from "./command-row.ts";
import { switchingOff } from "./leaving.ts";

const LEAVING = Millis(500);

/** After u-blox' AT commands manual. */
export const UBLOX_COMMANDS: CommandRows = {
  // `<cid>,<sent>,<received>` of the session, and the same in all; one session here.
  "+UGCNTRD": {
    execute: ({ mt }) => {
      const { up, down } = mt.counters.count;
      const cids = mt.radio.contexts.filter(({ active }) => active).map(({ cid }) => cid);
      return ok(...cids.map((cid) => `+UGCNTRD: ${cid},${up},${down},${up},${down}`));
    },
    test: () => ok(),
  },
  "+UGCNTSET": {
    set: ({ mt }) => {
      mt.counters.reset();
      return ok();
    },
    test: () => ok("+UGCNTSET: (1-8),(0)"),
  },
  "+UPINCNT": {
    execute: ({ mt }) =>
      mt.card === undefined ? cme(10) : ok(`+UPINCNT: ${mt.card.pinTries},3,${mt.card.pukTries},10`),
    test: () => ok(),
  },
  "+UREG": { read: ({ mt }) => ok(`+UREG: 0,${serving(mt.radio) ? 7 : 0}`), test: () => ok("+UREG: (0,1)") },
  "+CPWROFF": switchingOff(LEAVING),
};
