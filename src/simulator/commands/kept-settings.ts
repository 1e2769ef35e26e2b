import { cme, ok } from "../../dce/answer.ts";
import { textAt } from "../../dce/parameters.ts";
import { forDte, TE_CHARSETS } from "../sms/te-charset.ts";
import type { CommandRow, CommandRows } from "./command-row.ts";
import { keptSetting } from "./kept-setting.ts";

const numbers = (name: string, initial: string, range: string): CommandRow =>
  keptSetting(name, initial, range, /^\d?(,\d?)*$/);
/** A command without anything behind it: what it answers. */
const told = (...lines: readonly string[]): CommandRow => ({ execute: () => ok(...lines), test: () => ok() });

export const KEPT_COMMANDS: CommandRows = {
  // No calls are made: none is listed, none is there to be ended.
  "+CLCC": told(),
  "+CHUP": told(),
  "+CBC": told("+CBC: 0,100"),
  "+CSAS": told(),
  "+CRES": told(),
  "+CSCS": {
    read: ({ mt }) => ok(`+CSCS: "${mt.settings.charset}"`),
    test: () => ok(`+CSCS: (${TE_CHARSETS.map((name) => `"${name}"`).join(",")})`),
    set: ({ mt }, parameters) => {
      const name = textAt(parameters, 0)?.toUpperCase();
      // A client that speaks UCS2 already may say so in UCS2.
      const asked = TE_CHARSETS.find((known) => known === name || forDte(known, "UCS2") === name);
      if (asked === undefined) return cme(50);
      mt.configure({ charset: asked });
      return ok();
    },
  },
  // 27.007 6.1: a number without a plus sign; 7.20: the user's own list; 10.1.30: idle, as there is no connection here.
  "+CSTA": keptSetting("+CSTA", "129", "(129,145)", /^(129|145)$/),
  "+CPLS": keptSetting("+CPLS", "0", "(0-2)", /^[0-2]$/),
  "+CSCON": {
    ...keptSetting("+CSCON", "0", "(0,1)", /^[01]$/),
    read: ({ mt }) => ok(`+CSCON: ${mt.settings.kept["+CSCON"] ?? "0"},0`),
  },
  // 7.40: E-UTRAN's cycle; no line while it is switched off.
  "+CEDRXS": {
    ...keptSetting("+CEDRXS", "0", '(0-3),(4),("0000"-"1111")', /^[0-3](,4(,"[01]{4}")?)?$/),
    read: ({ mt }) => {
      const [, cycle] = /^[12],4(?:,("[01]{4}"))?/.exec(mt.settings.kept["+CEDRXS"] ?? "") ?? [];
      return ok(...(cycle === undefined ? [] : [`+CEDRXS: 4,${cycle}`]));
    },
  },
  "+CTZU": keptSetting("+CTZU", "0", "(0,1,3)", /^[013]$/),
  "+CLIP": numbers("+CLIP", "0,2", "(0,1)"),
  "+CRC": keptSetting("+CRC", "0", "(0,1)", /^[01]$/),
  "+CCWA": numbers("+CCWA", "0", "(0,1)"),
  "+CLIR": numbers("+CLIR", "0,1", "(0-2)"),
  "+COLP": numbers("+COLP", "0,0", "(0,1)"),
  "+CSSN": numbers("+CSSN", "0,0", "(0,1),(0,1)"),
  "+CVHU": keptSetting("+CVHU", "0", "(0,1)", /^[01]$/),
  "+CMUT": keptSetting("+CMUT", "0", "(0,1)", /^[01]$/),
  "+CGSMS": keptSetting("+CGSMS", "1", "(0-3)", /^[0-3]$/),
  "+CMMS": keptSetting("+CMMS", "0", "(0-2)", /^[0-2]$/),
  "+CSCB": keptSetting("+CSCB", '0,"",""', "(0,1)", /^[01](,"[0-9,-]*"){0,2}$/),
  "+CEMODE": keptSetting("+CEMODE", "2", "(0-3)", /^[0-3]$/),
  "+WS46": keptSetting("+WS46", "25", "(12,22,25,28,29,30,31)", /^(12|22|25|28|29|30|31)$/),
  "+CGCLASS": keptSetting("+CGCLASS", '"A"', '("A","B","CG","CC")', /^"(A|B|CG|CC)"$/),
  "+CGAUTH": {
    ...keptSetting("+CGAUTH", "1,0", "(1-16),(0-3),64,64", /^\d{1,2}(,[0-3](,"[^"]{0,64}"){0,2})?$/),
    // The password is never shown; modules that show it are not to be copied.
    read: ({ mt }) => ok(`+CGAUTH: ${/^\d+,\d/.exec(mt.settings.kept["+CGAUTH"] ?? "")?.[0] ?? "1,0"}`),
  },
  "+IPR": keptSetting("+IPR", "115200", "(),(9600,19200,38400,57600,115200,230400,460800,921600)", /^\d{1,7}$/),
  "+IFC": numbers("+IFC", "0,0", "(0-2),(0-2)"),
  "+ICF": numbers("+ICF", "3,3", "(3),(3)"),
};
