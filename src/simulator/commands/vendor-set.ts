import type { VendorSet } from "../personality.ts";
import type { CommandRow, CommandRows } from "./command-row.ts";
import { HUAWEI_COMMANDS } from "./vendor-huawei.ts";
import { iccidRow } from "./vendor-iccid.ts";
import { QGDCNT, QUECTEL_COMMANDS } from "./vendor-quectel.ts";
import { SIMCOM_COMMANDS } from "./vendor-simcom.ts";
import { UBLOX_COMMANDS } from "./vendor-ublox.ts";

/** Makers' own commands, by maker. */
const SETS: Readonly<Record<VendorSet, CommandRows>> = {
  generic: {
    "+CCID": iccidRow("+CCID"),
    "+ICCID": iccidRow("+ICCID"),
    "+QCCID": iccidRow("+QCCID"),
    ...QGDCNT,
  },
  quectel: { "+QCCID": iccidRow("+QCCID"), "+ICCID": iccidRow("+ICCID"), ...QUECTEL_COMMANDS },
  // +CICCID is answered under +ICCID there.
  simcom: { "+CICCID": iccidRow("+ICCID"), "+CCID": iccidRow("+CCID"), ...SIMCOM_COMMANDS },
  ublox: { "+CCID": iccidRow("+CCID"), ...UBLOX_COMMANDS },
  huawei: { "^ICCID": iccidRow("^ICCID"), ...HUAWEI_COMMANDS },
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
