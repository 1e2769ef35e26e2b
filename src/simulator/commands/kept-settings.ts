import { cme, cms, ok } from "../../dce/answer.ts";
import { textAt } from "../../dce/parameters.ts";
import type { CommandRow, CommandRows } from "./command-row.ts";

/** A setting that is kept and read back and has no effect (yet): what it starts as, the test form's answer, what it takes. */
function kept(name: string, initial: string, range: string, takes: RegExp): CommandRow {
  return {
    read: ({ mt }) => ok(`${name}: ${mt.settings.kept[name] ?? initial}`),
    test: () => ok(`${name}: ${range}`),
    set: ({ mt }, _parameters, text) => {
      if (!takes.test(text)) return cme(50);
      mt.configure({ kept: { ...mt.settings.kept, [name]: text } });
      return ok();
    },
  };
}

const numbers = (name: string, initial: string, range: string): CommandRow =>
  kept(name, initial, range, /^\d?(,\d?)*$/);
const MEMORY = '("SM","ME","MT")';
const PLACES = 50;

/** 3GPP TS 27.005 3.2.2: three memories, used and total places of each; empty here. */
const storage: CommandRow = {
  read: ({ mt }) => {
    const memory = (mt.settings.kept["+CPMS"] ?? '"SM","SM","SM"').split(",");
    const [first = '"SM"', second = first, third = second] = memory;
    return ok(`+CPMS: ${[first, second, third].map((name) => `${name},0,${PLACES}`).join(",")}`);
  },
  test: () => ok(`+CPMS: ${MEMORY},${MEMORY},${MEMORY}`),
  set: ({ mt }, parameters, text) => {
    const known = parameters.every((_, index) => ["SM", "ME", "MT"].includes(textAt(parameters, index) ?? ""));
    if (!known || parameters.length > 3) return cms(302);
    mt.configure({ kept: { ...mt.settings.kept, "+CPMS": text } });
    return ok(`+CPMS: ${[1, 2, 3].map(() => `0,${PLACES}`).join(",")}`);
  },
};

export const KEPT_COMMANDS: CommandRows = {
  "+CPMS": storage,
  "+CMGL": { set: () => ok(), test: () => ok("+CMGL: (0-4)") },
  "+CMGR": { set: () => cms(321), test: () => ok() },
  "+CMGD": { set: () => ok(), test: () => ok("+CMGD: (),(0-4)") },
  "+CNMI": numbers("+CNMI", "2,1,0,0,0", "(0-2),(0-3),(0,2),(0-2),(0,1)"),
  "+CMGF": kept("+CMGF", "0", "(0,1)", /^[01]$/),
  "+CSDH": kept("+CSDH", "0", "(0,1)", /^[01]$/),
  "+CSMS": {
    ...kept("+CSMS", "0,1,1,1", "(0,1)", /^[01]$/),
    set: ({ mt }, _parameters, text) => {
      if (!/^[01]$/.test(text)) return cms(302);
      mt.configure({ kept: { ...mt.settings.kept, "+CSMS": `${text},1,1,1` } });
      return ok("+CSMS: 1,1,1");
    },
  },
  "+CSCS": {
    ...kept("+CSCS", '"IRA"', '("GSM","IRA","HEX","UCS2")', /^"?(GSM|IRA|HEX|UCS2)"?$/),
    set: ({ mt }, parameters) => {
      const name = textAt(parameters, 0);
      if (name === undefined || !["GSM", "IRA", "HEX", "UCS2"].includes(name)) return cme(50);
      mt.configure({ kept: { ...mt.settings.kept, "+CSCS": `"${name}"` } });
      return ok();
    },
  },
  "+CTZU": kept("+CTZU", "0", "(0,1,3)", /^[013]$/),
  "+CLIP": numbers("+CLIP", "0,2", "(0,1)"),
  "+CRC": kept("+CRC", "0", "(0,1)", /^[01]$/),
  "+CUSD": kept("+CUSD", "0", "(0-2)", /^[0-2]$/),
  "+IPR": kept("+IPR", "115200", "(),(9600,19200,38400,57600,115200,230400,460800,921600)", /^\d{1,7}$/),
  "+IFC": numbers("+IFC", "0,0", "(0-2),(0-2)"),
  "+ICF": numbers("+ICF", "3,3", "(3),(3)"),
};
