import { Millis } from "../../base/duration.ts";
import { cme, ok } from "../../dce/answer.ts";
import { numberAt } from "../../dce/parameters.ts";
import type { MobileTermination } from "../mobile-termination.ts";
import { serving } from "../radio-state.ts";
import type { CommandRows } from "./command-row.ts";
import { keptSetting } from "./kept-setting.ts";
import { switchingOff } from "./leaving.ts";
import { INDICATORS } from "../indicators.ts";
import { turned } from "./packet.ts";
import { iccidRow } from "./vendor-iccid.ts";

/** `4G,<EARFCN>,<band>,<DL>,<UL>,<FDD>,<MCC>,<MNC>,<TAC>,<cell>,<PCI>,<power>,<RSRP>,<RSRQ>,<state>`. */
function monitored({ radio, carrier, signal }: MobileTermination): string {
  if (radio.level !== 1 || !radio.covered) return "4G,SEARCH";
  const { tac, ci } = carrier.cell;
  const place = [carrier.plmn.slice(0, 3), carrier.plmn.slice(3), hex(tac, 4), hex(ci, 7)];
  const state = serving(radio) ? "NOCONN" : "LIMSRV";
  return ["4G,1650,3,10,10,FDD", ...place, 257, 33, signal.rsrpDbm, signal.rsrqDb, state].join(",");
}

const hex = (value: number, digits: number): string => value.toString(16).toUpperCase().padStart(digits, "0");

/** After the AT command sets of EHS6, ELS61 and PLS62. */
export const CINTERION_COMMANDS: CommandRows = {
  "^SMONI": { execute: ({ mt }) => ok(`^SMONI: ${monitored(mt)}`), test: () => ok() },
  // Of the code that is asked for now.
  "^SPIC": {
    execute: ({ mt }) => (mt.card === undefined ? cme(10) : ok(`^SPIC: ${mt.card.pinTries}`)),
    test: () => ok(),
  },
  "^SCKS": {
    read: ({ mt }) => ok(`^SCKS: ${mt.settings.kept["^SCKS"] ?? "0"},${mt.card === undefined ? 0 : 1}`),
    set: ({ mt }, parameters, text) => {
      if (![0, 1].includes(numberAt(parameters, 0) ?? -1)) return cme(50);
      mt.configure({ kept: { ...mt.settings.kept, "^SCKS": text } });
      return ok();
    },
    test: () => ok("^SCKS: (0,1)"),
  },
  // `<cid>[,<type>[,<password>,<user>]]`; the password is not told.
  "^SGAUTH": {
    ...keptSetting("^SGAUTH", "1,0", "(1-16),(0-2),(64),(64)", /^\d{1,2}(,[0-2](,"[^"]{0,64}"){0,2})?$/),
    read: ({ mt }) => ok(`^SGAUTH: ${/^\d+,\d/.exec(mt.settings.kept["^SGAUTH"] ?? "")?.[0] ?? "1,0"}`),
  },
  "^SCID": iccidRow("^SCID"),
  // `<name>,<mode>[,<value>]`: the modem's indicators, none of which is told unasked.
  "^SIND": {
    read: ({ mt }) => {
      const told = INDICATORS.map(([name], at) => `^SIND: ${name},0,${mt.indicators[at] ?? 0}`);
      // 17 is LTE, 0 without service.
      return ok(...told, `^SIND: psinfo,0,${serving(mt.radio) ? 17 : 0}`);
    },
    test: () => ok(...INDICATORS.map(([name, range]) => `^SIND: (${name},(${range}))`)),
  },
  "^SICA": {
    read: ({ mt }) => ok(...mt.radio.contexts.map(({ cid, active }) => `^SICA: ${cid},${active ? 1 : 0}`)),
    set: ({ mt }, parameters) => {
      const [state, cid] = [numberAt(parameters, 0), numberAt(parameters, 1)];
      return (state === 0 || state === 1) && cid !== undefined ? turned(mt, [cid], state === 1) : cme(50);
    },
    test: () => ok("^SICA: (0,1),(1-16)"),
  },
  "^SMSO": switchingOff(Millis(500)),
};
