import type { VendorSet } from "../personality.ts";
import type { CommandRow, CommandRows } from "./command-row.ts";
import { BACK_OFF_COMMANDS } from "./back-off.ts";
import {
  CINTERION_CALLS,
  FIBOCOM_CALLS,
  HUAWEI_CALLS,
  MEIG_CALLS,
  NEOWAY_CALLS,
  QUECTEL_CALLS,
  SIERRA_CALLS,
  SIMCOM_CALLS,
  TELIT_CALLS,
  ZTE_CALLS,
} from "./vendor-calls.ts";
import { CINTERION_COMMANDS } from "./vendor-cinterion.ts";
import { DSFLOWQRY, HUAWEI_COMMANDS } from "./vendor-huawei.ts";
import { iccidRow } from "./vendor-iccid.ts";
import { FIBOCOM_COMMANDS, SIERRA_COMMANDS, ZTE_COMMANDS } from "./vendor-others.ts";
import { QGDCNT, QUECTEL_COMMANDS } from "./vendor-quectel.ts";
import { QUECTEL_5G_COMMANDS } from "./vendor-quectel-5g.ts";
import { SIMCOM_COMMANDS } from "./vendor-simcom.ts";
import { SIMCOM_STACK, UBLOX_STACK } from "./vendor-stacks.ts";
import { TELIT_COMMANDS } from "./vendor-telit.ts";
import { UBLOX_COMMANDS } from "./vendor-ublox.ts";

/** Makers' own commands, by maker. */
const SETS: Readonly<Record<VendorSet, CommandRows>> = {
  generic: {
    "+CCID": iccidRow("+CCID"),
    "+ICCID": iccidRow("+ICCID"),
    "+QCCID": iccidRow("+QCCID"),
    ...QGDCNT,
    ...BACK_OFF_COMMANDS,
  },
  quectel: { "+QCCID": iccidRow("+QCCID"), "+ICCID": iccidRow("+ICCID"), ...QUECTEL_COMMANDS, ...QUECTEL_CALLS },
  // +CICCID is answered under +ICCID there.
  simcom: {
    "+CICCID": iccidRow("+ICCID"),
    "+CCID": iccidRow("+CCID"),
    ...SIMCOM_COMMANDS,
    ...SIMCOM_CALLS,
    ...SIMCOM_STACK,
  },
  ublox: { "+CCID": iccidRow("+CCID"), ...UBLOX_COMMANDS, ...UBLOX_STACK },
  "quectel-5g": { "+QCCID": iccidRow("+QCCID"), "+ICCID": iccidRow("+ICCID"), ...QUECTEL_5G_COMMANDS },
  huawei: { "^ICCID": iccidRow("^ICCID"), ...BACK_OFF_COMMANDS, ...HUAWEI_COMMANDS, ...HUAWEI_CALLS },
  cinterion: { "+CCID": iccidRow("+CCID"), ...CINTERION_COMMANDS, ...CINTERION_CALLS },
  fibocom: { ...FIBOCOM_COMMANDS, ...FIBOCOM_CALLS },
  meig: { ...DSFLOWQRY, ...MEIG_CALLS },
  neoway: NEOWAY_CALLS,
  sierra: { ...SIERRA_COMMANDS, ...SIERRA_CALLS },
  telit: { "+ICCID": iccidRow("+ICCID"), "#CCID": iccidRow("#CCID"), ...TELIT_COMMANDS, ...TELIT_CALLS },
  zte: { ...ZTE_COMMANDS, ...ZTE_CALLS },
  ccid: { "+CCID": iccidRow("+CCID") },
  iccid: { "+ICCID": iccidRow("+ICCID") },
};

/** A maker's command, where the modem is of that make. */
export function vendorRow(vendors: readonly VendorSet[], name: string): CommandRow | undefined {
  for (const vendor of vendors) {
    const row = SETS[vendor][name];
    if (row !== undefined) return row;
  }
  return undefined;
}

export const vendorNames = (vendors: readonly VendorSet[]): readonly string[] =>
  vendors.flatMap((vendor) => Object.keys(SETS[vendor]));
