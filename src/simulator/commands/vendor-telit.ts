import { Millis } from "../../base/duration.ts";
import { cme, ok } from "../../dce/answer.ts";
import { numberAt } from "../../dce/parameters.ts";
import { serving } from "../radio-state.ts";
import type { CommandRows } from "./command-row.ts";
import { RESTARTING, switchingOff } from "./leaving.ts";

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
  "#REBOOT": RESTARTING,
  "#SHDN": switchingOff(Millis(500)),
};
