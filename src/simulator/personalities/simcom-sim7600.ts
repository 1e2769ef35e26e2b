import type { Personality } from "../personality.ts";
import { SIMCOM_A76XX } from "./simcom-a76xx.ts";

/** SIMCom SIM7500 and SIM7600 (Qualcomm), after the "SIM7500_SIM7600 Series AT Command Manual" V3. */
export const SIMCOM_SIM7600: Personality = {
  ...SIMCOM_A76XX,
  manufacturer: "SIMCOM INCORPORATED",
  model: "SIMCOM_SIM7600CE",
  revision: "SIM7600M22_V2.0.1",
  imei: "861477033456789",
  abilities: "+CGSM",
  banner: ["RDY"],
  cardOut: ["+SIMCARD: NOT AVAILABLE"],
};
