import { Millis } from "../../base/duration.ts";
import { cme, ok } from "../../dce/answer.ts";
import { numberAt } from "../../dce/parameters.ts";
import { serving } from "../radio-state.ts";
import { slotRow } from "./card-slot.ts";
import type { CommandRows } from "./command-row.ts";
import { RESTARTING, switchingOff } from "./leaving.ts";
import { iccidRow } from "./vendor-iccid.ts";

/** Fibocom's: +CPWROFF, and the slots 0 and 1 (an FM160 and an FM350 say `0,"SUB1","L"`). */
export const FIBOCOM_COMMANDS: CommandRows = {
  "+ICCID": iccidRow("+ICCID"),
  "+CPWROFF": switchingOff(Millis(500)),
  "+GTDUALSIM": slotRow("+GTDUALSIM", { first: 0, takes: "restart", shown: (slot) => `${slot},"SUB${slot + 1}","L"` }),
};

/** Sierra Wireless', after its AT Command Reference 4117727: what takes no password. */
export const SIERRA_COMMANDS: CommandRows = {
  "!ICCID": iccidRow("!ICCID"),
  "!RESET": RESTARTING,
  "*CNTI": {
    set: ({ mt }, parameters) =>
      numberAt(parameters, 0) === 0 ? ok(`*CNTI: 0,${serving(mt.radio) ? "LTE" : "NONE"}`) : cme(50),
    test: () => ok("*CNTI: (0-2)"),
  },
};

/** ZTE's: the tries are told by the test form (ModemManager's plugin asks so). */
export const ZTE_COMMANDS: CommandRows = {
  "+ZGETICCID": iccidRow("+ZGETICCID"),
  "+ZPINPUK": {
    test: ({ mt }) => (mt.card === undefined ? cme(10) : ok(`+ZPINPUK: ${mt.card.pinTries},${mt.card.pukTries}`)),
  },
};
