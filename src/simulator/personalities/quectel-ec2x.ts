import type { Personality } from "../personality.ts";
import { GENERIC } from "./generic.ts";

/**
 * Quectel EC2x, after its "AT Commands Manual" V2.0 (RDY, +QUSIM, +QIND, POWERED DOWN, +QCCID, +QGDCNT). +CEREG takes 0
 * to 2 there; unknown commands are plain ERRORs whatever +CMEE says.
 */
export const QUECTEL_EC2X: Personality = {
  ...GENERIC,
  manufacturer: "Quectel",
  model: "EC25",
  revision: "EC25EFAR06A03M4G",
  imei: "861107032345671",
  banner: ["RDY", "+CFUN: 1"],
  ready: ["+QUSIM: 1", "+QIND: SMS DONE", "+QIND: PB DONE"],
  farewell: ["POWERED DOWN"],
  registration: { cs: 2, gprs: 2, eps: 2 },
  iccidForm: "padded",
  vendors: ["quectel"],
  connectRate: 150_000_000,
  unknownCommand: "plain",
  // oFono plugins/quectel.c, cfun_enable.
  flightAfterCard: true,
};
