/**
 * What a terminal obeys or a reader is misled by, although it shows nothing: C0 but tab and line end, DEL, C1 (U+009B begins a control
 * sequence as ESC [ does), the marks and overrides of Unicode's bidirectional algorithm (UAX 9), and its line separators.
 */
const OBEYED = String.raw`\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069`;
const IN_TEXT = new RegExp(String.raw`[\u0000-\u0008\u000b-\u001f${OBEYED}]`, "g");
/** JSON escapes C0 by itself. */
const IN_JSON = new RegExp(`[${OBEYED}]`, "g");

const escaped = (char: string): string => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`;

/** The text with what a terminal would obey written as `\u202e`; tabs and line ends stay. */
export const plainText = (text: string): string => text.replace(IN_TEXT, escaped);

/** The value as JSON that a terminal may be shown; read back it is the same value. */
export const plainJson = (value: unknown, indent?: number): string =>
  JSON.stringify(value, undefined, indent).replace(IN_JSON, escaped);
