/**
 * The IMEI of a modem that tells its IMEISV (16 digits): type and serial number are in both, the IMEI's last digit is computed
 * from them and the version number is left out (3GPP TS 23.003 6.2, Annex B).
 */
export function imeiOfImeisv(imeisv: string): string {
  const digits = imeisv.slice(0, 14);
  const sum = Array.from(digits, Number).reduce(
    (total, digit, at) => total + (at % 2 === 0 ? digit : doubled(digit)),
    0,
  );
  return `${digits}${(10 - (sum % 10)) % 10}`;
}

/** Luhn: of a doubled digit the sum of its own digits. */
const doubled = (digit: number): number => (digit > 4 ? digit * 2 - 9 : digit * 2);
