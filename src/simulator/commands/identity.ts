import { type Answer, cme, ok } from "../../dce/answer.ts";
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
/** The software's number within the IMEISV (3GPP TS 23.003 6.2.2). */
const SOFTWARE = "01";

/** 27.007 5.4 `<snt>`: the serial number as it is, the IMEI, the IMEISV, the software's version number. */
function serialNumber({ imei }: Personality, kind: number | undefined): Answer {
  switch (kind) {
    case 0:
      return ok(imei);
    case 1:
      return ok(`+CGSN: "${imei}"`);
    case 2:
      return ok(`+CGSN: "${imei.slice(0, 14)}${SOFTWARE}"`);
    case 3:
      return ok(`+CGSN: "${SOFTWARE}"`);
    case undefined:
    default:
      return cme(50);
  }
}

const serial: CommandRow = {
  execute: ({ mt }) => ok(mt.personality.imei),
  test: () => ok("+CGSN: (0-3)"),
  set: ({ mt }, parameters) =>
    serialNumber(mt.personality, parameters[0]?.kind === "omitted" ? 0 : numberAt(parameters, 0)),
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
  "+GSN": told((personality) => personality.imei),
  "+GCAP": { execute: ({ mt }) => ok(`+GCAP: ${mt.personality.abilities}`), test: () => ok() },
};

export const identityLines = (personality: Personality): readonly string[] => [
  personality.manufacturer,
  personality.model,
  `Revision: ${personality.revision}`,
];
