import { type Answer, cme, ok } from "../../dce/answer.ts";
import { numberAt, type Parameter } from "../../dce/parameters.ts";
import type { CommandContext, CommandRows } from "./command-row.ts";

/** 3GPP TS 27.007 8.2: `<fun>[,<rst>]`; a reset before the change is a restart of the whole modem. */
function setLevel({ mt, restart }: CommandContext, parameters: readonly Parameter[]): Answer {
  // Nothing behind `=`, or before the comma, is full functionality.
  const level = parameters[0]?.kind === "omitted" ? 1 : numberAt(parameters, 0);
  if (level !== undefined && mt.personality.resets.includes(level)) {
    restart();
    return ok();
  }
  const reset = numberAt(parameters, 1) ?? 0;
  if ((level !== 0 && level !== 1 && level !== 4) || (reset !== 0 && reset !== 1)) return cme(50);
  if (level === 4 && mt.cardBusy && mt.personality.flightAfterCard) return cme(14);
  if (reset === 1) restart();
  else mt.act({ kind: "level", level });
  return ok();
}

export const POWER_COMMANDS: CommandRows = {
  "+CFUN": {
    read: ({ mt }) => ok(`+CFUN: ${mt.radio.level}`),
    test: () => ok("+CFUN: (0,1,4),(0,1)"),
    set: setLevel,
  },
  // 27.007 8.1: 0 is ready.
  "+CPAS": { execute: () => ok("+CPAS: 0"), test: () => ok("+CPAS: (0,3,4)") },
};
