import { Millis } from "../../base/duration.ts";
import { cme, failed, ok } from "../../dce/answer.ts";
import { numberAt, textAt } from "../../dce/parameters.ts";
import type { MobileTermination } from "../mobile-termination.ts";
import { serving } from "../radio-state.ts";
import { rsrpIndex, rsrqIndex } from "../signal-level.ts";
import { slotRow } from "./card-slot.ts";
import type { CommandRows } from "./command-row.ts";
import { keptSetting } from "./kept-setting.ts";
import { RESTARTING, switchingOff } from "./leaving.ts";
import { iccidRow } from "./vendor-iccid.ts";

/** Fibocom's: +CPWROFF, and the slots 0 and 1 (an FM160 and an FM350 say `0,"SUB1","L"`). */
export const FIBOCOM_COMMANDS: CommandRows = {
  "+ICCID": iccidRow("+ICCID"),
  "+CPWROFF": switchingOff(Millis(500)),
  // 31 has an ECM interface, 30 has none.
  "+GTUSBMODE": keptSetting("+GTUSBMODE", "31", "(17-39)", /^\d{2}$/),
  "+GTAUTOCONNECT": keptSetting("+GTAUTOCONNECT", "0", "(0,1)", /^[01]$/),
  // `1,<rat 4>,<mcc>,<mnc>,<tac>,<cell>,<earfcn>,<physical cell>,<100 + band>,<blocks>,<rssnr>,<rxlev>,<rsrp>,<rsrq>`.
  "+GTCCINFO": { read: ({ mt }) => ok("+GTCCINFO:", ...servingCell(mt)), test: () => ok() },
  "+GTDUALSIM": slotRow("+GTDUALSIM", { first: 0, takes: "restart", shown: (slot) => `${slot},"SUB${slot + 1}","L"` }),
};

function servingCell({ radio, carrier, signal }: MobileTermination): readonly string[] {
  if (radio.level !== 1 || !radio.covered) return [];
  const hex = (value: number, digits: number): string => value.toString(16).toUpperCase().padStart(digits, "0");
  const place = [carrier.plmn.slice(0, 3), carrier.plmn.slice(3), hex(carrier.cell.tac, 4), hex(carrier.cell.ci, 9)];
  const level = [22, rsrpIndex(signal), rsrpIndex(signal), rsrqIndex(signal)];
  return ["LTE service cell:", ["1,4", ...place, 1650, 257, 103, 100, ...level].join(",")];
}

/** Sierra Wireless', after its AT Command Reference 4117727: what takes no password. */
export const SIERRA_COMMANDS: CommandRows = {
  "!ICCID": iccidRow("!ICCID"),
  "!RESET": RESTARTING,
  "!ENTERCND": {
    set: (_context, parameters) => (textAt(parameters, 0) === "A710" ? ok() : failed),
    test: () => ok('!ENTERCND: "<key>"'),
  },
  "!GSTATUS": { read: ({ mt }) => ok("!GSTATUS:", ...status(mt)) },
  "*CNTI": {
    set: ({ mt }, parameters) =>
      numberAt(parameters, 0) === 0 ? ok(`*CNTI: 0,${serving(mt.radio) ? "LTE" : "NONE"}`) : cme(50),
    test: () => ok("*CNTI: (0-2)"),
  },
};

/** Of 25 lines those that a modem on LTE has in any case; tabs stand between the columns. */
function status({ radio, carrier, signal }: MobileTermination): readonly string[] {
  const online = radio.level === 1 ? "ONLINE" : "LOW POWER MODE";
  const { tac, ci } = carrier.cell;
  return [
    `Current Time:  100\t\tTemperature: 36`,
    `Reset Counter: 1\t\tMode:        ${online}`,
    `System mode:   ${serving(radio) ? "LTE" : "NO SERVICE"}\t\tPS state:    ${radio.attached ? "Attached" : "Not attached"}`,
    `RSRP (dBm): ${signal.rsrpDbm}\t\tTAC: ${tac.toString(16).toUpperCase()} (${tac})`,
    `RSRQ (dB):  ${signal.rsrqDb}\t\tCell ID: ${ci.toString(16).toUpperCase()} (${ci})`,
  ];
}

/** ZTE's: the tries are told by the test form (ModemManager's plugin asks so). */
export const ZTE_COMMANDS: CommandRows = {
  "+ZGETICCID": iccidRow("+ZGETICCID"),
  // `<cid>,<type>[,<user>,<password>]`.
  "+ZGPCOAUTH": {
    ...keptSetting("+ZGPCOAUTH", "1,0", "(1-16),(0-2)", /^\d{1,2}(,[0-2](,"[^"]{0,64}"){0,2})?$/),
    read: ({ mt }) => ok(`+ZGPCOAUTH: ${/^\d+,\d/.exec(mt.settings.kept["+ZGPCOAUTH"] ?? "")?.[0] ?? "1,0"}`),
  },
  "+ZPAS": {
    read: ({ mt }) => ok(`+ZPAS: ${serving(mt.radio) ? '"LTE","CS_PS"' : '"No Service"'}`),
    test: () => ok(),
  },
  "+ZPINPUK": {
    test: ({ mt }) => (mt.card === undefined ? cme(10) : ok(`+ZPINPUK: ${mt.card.pinTries},${mt.card.pukTries}`)),
  },
};
