import { GSM_ALPHABET } from "../../base/gsm-alphabet.ts";

/** Languages whose shift tables are here, by their identifier (3GPP TS 23.038 6.2.1.2.4). Others are decoded with the default tables. */
export type NationalLanguage = "turkish" | "spanish" | "portuguese";

export const NATIONAL_LANGUAGES: ReadonlyMap<number, NationalLanguage> = new Map([
  [1, "turkish"],
  [2, "spanish"],
  [3, "portuguese"],
]);

export const ESCAPE = 0x1b;
/** Stands where an extension table has no character. */
export const NOTHING = "";

const DIGITS = "0123456789:;<=>?";
const UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const LOWER = "abcdefghijklmnopqrstuvwxyz";

const DEFAULT = Array.from(GSM_ALPHABET);
/** A.3.1 */
const TURKISH = Array.from(
  `@£$¥€éùıòÇ\nĞğ\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\u00a0ŞşßÉ !"#¤%&'()*+,-./${DIGITS}İ${UPPER}ÄÖÑÜ§ç${LOWER}äöñüà`,
);
/** A.3.3 */
const PORTUGUESE = Array.from(
  `@£$¥êéúíóç\nÔô\rÁáΔ_ªÇÀ∞^\\€Ó|\u00a0ÂâÊÉ !"#º%&'()*+,-./${DIGITS}Í${UPPER}ÃÕÚÜ§~${LOWER}ãõ\`üà`,
);

/** The locking tables: 128 characters each. Spanish has none of its own. */
export function defaultTable(language: NationalLanguage | undefined): readonly string[] {
  return language === "turkish" ? TURKISH : language === "portuguese" ? PORTUGUESE : DEFAULT;
}

/** 3GPP TS 23.038 6.2.1.1; form feed is the page break. */
const EXTENSION: Readonly<Record<number, string>> = {
  0x0a: "\f",
  0x14: "^",
  0x28: "{",
  0x29: "}",
  0x2f: "\\",
  0x3c: "[",
  0x3d: "~",
  0x3e: "]",
  0x40: "|",
  0x65: "€",
};

/** What each language adds or changes (A.2.1, A.2.2, A.2.3). */
const ADDED: Readonly<Record<NationalLanguage, Readonly<Record<number, string>>>> = {
  turkish: { 0x47: "Ğ", 0x49: "İ", 0x53: "Ş", 0x63: "ç", 0x67: "ğ", 0x69: "ı", 0x73: "ş" },
  spanish: {
    0x09: "ç",
    0x41: "Á",
    0x49: "Í",
    0x4f: "Ó",
    0x55: "Ú",
    0x61: "á",
    0x69: "í",
    0x6f: "ó",
    0x75: "ú",
  },
  portuguese: {
    0x05: "ê",
    0x09: "ç",
    0x0b: "Ô",
    0x0c: "ô",
    0x0e: "Á",
    0x0f: "á",
    0x12: "Φ",
    0x13: "Γ",
    0x15: "Ω",
    0x16: "Π",
    0x17: "Ψ",
    0x18: "Σ",
    0x19: "Θ",
    0x1f: "Ê",
    0x41: "À",
    0x49: "Í",
    0x4f: "Ó",
    0x55: "Ú",
    0x5b: "Ã",
    0x5c: "Õ",
    0x61: "Â",
    0x69: "í",
    0x6f: "ó",
    0x75: "ú",
    0x7b: "ã",
    0x7c: "õ",
    0x7f: "â",
  },
};

const filled = (added: Readonly<Record<number, string>>): readonly string[] =>
  Array.from({ length: 128 }, (_, code) => added[code] ?? EXTENSION[code] ?? NOTHING);

const PLAIN_EXTENSION = filled({});
const NATIONAL_EXTENSIONS: Readonly<Record<NationalLanguage, readonly string[]>> = {
  turkish: filled(ADDED.turkish),
  spanish: filled(ADDED.spanish),
  portuguese: filled(ADDED.portuguese),
};

/** The single shift tables: 128 places, most of them empty. */
export const extensionTable = (language: NationalLanguage | undefined): readonly string[] =>
  language === undefined ? PLAIN_EXTENSION : NATIONAL_EXTENSIONS[language];
