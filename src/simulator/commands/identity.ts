import { ok } from "../../dce/answer.ts";
import { numberAt } from "../../dce/parameters.ts";
import type { Personality } from "../personality.ts";
import type { CommandRow, CommandRows } from "./command-row.ts";

const told = (what: (personality: Personality) => string): CommandRow => ({
  execute: ({ mt }) => ok(what(mt.personality)),
  test: () => ok(),
});

const manufacturer = told((personality) => personality.manufacturer);
const model = told((personality) => personality.model);
const revision = told((personality) => personality.revision);
const serial: CommandRow = {
  ...told((personality) => personality.imei),
  // 3GPP TS 27.007 5.4: 1 asks for the IMEI with its prefix.
  set: ({ mt }, parameters) =>
    numberAt(parameters, 0) === 1 ? ok(`+CGSN: "${mt.personality.imei}"`) : ok(mt.personality.imei),
};

/** 27.007 5.1 to 5.4, and their elder V.250 names. */
export const IDENTITY_COMMANDS: CommandRows = {
  "+CGMI": manufacturer,
  "+GMI": manufacturer,
  "+CGMM": model,
  "+GMM": model,
  "+CGMR": revision,
  "+GMR": revision,
  "+CGSN": serial,
  "+GSN": serial,
  "+GCAP": { execute: ({ mt }) => ok(`+GCAP: ${mt.personality.abilities}`), test: () => ok() },
};

export const identityLines = (personality: Personality): readonly string[] => [
  personality.manufacturer,
  personality.model,
  `Revision: ${personality.revision}`,
];
