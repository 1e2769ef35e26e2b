export type Alphabet = "gsm7" | "octets" | "ucs2";

export interface DataCoding {
  readonly alphabet: Alphabet;
  readonly compressed: boolean;
  /** 0 flash, 1 mobile equipment, 2 SIM, 3 terminal equipment. */
  readonly messageClass?: number;
  /** ISO 639; `inside` when the text begins with it: two letters and CR, or two letters in two octets before UCS2. */
  readonly language?: string;
  /** Marks a message that may be deleted once read. */
  readonly deletable?: boolean;
  /** Message waiting: which kind, and whether any is waiting at all. */
  readonly waiting?: { readonly kind: "voice" | "fax" | "mail" | "other"; readonly active: boolean };
}

const WAITING = ["voice", "fax", "mail", "other"] as const;

const ALPHABETS: readonly Alphabet[] = ["gsm7", "octets", "ucs2", "gsm7"];

/** The TP-DCS octet (3GPP TS 23.038 4). Reserved codings are the default alphabet, as the clause says. */
export function smsCoding(dcs: number): DataCoding {
  const group = dcs >> 4;
  if (group < 8)
    return {
      alphabet: ALPHABETS[(dcs >> 2) & 3] ?? "gsm7",
      compressed: (dcs & 0x20) !== 0,
      ...((dcs & 0x10) === 0 ? {} : { messageClass: dcs & 3 }),
      ...(group < 4 ? {} : { deletable: true }),
    };
  if (group < 12) return { alphabet: "gsm7", compressed: false };
  if (group < 15)
    return {
      alphabet: group === 14 ? "ucs2" : "gsm7",
      compressed: false,
      waiting: { kind: WAITING[dcs & 3] ?? "other", active: (dcs & 8) !== 0 },
    };
  return { alphabet: (dcs & 4) === 0 ? "gsm7" : "octets", compressed: false, messageClass: dcs & 3 };
}

/** 3GPP TS 23.038 5, coding groups 0000 and 0010. */
const LANGUAGES: readonly (readonly string[])[] = [
  ["de", "en", "it", "fr", "es", "nl", "sv", "da", "pt", "fi", "no", "el", "tr", "hu", "pl"],
  [],
  ["cs", "he", "ar", "ru", "is"],
];

/** The coding of USSD and of cell broadcast (3GPP TS 23.038 5): another table in the same octet. */
export function broadcastCoding(dcs: number): DataCoding {
  const group = dcs >> 4;
  if (dcs === 0x10) return { alphabet: "gsm7", compressed: false, language: "inside" };
  if (dcs === 0x11) return { alphabet: "ucs2", compressed: false, language: "inside" };
  if (group >= 4 && group < 8)
    return {
      alphabet: ALPHABETS[(dcs >> 2) & 3] ?? "gsm7",
      compressed: (dcs & 0x20) !== 0,
      ...((dcs & 0x10) === 0 ? {} : { messageClass: dcs & 3 }),
    };
  if (group === 9) return { alphabet: ALPHABETS[(dcs >> 2) & 3] ?? "gsm7", compressed: false, messageClass: dcs & 3 };
  if (group === 15) return { alphabet: (dcs & 4) === 0 ? "gsm7" : "octets", compressed: false };
  const language = LANGUAGES[group]?.[dcs & 15];
  return { alphabet: "gsm7", compressed: false, ...(language === undefined ? {} : { language }) };
}
