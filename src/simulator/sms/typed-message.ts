import { dataCoding } from "./data-coding.ts";
import { gsmCodes } from "./gsm-alphabet.ts";
import type { MessageSettings } from "./message-settings.ts";
import { octetsOf } from "./octets.ts";
import { packSeptets } from "./septets.ts";
import { addressOf, type SmsAddress } from "./sms-address.ts";
import { fromDte, type TeCharset } from "./te-charset.ts";
import { HEADED, type Submit } from "./transfer-unit.ts";
import { MOST_OCTETS, type UserData } from "./user-data.ts";

/** A number as text mode writes it, in the DTE's alphabet; undefined when it is none. */
export function typedAddress(
  written: string | undefined,
  type: number | undefined,
  charset: TeCharset,
): SmsAddress | undefined {
  if (written === undefined) return undefined;
  // Many modems take plain digits whatever +CSCS says, and clients rely on it.
  const text = [fromDte(written, charset), written].find((number) => /^\+?[0-9*#]{0,20}$/.test(number ?? "-"));
  if (text === undefined) return undefined;
  return addressOf(type === 145 && !text.startsWith("+") ? `+${text}` : text);
}

/** 27.005 3.1 `<data>`: text in the DTE's alphabet, or octets in hexadecimal for another coding or with a header. */
function typedData(raw: string, dcs: number, headed: boolean, charset: TeCharset): UserData | undefined {
  if (dataCoding(dcs).alphabet !== "gsm" || headed) {
    const octets = octetsOf(raw.trim());
    return octets === undefined || octets.length > MOST_OCTETS
      ? undefined
      : { dcs, headed, length: octets.length, octets };
  }
  const text = fromDte(raw, charset);
  const codes = text === undefined ? undefined : gsmCodes(text);
  if (codes === undefined || codes.length > 160) return undefined;
  return { dcs, headed, length: codes.length, octets: packSeptets(codes) };
}

/** What text mode sends: the header from +CSMP, the rest as typed. Undefined when it fits no message. */
export function typedSubmit(
  to: SmsAddress,
  raw: string,
  { first, validity, pid, dcs }: MessageSettings["parameters"],
  charset: TeCharset,
): Submit | undefined {
  const data = typedData(raw, dcs, (first & HEADED) !== 0, charset);
  if (data === undefined) return undefined;
  // The relative form is the only one that a number can say; without TP-VPF there is none.
  const relative = (first & 0x18) === 0x10;
  const submitted = (first & ~0x1b) | 1 | (relative ? 0x10 : 0);
  return {
    kind: "submit",
    first: submitted,
    reference: 0,
    to,
    pid,
    validity: relative ? Uint8Array.of(validity) : new Uint8Array(),
    data,
  };
}
