import { sheetNumber } from "./sheet-number.ts";

export const NUMBER_FORM = "a number of 11 digits, or the 13 of an IoT card, with +86 or without";

/**
 * A card's number (MSISDN) as bills and lists write it, without the country's code: 11 digits, or the 13 of an IoT card; blanks, an
 * apostrophe or `="..."` of a spreadsheet are left out. Undefined: it cannot be one of the mainland.
 */
export function phoneNumber(text: string): string | undefined {
  const plain = sheetNumber(text).replace(/^(?:\+86|0086|86(?=1(?:\d{10}|\d{12})$))/, "");
  return /^1(?:\d{10}|\d{12})$/.test(plain) ? plain : undefined;
}
