import type { Personality } from "../personality.ts";
import { GENERIC } from "./generic.ts";
import { QUECTEL_EC2X } from "./quectel-ec2x.ts";
import { SIMCOM_A76XX } from "./simcom-a76xx.ts";
import { SIMCOM_SIM7600 } from "./simcom-sim7600.ts";
import { UBLOX_LARA } from "./ublox-lara.ts";

/** Every make that the simulated modem can pass for, by the name that `--family` takes. */
export const FAMILIES: Readonly<Record<string, Personality>> = {
  generic: GENERIC,
  "quectel-ec2x": QUECTEL_EC2X,
  "simcom-a76xx": SIMCOM_A76XX,
  "simcom-sim7600": SIMCOM_SIM7600,
  "ublox-lara": UBLOX_LARA,
};
