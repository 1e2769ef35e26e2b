import { Millis } from "../../base/duration.ts";
import { type Answer, cme, ok } from "../../dce/answer.ts";
import { numberAt, textAt } from "../../dce/parameters.ts";
import type { MobileTermination } from "../mobile-termination.ts";
import { serving } from "../radio-state.ts";
import { keptSetting } from "./kept-setting.ts";
import type { CommandRow, CommandRows } from "./command-row.ts";

/** The LTE cell's own numbers that nothing else here needs. */
export const EARFCN = 1650;
export const BAND = 3;
export const PHYSICAL_CELL = 257;
export const SINR = 17;
const LEAVING = Millis(500);

const hex = (value: number): string => value.toString(16).toUpperCase();

/** `"LTE",<rssi>,<rsrp>,<sinr>,<rsrq>`; SINR in fifths of a dB above -20. */
function signal({ signal: { rssiDbm, rsrpDbm, rsrqDb }, radio }: MobileTermination): string {
  if (radio.level !== 1 || !radio.covered) return '"NOSERVICE"';
  return `"LTE",${rssiDbm},${rsrpDbm},${(SINR + 20) * 5},${rsrqDb}`;
}

function servingCell(mt: MobileTermination): string {
  const { radio, carrier, signal: level } = mt;
  const head = '+QENG: "servingcell"';
  if (radio.level !== 1 || !radio.covered) return `${head},"SEARCH"`;
  const camped = serving(radio) ? "NOCONN" : "LIMSRV";
  const plmn = [carrier.plmn.slice(0, 3), carrier.plmn.slice(3)];
  const cell = [...plmn, hex(carrier.cell.ci), PHYSICAL_CELL, EARFCN, BAND, 5, 5, hex(carrier.cell.tac)];
  return `${head},"${camped}","LTE","FDD",${[...cell, level.rsrpDbm, level.rsrqDb, level.rssiDbm, SINR, 50].join(",")}`;
}

/** Bytes sent and received since they were reset; 0 resets, 1 stores them. */
export const counters = (name: string): CommandRow => ({
  read: ({ mt }) => ok(`${name}: ${mt.counters.count.up},${mt.counters.count.down}`),
  test: () => ok(`${name}: (0,1)`),
  set: ({ mt }, parameters) => {
    const what = numberAt(parameters, 0);
    if (what === 0) mt.counters.reset();
    return what === 0 || what === 1 ? ok() : cme(50);
  },
});

export const QGDCNT: CommandRows = { "+QGDCNT": counters("+QGDCNT") };

/** A setting by name, `"urcport"[,value]`: told without a value, kept with one. */
export const named = (name: string, initial: Readonly<Record<string, string>>): CommandRow => ({
  set: ({ mt }, parameters, text) => {
    const key = (textAt(parameters, 0) ?? "").toLowerCase();
    const [, first] = Object.entries(initial).find(([known]) => known === key) ?? [];
    if (first === undefined) return cme(50);
    const place = `${name}/${key}`;
    if (parameters.length === 1) return ok(`${name}: "${key}",${mt.settings.kept[place] ?? first}`);
    mt.configure({ kept: { ...mt.settings.kept, [place]: text.slice(text.indexOf(",") + 1) } });
    return ok();
  },
  test: () => ok(...Object.keys(initial).map((key) => `${name}: "${key}"`)),
});

/** The time that the network told; empty before it told any. */
const networkTime = (mt: MobileTermination, text: string): Answer =>
  ok(mt.registered ? `+QLTS: "20${text},0"` : '+QLTS: ""');

/** What clients ask at the start, under the names of Quectel's manual; the values are this modem's own. */
const QUECTEL_START: CommandRows = {
  "+QGMR": { execute: ({ mt }) => ok(mt.personality.revision), test: () => ok() },
  "+QLTS": {
    execute: ({ mt }) => networkTime(mt, mt.universalText),
    // 2 asks for local time, 0 and 1 for universal time.
    set: ({ mt }, parameters) => networkTime(mt, numberAt(parameters, 0) === 2 ? mt.clockText : mt.universalText),
    test: () => ok("+QLTS: (0-2)"),
  },
  "+QSPN": {
    execute: ({ mt: { carrier, card } }) =>
      ok(`+QSPN: "${carrier.longName}","${carrier.shortName}","${card?.provider ?? ""}",0,"${carrier.plmn}"`),
    test: () => ok(),
  },
  "+QURCCFG": named("+QURCCFG", { urcport: '"usbat"' }),
  "+QINDCFG": named("+QINDCFG", { all: "1", csq: "0", smsfull: "0", ring: "1", smsincoming: "1", act: "0" }),
  "+QCFG": named("+QCFG", { usbnet: "0", nwscanmode: "0", iotopmode: "0", servicedomain: "2", roamservice: "255" }),
};

/** After Quectel's AT manual for EC2x. */
export const QUECTEL_COMMANDS: CommandRows = {
  ...QUECTEL_START,
  ...QGDCNT,
  "+QCSQ": {
    execute: ({ mt }) => ok(`+QCSQ: ${signal(mt)}`),
    test: () => ok('+QCSQ: "NOSERVICE","GSM","WCDMA","LTE"'),
  },
  "+QENG": {
    set: ({ mt }, parameters) => (textAt(parameters, 0) === "servingcell" ? ok(servingCell(mt)) : ok()),
    test: () => ok('+QENG: ("servingcell","neighbourcell")'),
  },
  "+QNWINFO": {
    execute: ({ mt }) =>
      ok(
        serving(mt.radio)
          ? `+QNWINFO: "FDD LTE","${mt.carrier.plmn}","LTE BAND ${BAND}",${EARFCN}`
          : "+QNWINFO: No Service",
      ),
    test: () => ok(),
  },
  "+QINISTAT": { execute: () => ok("+QINISTAT: 7"), test: () => ok("+QINISTAT: (0-7)") },
  "+QPINC": {
    read: ({ mt }) => {
      const { card } = mt;
      return card === undefined ? cme(10) : ok(`+QPINC: "SC",${card.pinTries},${card.pukTries}`, '+QPINC: "P2",3,10');
    },
    test: () => ok('+QPINC: ("SC","P2")'),
  },
  "+QSIMSTAT": {
    read: ({ mt }) => ok(`+QSIMSTAT: ${mt.settings.kept["+QSIMSTAT"] ?? "0"},${mt.card === undefined ? 0 : 1}`),
    test: () => ok("+QSIMSTAT: (0,1)"),
    set: ({ mt }, parameters, text) => {
      if (![0, 1].includes(numberAt(parameters, 0) ?? -1)) return cme(50);
      mt.configure({ kept: { ...mt.settings.kept, "+QSIMSTAT": text } });
      return ok();
    },
  },
  // The detection pin, and at which level a card is in.
  "+QSIMDET": keptSetting("+QSIMDET", "0,0", "(0,1),(0,1)", /^[01],[01]$/),
  "+QAUGDCNT": keptSetting("+QAUGDCNT", "0", "(0,30-65535)", /^(0|[3-9]\d|\d{3,5})$/),
  // OK, then the farewell, then silence.
  "+QPOWD": {
    execute: ({ powerOff }) => {
      powerOff(LEAVING);
      return ok();
    },
    set: ({ powerOff }) => {
      powerOff(LEAVING);
      return ok();
    },
    test: () => ok("+QPOWD: (0,1)"),
  },
};
