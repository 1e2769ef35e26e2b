import { type Checked, refused } from "./checked.ts";

declare const quotedBrand: unique symbol;

/** A string constant for a command line, its quotes included: `"user"`. */
export type QuotedText = string & { readonly [quotedBrand]: true };

/**
 * User names and passwords of a data connection: any printable ASCII. A quote and a backslash are written as their
 * code (`\22`, `\5C`; V.250 5.4.2.2). Control characters are refused and not escaped: no modem is known to need one here.
 */
export function quotedText(text: string): Checked<QuotedText> {
  const quoted = `"${text.replaceAll("\\", "\\5C").replaceAll('"', "\\22")}"`;
  return isQuoted(quoted)
    ? { ok: true, value: quoted }
    : refused("up to 110 printable ASCII characters are allowed; a quote or a backslash counts three times");
}

/** Two of them and their command fit into a line of 256 characters. */
const MOST_CHARACTERS = 112;

const isQuoted = (text: string): text is QuotedText =>
  text.length <= MOST_CHARACTERS && /^"[\x20\x21\x23-\x7e]*"$/.test(text);
