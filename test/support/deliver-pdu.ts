/** An SMS-DELIVER (3GPP TS 23.040 9.2.2.1) in UCS2, written down by hand here so that no codec of the program checks itself. */
export interface Delivered {
  readonly from: string;
  readonly text: string;
  /** Minute of 2026-11-22T17:00+08:00. */
  readonly minute?: number;
  readonly part?: { readonly ref: number; readonly max: number; readonly seq: number };
}

export function deliverPdu({ from, text, minute = 0, part }: Delivered): string {
  const digits = from.replace("+", "");
  const address = `${hex(digits.length)}${from.startsWith("+") ? "91" : "81"}${semiOctets(digits)}`;
  const header = part === undefined ? "" : `050003${hex(part.ref)}${hex(part.max)}${hex(part.seq)}`;
  const content = header + Array.from({ length: text.length }, (_, at) => hex(text.charCodeAt(at), 4)).join("");
  const time = semiOctets(`26112217${String(minute).padStart(2, "0")}0032`);
  return `00${part === undefined ? "04" : "44"}${address}0008${time}${hex(content.length / 2)}${content}`;
}

/** SMS-STATUS-REPORT (9.2.2.3): delivered. */
export const reportPdu = (mr: number, to: string): string =>
  `0006${hex(mr)}${hex(to.length)}81${semiOctets(to)}${semiOctets("26112217000032").repeat(2)}00`;

const hex = (value: number, width = 2): string => value.toString(16).toUpperCase().padStart(width, "0");

const semiOctets = (digits: string): string =>
  (digits.length % 2 === 0 ? digits : `${digits}F`).replace(/(.)(.)/g, (_, first, second) => `${second}${first}`);
