import type { Personality } from "../personality.ts";

/** No maker's: the standard's commands, and those of makers that do no harm. */
export const GENERIC: Personality = {
  manufacturer: "cellward",
  model: "SIM-LTE",
  revision: "SIM-LTE-1.0",
  imei: "867698041234561",
  abilities: "+CGSM",
  banner: ["RDY"],
  ready: [],
  cardIn: [],
  cardOut: [],
  farewell: [],
  resets: [],
  registration: { cs: 3, gprs: 3, eps: 5, "5gs": 3 },
  access: "lte",
  iccidForm: "plain",
  extendedSignal: true,
  ownContexts: true,
  keepsLastPdn: false,
  vendors: ["generic"],
  separateMask: false,
  clockInUtc: false,
  flightAfterCard: false,
  unknownCommand: 4,
};
