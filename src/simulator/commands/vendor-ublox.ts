import { Millis } from "../../base/duration.ts";
import { cme, ok } from "../../dce/answer.ts";
import type { MobileTermination } from "../mobile-termination.ts";
import { serving } from "../radio-state.ts";
import type { CommandRows } from "./command-row.ts";
import { keptSetting } from "./kept-setting.ts";
import { switchingOff } from "./leaving.ts";

const LEAVING = Millis(500);

const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, "0");

/**
 * Mode 2 on LTE, as SARA-R5 tells it: `<rat>,<svc>,<MCC>,<MNC>`, then the cell: EARFCN, band, bandwidths, TAC, cell, PCI, M-TMSI, group, code, RSRP
 * and RSRQ in 36.133's numbers, SINR, RRC, and what is not known (255).
 */
function cellDescription({ radio, carrier, signal, settings }: MobileTermination): readonly string[] {
  const mode = settings.kept["+UCGED"] ?? "2";
  if (mode !== "2") return [`+UCGED: ${mode}`];
  if (!serving(radio)) {
    const nothing =
      "65535,255,255,255,ffff,0000000,65535,00000000,ffff,ff,255,255,255,1,255,255,255,255,255,0,255,255,0";
    return ["+UCGED: 2", "6,2,fff,fff", nothing];
  }
  const { tac, ci } = carrier.cell;
  const [rsrp, rsrq] = [signal.rsrpDbm + 141, Math.round((signal.rsrqDb + 20) * 2)];
  const cell = ["1650,3,25,25", hex(tac, 4), hex(ci, 7), "257,00000000,ffff,ff", rsrp, rsrq, "17.00,1,255,255"];
  return [
    "+UCGED: 2",
    `6,4,${carrier.plmn.slice(0, 3)},${carrier.plmn.slice(3)}`,
    [...cell, rsrp, "255,255,0,255,255,0"].join(","),
  ];
}

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
  "+UCGED": {
    ...keptSetting("+UCGED", "2", "(0,2,5)", /^[025]$/),
    read: ({ mt }) => ok(...cellDescription(mt)),
  },
  // 3 is LTE alone; a second number is the preferred one of several.
  "+URAT": keptSetting("+URAT", "3", "(0-9),(0-9)", /^\d(,\d){0,2}$/),
  "+CPWROFF": switchingOff(LEAVING),
};
