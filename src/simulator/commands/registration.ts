import { cme, ok } from "../../dce/answer.ts";
import { numberAt } from "../../dce/parameters.ts";
import type { Domain } from "../radio-state.ts";
import { REGISTRATION_COMMANDS, registrationFields } from "../registration-lines.ts";
import type { CommandContext, CommandRow, CommandRows } from "./command-row.ts";

/** The highest `<n>` of this make; -1 when it does not know the command at all. */
function highest({ mt }: CommandContext, domain: Domain): number {
  const most = mt.personality.registration[domain];
  return most === "absent" ? -1 : most;
}

function registration(domain: Domain): CommandRow {
  const name = REGISTRATION_COMMANDS[domain];
  const known = (context: CommandContext, answer: () => ReturnType<typeof ok>): ReturnType<typeof ok> =>
    highest(context, domain) < 0 ? cme(4) : answer();
  const setTo = (context: CommandContext, n: number | undefined): ReturnType<typeof ok> => {
    if (n === undefined || n < 0 || n > highest(context, domain)) return cme(50);
    const { mt } = context;
    mt.configure({ registration: { ...mt.settings.registration, [domain]: n } });
    return ok();
  };
  return {
    read: (context) =>
      known(context, () => {
        const { mt } = context;
        const n = mt.settings.registration[domain];
        const fields = registrationFields(domain, n, mt.radio.registration[domain], mt.carrier.cell);
        return ok(`${name}: ${n},${fields}`);
      }),
    test: (context) =>
      known(context, () => ok(`${name}: (${highest(context, domain) === 0 ? "0" : `0-${highest(context, domain)}`})`)),
    set: (context, parameters) => known(context, () => setTo(context, numberAt(parameters, 0))),
    execute: (context) => known(context, () => setTo(context, 0)),
  };
}

export const REGISTRATION_ROWS: CommandRows = {
  [REGISTRATION_COMMANDS.cs]: registration("cs"),
  [REGISTRATION_COMMANDS.gprs]: registration("gprs"),
  [REGISTRATION_COMMANDS.eps]: registration("eps"),
};
