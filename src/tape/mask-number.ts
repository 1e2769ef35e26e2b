import type { Substitute } from "./masked-text.ts";

/** The last eight digits, of a short number the last four: what is before them is country and network. */
export const maskNumber = (digits: string, substitute: Substitute): string =>
  substitute(digits, Math.max(digits.length >= 10 ? digits.length - 8 : digits.length - 4, 0));
