import type { Personality } from "../personality.ts";
import { GENERIC } from "./generic.ts";
import {
  ASR_CAT1,
  CINTERION_ELS61,
  FIBOCOM_NL668,
  HUAWEI_ME909S,
  MEIG_SLM770A,
  NEOWAY_N58,
  QUECTEL_RM520N,
  SIERRA_EM7455,
  TELIT_LE910,
  UNISOC_8910,
  ZTE_MF823,
} from "./other-makers.ts";
import { QUECTEL_EC2X } from "./quectel-ec2x.ts";
import { SIMCOM_A76XX } from "./simcom-a76xx.ts";
import { SIMCOM_SIM7600 } from "./simcom-sim7600.ts";
import { UBLOX_LARA } from "./ublox-lara.ts";

const NAMED = {
  generic: GENERIC,
  "asr-cat1": ASR_CAT1,
  "cinterion-els61": CINTERION_ELS61,
  "fibocom-nl668": FIBOCOM_NL668,
  "huawei-me909s": HUAWEI_ME909S,
  "meig-slm770a": MEIG_SLM770A,
  "neoway-n58": NEOWAY_N58,
  "quectel-ec2x": QUECTEL_EC2X,
  "quectel-rm520n": QUECTEL_RM520N,
  "sierra-em7455": SIERRA_EM7455,
  "simcom-a76xx": SIMCOM_A76XX,
  "simcom-sim7600": SIMCOM_SIM7600,
  "telit-le910": TELIT_LE910,
  "ublox-lara": UBLOX_LARA,
  "unisoc-8910": UNISOC_8910,
  "zte-mf823": ZTE_MF823,
} as const satisfies Readonly<Record<string, Personality>>;

export type FamilyName = keyof typeof NAMED;

/** Every make that the simulated modem can pass for, by the name that `--family` takes. */
export const FAMILIES: typeof NAMED & Readonly<Record<string, Personality>> = NAMED;

export const isFamily = (name: unknown): name is FamilyName => typeof name === "string" && Object.hasOwn(NAMED, name);
