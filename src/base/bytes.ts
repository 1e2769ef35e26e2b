const BINARY: Readonly<Record<string, bigint>> = {
  B: 1n,
  KiB: 1n << 10n,
  MiB: 1n << 20n,
  GiB: 1n << 30n,
  TiB: 1n << 40n,
};
const CARRIER_UNITS: Readonly<Record<string, number>> = { KB: 1, MB: 2, GB: 3, TB: 4 };

/** What a carrier means by K: 1024 in every Chinese tariff that was read, 1000 abroad. */
export type UnitBase = 1000 | 1024;

/**
 * Reads an amount of data. `KiB MiB GiB TiB` are always 1024; `KB MB GB TB` follow the plan's unit base.
 * Fractions are kept to the byte below. Undefined when the text is anything else.
 */
export function parseBytes(text: string, base: UnitBase = 1024): bigint | undefined {
  const match = /^(\d{1,15})(?:\.(\d{1,6}))?\s?([KMGT]i?B|B)$/.exec(text.trim());
  if (match === null) return undefined;
  const [, whole = "", fraction = "", unit = ""] = match;
  const power = CARRIER_UNITS[unit];
  const size = power === undefined ? BINARY[unit] : BigInt(base) ** BigInt(power);
  if (size === undefined) return undefined;
  const scale = 10n ** BigInt(fraction.length);
  return (BigInt(whole + fraction) * size) / scale;
}

/** For people, with the unit spelt exactly: `1.50 MiB`, `30.00 MB` (base 1000), `812 B`. */
export function describeBytes(bytes: bigint, base: UnitBase = 1024): string {
  const units = base === 1024 ? ["B", "KiB", "MiB", "GiB", "TiB"] : ["B", "KB", "MB", "GB", "TB"];
  let value = Number(bytes < 0n ? -bytes : bytes);
  let unit = 0;
  while (value >= base && unit < units.length - 1) {
    value /= base;
    unit += 1;
  }
  return `${bytes < 0n ? "-" : ""}${unit === 0 ? value : value.toFixed(2)} ${units[unit]}`;
}

export const minBytes = (a: bigint, b: bigint): bigint => (a < b ? a : b);
export const maxBytes = (a: bigint, b: bigint): bigint => (a > b ? a : b);
