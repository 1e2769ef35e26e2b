import { maskText } from "./mask.ts";
import { plainText } from "./plain-text.ts";

/** Free text of a modem, such as its name: no number of a person or a card that slipped into it, one line, nothing that a terminal obeys. */
export function told(text: string): string;
export function told(text: string | undefined): string | undefined;
export function told(text: string | undefined): string | undefined {
  return text === undefined ? undefined : plainText(maskText(text).replace(/[\t\n]/g, " ")).slice(0, 64);
}
