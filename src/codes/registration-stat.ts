/** 3GPP TS 27.007 10.1.22 `<stat>`. `data`: packet data may be expected; SMS-only (6, 7), emergency (8) and RLOS (11) carry none. */
export const REGISTRATION_STAT = [
  { stat: 0, name: "not registered, not searching", data: false },
  { stat: 1, name: "registered, home network", data: true },
  { stat: 2, name: "not registered, searching", data: false },
  { stat: 3, name: "registration denied", data: false },
  { stat: 4, name: "unknown (out of coverage)", data: false },
  { stat: 5, name: "registered, roaming", data: true },
  { stat: 6, name: "registered for SMS only, home network", data: false },
  { stat: 7, name: "registered for SMS only, roaming", data: false },
  { stat: 8, name: "attached for emergency bearer services only", data: false },
  { stat: 9, name: "registered for CSFB not preferred, home network", data: true },
  { stat: 10, name: "registered for CSFB not preferred, roaming", data: true },
  { stat: 11, name: "attached for access to RLOS", data: false },
] as const satisfies readonly { stat: number; name: string; data: boolean }[];

const BY_STAT: ReadonlyMap<number, { readonly name: string; readonly data: boolean }> = new Map(
  REGISTRATION_STAT.map((row) => [row.stat, row]),
);

export const statName = (stat: number): string => BY_STAT.get(stat)?.name ?? `stat ${stat}`;
export const statCarriesData = (stat: number): boolean => BY_STAT.get(stat)?.data ?? false;
