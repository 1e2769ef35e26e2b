import { Millis } from "../../base/duration.ts";
import { cme, ok } from "../../dce/answer.ts";
import type { MobileTermination } from "../mobile-termination.ts";
import { serving } from "../radio-state.ts";
import { slotRow } from "./card-slot.ts";
import type { CommandRows } from "./command-row.ts";
import { keptSetting } from "./kept-setting.ts";
import { RESTARTING, switchingOff } from "./leaving.ts";

const LEAVING = Millis(200);

/** `LTE,Online,<mcc>-<mnc>,<tac>,<cell>,<pci>,<band>,<earfcn>,<dl>,<ul>,<rsrq>,<rsrp>,<rssi>,<sinr>`; tenths of a dB. */
function systemInformation({ radio, carrier, signal }: MobileTermination): string {
  if (radio.level !== 1) return "NO SERVICE,Low Power Mode";
  if (!serving(radio)) return "NO SERVICE,Online";
  const { tac, ci } = carrier.cell;
  const area = `0x${tac.toString(16).toUpperCase().padStart(4, "0")}`;
  const plmn = `${carrier.plmn.slice(0, 3)}-${carrier.plmn.slice(3)}`;
  const levels = [signal.rsrqDb, signal.rsrpDbm, signal.rssiDbm].map((value) => value * 10);
  return `LTE,Online,${plmn},${area},${ci},257,EUTRAN-BAND3,1650,5,5,${levels.join(",")},17`;
}

/** After SIMCom's manuals for SIM7600 and A76xx. */
export const SIMCOM_COMMANDS: CommandRows = {
  "+CPSI": {
    read: ({ mt }) => ok(`+CPSI: ${systemInformation(mt)}`),
    test: () => ok("+CPSI: (0-255)"),
  },
  // 8 is LTE, 0 no service.
  "+CNSMOD": {
    read: ({ mt }) => ok(`+CNSMOD: 0,${serving(mt.radio) ? 8 : 0}`),
    test: () => ok("+CNSMOD: (0,1)"),
  },
  "+SPIC": {
    execute: ({ mt }) => (mt.card === undefined ? cme(10) : ok(`+SPIC: ${mt.card.pinTries},${mt.card.pukTries},3,10`)),
    test: () => ok(),
  },
  // 2 is automatic, 13 GSM, 14 WCDMA, 38 LTE, 71 NR; 3 is both of Cat M and NB-IoT.
  "+CNMP": keptSetting("+CNMP", "2", "(2,13,14,38,39,48,51,54,71,109)", /^(2|13|14|38|39|48|51|54|71|109)$/),
  "+CMNB": keptSetting("+CMNB", "3", "(1-3)", /^[1-3]$/),
  "+UIMHOTSWAPON": keptSetting("+UIMHOTSWAPON", "0", "(0,1)", /^[01]$/),
  "+UIMHOTSWAPLEVEL": keptSetting("+UIMHOTSWAPLEVEL", "0", "(0,1)", /^[01]$/),
  "+CRESET": RESTARTING,
  "+CPOF": switchingOff(LEAVING),
  // The 5G modules': a line a slot, the last number tells which one is in use (a session with an SDX35 module).
  "+SMSIMCFG": slotRow("+SMSIMCFG", {
    first: 1,
    place: 1,
    takes: "restart",
    shown: (slot, active) => `1,${slot},${active ? 1 : 0}`,
    all: true,
  }),
};
