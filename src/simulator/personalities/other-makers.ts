import type { Personality } from "../personality.ts";
import { GENERIC } from "./generic.ts";
import { QUECTEL_EC2X } from "./quectel-ec2x.ts";

/** Quectel RG520N, RM520N and their kin, after the manual V1.1: other counters, two slots, the same lines otherwise. */
export const QUECTEL_RM520N: Personality = {
  ...QUECTEL_EC2X,
  model: "RM520N-GL",
  revision: "RM520NGLAAR03A03M4G",
  imei: "862546059012343",
  // "AT+C5GREG=?" is answered (0-2) there, as the others are (RG50xQ&RM5xxQ network application note 3.1.5).
  registration: { cs: 2, gprs: 2, eps: 2, "5gs": 2 },
  access: "nsa",
  flightAfterCard: false,
  vendors: ["quectel-5g"],
};

/** Cinterion ELS61: ^SYSSTART, ^SHUTDOWN, ^SCKS. */
export const CINTERION_ELS61: Personality = {
  ...GENERIC,
  manufacturer: "Cinterion",
  model: "ELS61-E",
  revision: "REVISION 02.000",
  imei: "356278071234563",
  banner: ["^SYSSTART"],
  farewell: ["^SHUTDOWN"],
  registration: { cs: 2, gprs: 2, eps: 2 },
  vendors: ["cinterion"],
};

/** Fibocom NL668 and FG650, after sessions with them (+SIM: Removed, +SIM DROP, +SIM: Inserted, +SIM READY). */
export const FIBOCOM_NL668: Personality = {
  ...GENERIC,
  manufacturer: "Fibocom Wireless Inc.",
  model: "NL668T-GL",
  revision: "19906.5090.00.02.00.23",
  imei: "865471031234567",
  banner: [],
  ready: ["+SIM READY"],
  cardIn: ["+SIM: Inserted"],
  cardOut: ["+SIM: Removed", "+SIM DROP"],
  resets: [15],
  vendors: ["fibocom"],
};

/** Huawei ME909s, after its command specification. */
export const HUAWEI_ME909S: Personality = {
  ...GENERIC,
  manufacturer: "Huawei Technologies Co., Ltd.",
  model: "ME909s-120",
  revision: "11.617.13.00.00",
  imei: "867223021234562",
  banner: ["^SYSSTART"],
  registration: { cs: 2, gprs: 2, eps: 2 },
  extendedSignal: false,
  ownContexts: false,
  vendors: ["huawei"],
};

/** MeiG SLM770A, as another driver knows it. */
export const MEIG_SLM770A: Personality = {
  ...GENERIC,
  manufacturer: "MEIG INCORPORATED",
  model: "SLM770A-R",
  revision: "SLM770A_R_1.0.0",
  imei: "869012061234568",
  banner: [],
  vendors: ["meig", "ccid"],
};

/** Neoway N58. No manual was read. */
export const NEOWAY_N58: Personality = {
  ...GENERIC,
  manufacturer: "Neoway",
  model: "N58",
  revision: "N58-R07",
  imei: "861234040123450",
  banner: [],
  vendors: ["neoway", "ccid"],
};

/** Sierra Wireless EM74xx, after its command reference 4117727. */
export const SIERRA_EM7455: Personality = {
  ...GENERIC,
  manufacturer: "Sierra Wireless, Incorporated",
  model: "EM7455",
  revision: "SWI9X30C_02.33.03.00",
  imei: "359072061234569",
  banner: [],
  registration: { cs: 2, gprs: 2, eps: 2 },
  vendors: ["sierra"],
};

/** Telit LE910, after the reference guide 80000ST10025a. */
export const TELIT_LE910: Personality = {
  ...GENERIC,
  manufacturer: "Telit",
  model: "LE910-EU1",
  revision: "20.00.412",
  imei: "354033091234560",
  banner: [],
  registration: { cs: 2, gprs: 2, eps: 2 },
  vendors: ["telit"],
};

/** ZTE's sticks and ME series. */
export const ZTE_MF823: Personality = {
  ...GENERIC,
  manufacturer: "ZTE INCORPORATED",
  model: "MF823",
  revision: "BD_MF823V1.0.0B04",
  imei: "864213021234566",
  banner: [],
  registration: { cs: 2, gprs: 2, eps: 2 },
  vendors: ["zte"],
};

/** A module on ASR 160x that says no maker of its own. */
export const ASR_CAT1: Personality = {
  ...GENERIC,
  manufacturer: "ASR",
  model: "ASR1603",
  revision: "ASR1603_1.0",
  imei: "867000051234567",
  banner: ["*ATREADY: 1"],
  vendors: ["iccid"],
};

/** A module on Unisoc 8910, after one log of an Air720UG. */
export const UNISOC_8910: Personality = {
  ...GENERIC,
  manufacturer: "AirM2M",
  model: "Air720UG",
  revision: "AirM2M_720UG_V551_LTE_AT",
  imei: "866714041234567",
  banner: ["RDY", "^CARDMODE: 2"],
  vendors: ["iccid"],
};
