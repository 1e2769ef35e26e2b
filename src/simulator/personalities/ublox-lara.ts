import type { Personality } from "../personality.ts";
import { GENERIC } from "./generic.ts";

/** u-blox LARA-R2 and TOBY-L2, after the u-blox cellular "AT commands manual": +CFUN 15 and 16, +CCID, +UGCNTRD, +UPINCNT. */
export const UBLOX_LARA: Personality = {
  ...GENERIC,
  manufacturer: "u-blox",
  model: "LARA-R211",
  revision: "30.31",
  imei: "357520071234567",
  abilities: "+FCLASS,+CGSM",
  banner: ["+AT: READY"],
  ready: ["+PBREADY"],
  resets: [15, 16],
  vendors: ["ublox"],
  connectRate: 150_000_000,
};
