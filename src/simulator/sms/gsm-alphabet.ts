/** 3GPP TS 23.038 6.2.1, in the order of the codes; code 27 leads to the extension table. */
const BASIC =
  "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\u001bÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?" +
  "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";

/** 23.038 6.2.1.1: what stands behind code 27. */
const EXTENSION: Readonly<Record<number, string>> = {
  10: "\f",
  20: "^",
  40: "{",
  41: "}",
  47: "\\",
  60: "[",
  61: "~",
  62: "]",
  64: "|",
  101: "€",
};
const ESCAPE = 27;

const CODES: ReadonlyMap<string, readonly number[]> = new Map([
  ...Array.from(BASIC)
    .map((char, code): [string, number[]] => [char, [code]])
    .filter(([, [code]]) => code !== ESCAPE),
  ...Object.entries(EXTENSION).map(([code, char]): [string, number[]] => [char, [ESCAPE, Number(code)]]),
]);

/** The septets of a text; undefined when the alphabet lacks one of its characters. */
export function gsmCodes(text: string): readonly number[] | undefined {
  const codes: number[] = [];
  for (const char of text) {
    const found = CODES.get(char);
    if (found === undefined) return undefined;
    codes.push(...found);
  }
  return codes;
}

/** The text of septets. An escape without a meaning is a space, as 23.038 asks of a receiver. */
export function gsmText(codes: Iterable<number>): string {
  let text = "";
  let escaped = false;
  for (const code of codes) {
    if (code === ESCAPE && !escaped) escaped = true;
    else {
      text += (escaped ? EXTENSION[code] : undefined) ?? BASIC[code] ?? " ";
      escaped = false;
    }
  }
  return text;
}
