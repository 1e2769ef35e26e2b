import type { Personality } from "../personality.ts";
import { GENERIC } from "./generic.ts";

/** SIMCom A7600 and A7670 (ASR), after the "A76XX Series AT Command Manual" V1: *ATREADY, SMS DONE, +CRESET, +CPOF, +CPSI. */
export const SIMCOM_A76XX: Personality = {
  ...GENERIC,
  manufacturer: "INCORPORATED",
  model: "A7670E",
  revision: "A7670M7_V1.11.1",
  imei: "862636051234563",
  abilities: "+CGSM,+FCLASS,+DS",
  banner: ["*ATREADY: 1"],
  ready: ["SMS DONE", "PB DONE"],
  cardOut: ["+SIMCARD: NOT AVAILABLE"],
  registration: { cs: 2, gprs: 2, eps: 2 },
  vendors: ["simcom"],
  connectRate: 115_200,
  unknownCommand: "plain",
};
