import { type Answer, cme, ok } from "../../dce/answer.ts";
import { numberAt, type Parameter, textAt } from "../../dce/parameters.ts";
import type { MobileTermination } from "../mobile-termination.ts";
import { isFifthGeneration, serving } from "../radio-state.ts";
import { slotRow } from "./card-slot.ts";
import type { CommandRow, CommandRows } from "./command-row.ts";
import { BAND, counters, EARFCN, named, PHYSICAL_CELL, QUECTEL_COMMANDS, SINR } from "./vendor-quectel.ts";

/** The NR carrier: 100 MHz (12) of band 78 with 30 kHz between its carriers (1). */
const NR = { arfcn: 633_984, band: 78, bandwidth: 12, spacing: 1, cell: 300, sinr: 21 } as const;
/** A receiver without an antenna. */
const NO_ANTENNA = -32_768;

const hex = (value: number): string => value.toString(16).toUpperCase();

/** Which carriers there are. An LTE cell with NR added is `nsa` (RG50xQ&RM5xxQ network application note 3.2). */
function carriers({ radio, carrier }: MobileTermination): { readonly lte: boolean; readonly nr: boolean } {
  if (radio.level !== 1 || !radio.covered || radio.camp.served.length === 0) return { lte: false, nr: false };
  const fifth = isFifthGeneration(carrier.cell.act);
  // The NR carrier is added to a connection, so there is none before the registration.
  return { lte: !fifth, nr: fifth || (carrier.cell.act === 13 && serving(radio)) };
}

/** SA: one line. NSA: the state, the LTE cell and the NR cell in three. */
function servingCell(mt: MobileTermination): readonly string[] {
  const { lte, nr } = carriers(mt);
  const head = '+QENG: "servingcell"';
  if (!lte && !nr) return [`${head},"SEARCH"`];
  const state = `"${serving(mt.radio) ? "NOCONN" : "LIMSRV"}"`;
  const { carrier, signal } = mt;
  const { tac, ci } = carrier.cell;
  const plmn = [carrier.plmn.slice(0, 3), carrier.plmn.slice(3)];
  if (!lte) {
    const own = [...plmn, hex(ci), NR.cell, hex(tac), NR.arfcn, NR.band, NR.bandwidth];
    const level = [signal.rsrpDbm, signal.rsrqDb, NR.sinr, NR.spacing, "-"];
    return [`${head},${state},"NR5G-SA","TDD",${[...own, ...level].join(",")}`];
  }
  const cell = [...plmn, hex(ci), PHYSICAL_CELL, EARFCN, BAND, 5, 5, hex(tac)];
  const level = [signal.rsrpDbm, signal.rsrqDb, signal.rssiDbm, SINR, 11, "-", "-"];
  const anchor = `"LTE","FDD",${[...cell, ...level].join(",")}`;
  if (!nr) return [`${head},${state},${anchor}`];
  const added = [...plmn, NR.cell, signal.rsrpDbm, NR.sinr, signal.rsrqDb, NR.arfcn, NR.band, NR.bandwidth, NR.spacing];
  return [`${head},${state}`, `+QENG: ${anchor}`, `+QENG: "NR5G-NSA",${added.join(",")}`];
}

/** SINR on LTE in fifths of a dB above -20, on NR in dB. */
function levels(mt: MobileTermination): readonly string[] {
  const { lte, nr } = carriers(mt);
  const { rssiDbm, rsrpDbm, rsrqDb } = mt.signal;
  if (!lte && !nr) return ['+QCSQ: "NOSERVICE"'];
  return [
    ...(lte ? [`+QCSQ: "LTE",${rssiDbm},${rsrpDbm},${(SINR + 20) * 5},${rsrqDb}`] : []),
    ...(nr ? [`+QCSQ: "NR5G",${rsrpDbm},${NR.sinr},${rsrqDb}`] : []),
  ];
}

/** `<main>,<diversity>,<third>,<fourth>,<technology>`; two antennas are connected here. */
const byReceiver = (name: string, of: (mt: MobileTermination, nr: boolean) => number): CommandRow => {
  const told = ({ mt }: { readonly mt: MobileTermination }): Answer => {
    const { lte, nr } = carriers(mt);
    const line = (fifth: boolean): string => {
      const main = of(mt, fifth);
      return `${name}: ${main},${main - 2},${NO_ANTENNA},${NO_ANTENNA},${fifth ? "NR5G" : "LTE"}`;
    };
    return ok(...(lte ? [line(false)] : []), ...(nr ? [line(true)] : []));
  };
  return { execute: told, read: told, test: () => ok() };
};

function network(mt: MobileTermination): readonly string[] {
  const { lte, nr } = carriers(mt);
  if (!serving(mt.radio)) return ["+QNWINFO: No Service"];
  return [
    ...(lte ? [`+QNWINFO: "FDD LTE","${mt.carrier.plmn}","LTE BAND ${BAND}",${EARFCN}`] : []),
    ...(nr ? [`+QNWINFO: "TDD NR5G","${mt.carrier.plmn}","NR5G BAND ${NR.band}",${NR.arfcn}`] : []),
  ];
}

function aggregation(mt: MobileTermination): readonly string[] {
  const { lte, nr } = carriers(mt);
  if (!serving(mt.radio)) return [];
  const { rsrpDbm, rsrqDb, rssiDbm } = mt.signal;
  const fifth = `${NR.arfcn},${NR.bandwidth},"NR5G BAND ${NR.band}",${NR.cell}`;
  if (!lte) return [`+QCAINFO: "PCC",${fifth}`];
  const first = `+QCAINFO: "PCC",${EARFCN},100,"LTE BAND ${BAND}",1,${PHYSICAL_CELL},${rsrpDbm},${rsrqDb},${rssiDbm},${SINR}`;
  return nr ? [first, `+QCAINFO: "SCC",${fifth}`] : [first];
}

const PREFERENCES = {
  mode_pref: "AUTO",
  nr5g_disable_mode: "0",
  lte_band: "1:3:5:7:8:20:28:38:40:41",
  nsa_nr5g_band: "1:28:41:77:78:79",
  nr5g_band: "1:28:41:77:78:79",
  roam_pref: "255",
  srv_domain: "2",
} as const;
const PREFERENCE_ROW = named("+QNWPREFCFG", PREFERENCES);

/** What +QNWPREFCFG takes where it has an effect here. */
function isPreference(parameters: readonly Parameter[]): boolean {
  const [key, value] = [textAt(parameters, 0)?.toLowerCase(), textAt(parameters, 1)?.toUpperCase()];
  if (key === "mode_pref") return (value ?? "").split(":").every((mode) => /^(AUTO|WCDMA|LTE|NR5G)$/.test(mode));
  return key !== "nr5g_disable_mode" || [0, 1, 2].includes(numberAt(parameters, 1) ?? -1);
}

/** After the manual for RG520N and its kin; the slots are 1 and 2, and the answer has a name of its own there. */
export const QUECTEL_5G_COMMANDS: CommandRows = {
  ...Object.fromEntries(Object.entries(QUECTEL_COMMANDS).filter(([name]) => name !== "+QGDCNT")),
  "+QGDNRCNT": counters("+QGDNRCNT"),
  "+QUIMSLOT": slotRow("+QUSIMSLOT", { first: 1, takes: "at-once", shown: String }),
  "+QENG": {
    set: ({ mt }, parameters) => ok(...(textAt(parameters, 0)?.toLowerCase() === "servingcell" ? servingCell(mt) : [])),
    test: () => ok('+QENG: ("servingcell","neighbourcell")'),
  },
  "+QCSQ": { execute: ({ mt }) => ok(...levels(mt)), test: () => ok('+QCSQ: "NOSERVICE","WCDMA","LTE","NR5G"') },
  "+QRSRP": byReceiver("+QRSRP", ({ signal }) => signal.rsrpDbm),
  "+QRSRQ": byReceiver("+QRSRQ", ({ signal }) => signal.rsrqDb),
  "+QSINR": byReceiver("+QSINR", (_mt, nr) => (nr ? NR.sinr : SINR)),
  "+QNWINFO": { execute: ({ mt }) => ok(...network(mt)), test: () => ok() },
  "+QCAINFO": { execute: ({ mt }) => ok(...aggregation(mt)), test: () => ok("+QCAINFO: (0,1)") },
  // Whether the cell and the network can add NR, whether they may not, and what the screen shows.
  "+QENDC": {
    execute: ({ mt }) => ok(`+QENDC: ${mt.carrier.cell.act === 13 ? "1,1,0,1,0" : "0,0,0,0,0"}`),
    test: () => ok("+QENDC: (0,1)"),
  },
  "+QNWPREFCFG": {
    ...PREFERENCE_ROW,
    set: (context, parameters, text) => {
      if (parameters.length > 1 && !isPreference(parameters)) return cme(50);
      const answer = PREFERENCE_ROW.set?.(context, parameters, text) ?? cme(50);
      if (parameters.length > 1) context.mt.preferAccess();
      return answer;
    },
  },
};
