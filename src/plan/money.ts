/** Millionths of the currency's unit: 0.0003 yuan is 300n. */
export type Money = bigint;

const PLACES = 6;

/** Reads `5`, `0.29`, `0.0003`; undefined when the text is no such amount, or finer than a millionth. */
export function parseMoney(text: string): Money | undefined {
  const match = /^(\d{1,12})(?:\.(\d{1,6}))?$/.exec(text.trim());
  if (match === null) return undefined;
  const [, whole = "", fraction = ""] = match;
  return BigInt(whole + fraction.padEnd(PLACES, "0"));
}

/** `5.82`, `0.0003`: two places at least. */
export function formatMoney(amount: Money): string {
  const digits = String(amount < 0n ? -amount : amount).padStart(PLACES + 1, "0");
  const fraction = digits.slice(-PLACES).replace(/0{1,4}$/, "");
  return `${amount < 0n ? "-" : ""}${digits.slice(0, -PLACES)}.${fraction}`;
}
