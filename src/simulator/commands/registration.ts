import { cme, ok } from "../../dce/answer.ts";
import { numberAt, type Parameter } from "../../dce/parameters.ts";
import type { Domain } from "../radio-state.ts";
import { REGISTRATION_COMMANDS, registrationFields } from "../registration-lines.ts";
import type { CommandContext, CommandRow, CommandRows } from "./command-row.ts";

/** The highest `<n>` of this make; -1 when it does not know the command at all. */
function highest({ mt }: CommandContext, domain: Domain): number {
  const most = mt.personality.registration[domain];
  return most === "absent" || most === undefined ? -1 : most;
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
        const place = { cell: mt.carrier.cell, powerSaving: mt.settings.powerSaving };
        const fields = registrationFields(domain, n, mt.radio.registration[domain], place);
        return ok(`${name}: ${n},${fields}`);
      }),
    test: (context) =>
      known(context, () => ok(`${name}: (${highest(context, domain) === 0 ? "0" : `0-${highest(context, domain)}`})`)),
    // `=` with nothing behind it is the default (V.250 5.4.3.1), and there is one value.
    set: (context, parameters) =>
      known(context, () => {
        const n = parameters[0]?.kind === "omitted" ? 0 : numberAt(parameters, 0);
        return setTo(context, parameters.length === 1 ? n : undefined);
      }),
    execute: (context) => known(context, () => setTo(context, 0)),
  };
}

const bits = (parameter: Parameter | undefined): string | undefined =>
  parameter?.kind === "text" && /^[01]{8}$/.test(parameter.text) ? parameter.text : undefined;

/** 27.007 7.38: `<mode>[,<RAU>[,<GPRS-READY-timer>[,<TAU>[,<Active-Time>]]]]`; 2 switches off and forgets. */
const powerSaving: CommandRow = {
  read: ({ mt }) => {
    const saving = mt.settings.powerSaving;
    return ok(saving === undefined ? "+CPSMS: 0" : `+CPSMS: 1,,,"${saving.periodicTau}","${saving.activeTime}"`);
  },
  test: () => ok('+CPSMS: (0-2),,,("00000000"-"11111111"),("00000000"-"11111111")'),
  execute: ({ mt }) => {
    mt.savePower(undefined);
    return ok();
  },
  set: ({ mt }, parameters) => {
    const mode = numberAt(parameters, 0);
    const [periodicTau, activeTime] = [bits(parameters[3]), bits(parameters[4])];
    if (mode === 0 || mode === 2) mt.savePower(undefined);
    else if (mode === 1) mt.savePower({ periodicTau: periodicTau ?? "01000111", activeTime: activeTime ?? "00100100" });
    else return cme(50);
    return ok();
  },
};

export const REGISTRATION_ROWS: CommandRows = {
  "+CPSMS": powerSaving,
  [REGISTRATION_COMMANDS.cs]: registration("cs"),
  [REGISTRATION_COMMANDS.gprs]: registration("gprs"),
  [REGISTRATION_COMMANDS.eps]: registration("eps"),
  [REGISTRATION_COMMANDS["5gs"]]: registration("5gs"),
};
