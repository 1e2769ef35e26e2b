export type SmsAlphabet = "gsm" | "octets" | "ucs2";

export interface DataCoding {
  readonly alphabet: SmsAlphabet;
  /** 0 is shown at once and kept nowhere, 1 is for the modem, 2 for the card, 3 for the device (23.038 4). */
  readonly messageClass: 0 | 1 | 2 | 3 | undefined;
}

const CLASSES = [0, 1, 2, 3] as const;
const ALPHABETS = ["gsm", "octets", "ucs2", "gsm"] as const;

/** 3GPP TS 23.038 4: the groups of the data coding scheme; reserved ones read as the default alphabet. */
export function dataCoding(dcs: number): DataCoding {
  const group = dcs >> 4;
  const messageClass = CLASSES[dcs & 3];
  if (group === 0xf) return { alphabet: (dcs & 4) === 0 ? "gsm" : "octets", messageClass };
  if (group === 0xe) return { alphabet: "ucs2", messageClass: undefined };
  if (group >= 0x8) return { alphabet: "gsm", messageClass: undefined };
  return {
    alphabet: ALPHABETS[(dcs >> 2) & 3] ?? "gsm",
    messageClass: (dcs & 0x10) === 0 ? undefined : messageClass,
  };
}
