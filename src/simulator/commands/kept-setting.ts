import { cme, ok } from "../../dce/answer.ts";
import type { CommandRow } from "./command-row.ts";

/** A setting that is kept and read back and has no effect (yet): what it starts as, the test form's answer, what it takes. */
export function keptSetting(name: string, initial: string, range: string, takes: RegExp): CommandRow {
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
