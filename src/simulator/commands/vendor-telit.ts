import { Millis } from "../../base/duration.ts";
import { cme, ok } from "../../dce/answer.ts";
import { numberAt } from "../../dce/parameters.ts";
import { addressesOf } from "../context-addresses.ts";
import type { MobileTermination } from "../mobile-termination.ts";
import { contextOf, type PdpContext } from "../pdp-contexts.ts";
import { serving } from "../radio-state.ts";
import type { CommandRows } from "./command-row.ts";
import { RESTARTING, switchingOff } from "./leaving.ts";

const EARFCN = 1650;
const PHYSICAL_CELL = 257;
const hex = (value: number, digits: number): string => value.toString(16).toUpperCase().padStart(digits, "0");

function radioState({ radio, carrier, signal, card }: MobileTermination): string {
  const { plmn, longName, cell } = carrier;
  const place = serving(radio) ? `"${plmn.slice(0, 3)} ${plmn.slice(3)}"` : "";
  const level = `${EARFCN},${signal.rsrpDbm},${signal.rssiDbm},${signal.rsrqDb},${hex(cell.tac, 4)}`;
  const service = serving(radio) ? 3 : 0;
  return `${place},${level},,,128,19,0,${hex(cell.ci, 7)},"${card?.imsi ?? ""}","${longName}",${service},3`;
}

const addressLine = (mt: MobileTermination, context: PdpContext): string =>
  `#CGPADDR: ${context.cid},"${context.active ? addressesOf(context, mt.carrier.addresses, mt.settings.addressForm).join(",") : ""}"`;

/** After Telit's "AT Commands Reference Guide" 80000ST10025a: the counters of all set contexts are under the first one here. */
export const TELIT_COMMANDS: CommandRows = {
  "#GDATAVOL": {
    set: ({ mt }, parameters) => {
      const mode = numberAt(parameters, 0);
      if (mode === 0) mt.counters.reset();
      if (mode === 0) return ok();
      if (mode !== 1 && mode !== 2) return cme(50);
      const { up, down } = mt.counters.count;
      return ok(
        ...mt.radio.contexts.map(({ cid }, at) =>
          at === 0 ? `#GDATAVOL: ${cid},${up + down},${up},${down}` : `#GDATAVOL: ${cid},0,0,0`,
        ),
      );
    },
    test: () => ok("#GDATAVOL: (0-2)"),
  },
  // Of the code that is asked for now, as +CPIN? names it.
  "#PCT": {
    execute: ({ mt }) => (mt.card === undefined ? cme(10) : ok(`#PCT: ${mt.card.pinTries}`)),
    test: () => ok(),
  },
  "#QSS": {
    read: ({ mt }) => ok(`#QSS: ${mt.settings.kept["#QSS"] ?? "0"},${mt.card === undefined ? 0 : 3}`),
    set: ({ mt }, parameters, text) => {
      if (![0, 1, 2].includes(numberAt(parameters, 0) ?? -1)) return cme(50);
      mt.configure({ kept: { ...mt.settings.kept, "#QSS": text } });
      return ok();
    },
    test: () => ok("#QSS: (0-2)"),
  },
  // 4 is LTE, 5 "unknown or not registered".
  "#PSNT": { read: ({ mt }) => ok(`#PSNT: 0,${serving(mt.radio) ? 4 : 5}`), test: () => ok("#PSNT: (0,1)") },
  // `<PLMN>,<EARFCN>,<RSRP>,<RSSI>,<RSRQ>,<TAC>,[<RAC>],[<TXPWR>],<DRX>,<MM>,<RRC>,<cell>,<IMSI>,<name>,<service>,<band>`.
  "#RFSTS": { execute: ({ mt }) => ok(`#RFSTS: ${radioState(mt)}`), test: () => ok() },
  // `<EARFCN>,<dBm>,<name>,<PLMN>,<physical cell>,<TAC>,<DRX>,<SD>,<RSRP>`.
  "#SERVINFO": {
    execute: ({ mt }) => {
      const { carrier, signal } = mt;
      if (!serving(mt.radio)) return ok("#SERVINFO: ");
      const cell = `${hex(PHYSICAL_CELL, 7)},${hex(carrier.cell.tac, 4)},64,3,${signal.rsrpDbm}`;
      return ok(`#SERVINFO: ${EARFCN},${signal.rssiDbm},"${carrier.longName}","${carrier.plmn}",${cell}`);
    },
    test: () => ok(),
  },
  "#MONI": {
    execute: ({ mt }) => {
      const { carrier, signal } = mt;
      if (mt.radio.level !== 1 || !mt.radio.covered) return ok("#MONI: NO SERVICE");
      const place = `TAC:${hex(carrier.cell.tac, 4)} Id:${hex(carrier.cell.ci, 7)} EARFCN:${EARFCN}`;
      const level = `PWR:${signal.rssiDbm}dbm DRX:64 pci:${PHYSICAL_CELL} QRxLevMin:-128`;
      return ok(`#MONI: ${carrier.longName} RSRP:${signal.rsrpDbm} RSRQ:${signal.rsrqDb} ${place} ${level}`);
    },
    set: ({ mt: _mt }, parameters) =>
      [0, 1, 2, 3, 4, 5, 6, 7].includes(numberAt(parameters, 0) ?? -1) ? ok() : cme(50),
    test: () => ok("#MONI: (0-7)"),
  },
  "#CGPADDR": {
    set: ({ mt }, parameters) => {
      const told = parameters.map((_, at) => contextOf(mt.radio.contexts, numberAt(parameters, at) ?? 0));
      if (told.includes(undefined)) return cme(50);
      return ok(...told.flatMap((context) => (context === undefined ? [] : [addressLine(mt, context)])));
    },
    execute: ({ mt }) => ok(...mt.radio.contexts.map((context) => addressLine(mt, context))),
    test: ({ mt }) => ok(`#CGPADDR: (${mt.radio.contexts.map(({ cid }) => cid).join(",")})`),
  },
  "#REBOOT": RESTARTING,
  "#SHDN": switchingOff(Millis(500)),
};
