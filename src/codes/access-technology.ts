import type { CodeTable } from "./code-table.ts";

const clause = "3GPP TS 27.007 7.3";

/**
 * `<AcT>` of +COPS, +CREG, +CGREG, +CEREG and +C5GREG. 13 is LTE with an NR carrier added (5G NSA): core and
 * registration are EPS. 14...16 (satellite) stand in the newest releases only.
 */
export const ACCESS_TECHNOLOGY: CodeTable = {
  0: { name: "GSM", clause },
  1: { name: "GSM Compact", clause },
  2: { name: "UTRAN", clause },
  3: { name: "GSM w/EGPRS", clause },
  4: { name: "UTRAN w/HSDPA", clause },
  5: { name: "UTRAN w/HSUPA", clause },
  6: { name: "UTRAN w/HSDPA and HSUPA", clause },
  7: { name: "E-UTRAN", clause },
  8: { name: "EC-GSM-IoT (A/Gb mode)", clause },
  9: { name: "E-UTRAN (NB-S1 mode)", clause },
  10: { name: "E-UTRA connected to a 5GCN", clause },
  11: { name: "NR connected to a 5GCN", clause },
  12: { name: "NG-RAN", clause },
  13: { name: "E-UTRA-NR dual connectivity", clause },
  14: { name: "satellite E-UTRAN (NB-S1 mode)", clause },
  15: { name: "satellite E-UTRAN (WB-S1 mode)", clause },
  16: { name: "satellite NG-RAN", clause },
};
