import type { Code } from "./code-table.ts";

const clause = "3GPP TS 27.007 10.1.22";
/** Packet data may be expected; SMS-only (6, 7), emergency (8) and RLOS (11) carry none. */
const data = true;

/** `<stat>` of +CREG, +CGREG, +CEREG and +C5GREG, shortened: the clause explains each in a sentence. */
export const REGISTRATION_STAT: Readonly<Record<number, Code & { readonly data?: true }>> = {
  0: { name: "not registered, not searching", clause },
  1: { name: "registered, home network", clause, data },
  2: { name: "not registered, searching", clause },
  3: { name: "registration denied", clause },
  4: { name: "unknown (out of coverage)", clause },
  5: { name: "registered, roaming", clause, data },
  6: { name: "registered for SMS only, home network", clause },
  7: { name: "registered for SMS only, roaming", clause },
  8: { name: "attached for emergency bearer services only", clause },
  9: { name: "registered for CSFB not preferred, home network", clause, data },
  10: { name: "registered for CSFB not preferred, roaming", clause, data },
  11: { name: "attached for access to RLOS", clause },
};

export const statName = (stat: number): string => REGISTRATION_STAT[stat]?.name ?? `stat ${stat}`;
export const statCarriesData = (stat: number): boolean => REGISTRATION_STAT[stat]?.data ?? false;
