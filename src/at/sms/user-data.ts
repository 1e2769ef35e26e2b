import { type DataCoding, smsCoding } from "./data-coding.ts";
import { gsm7Text } from "./gsm7-alphabet.ts";
import { formatHex, type OctetReader } from "./octets.ts";
import { unpackSeptets } from "./septets.ts";
import { ucs2Text } from "./ucs2.ts";
import { type UserDataHeader, userDataHeader } from "./user-data-header.ts";

export interface UserData {
  readonly coding: DataCoding;
  readonly header?: UserDataHeader;
  readonly text?: string;
  /** Hexadecimal: what is no text (8-bit, compressed). */
  readonly data?: string;
  readonly fault?: "truncated" | "bad-header";
}

/**
 * TP-UDL and TP-UD (3GPP TS 23.040 9.2.3.16, .24). A length that promises more than there is gives what is there
 * and says so; octets beyond the length are padding of the modem and mean nothing.
 */
export function readUserData(reader: OctetReader, dcs: number, withHeader: boolean): UserData {
  const said = smsCoding(dcs);
  const length = reader.octet();
  if (length === undefined) return { coding: said, fault: "truncated" };
  const coding = inUcs2(dcs, length, reader.left()) ? ({ ...said, alphabet: "ucs2" } as const) : said;
  const inSeptets = coding.alphabet === "gsm7" && !coding.compressed;
  const promised = inSeptets ? Math.ceil((length * 7) / 8) : length;
  const octets = reader.take(promised);
  const fault = octets.length < promised ? ({ fault: "truncated" } as const) : {};
  if (!withHeader) return { coding, ...body(octets, coding, length, 0), ...fault };
  const headerLength = octets[0];
  if (headerLength === undefined) return { coding, fault: "truncated" };
  const header = userDataHeader(octets.subarray(1, 1 + headerLength));
  if (1 + headerLength > octets.length)
    return { coding, header, fault: octets.length < promised ? "truncated" : "bad-header" };
  const wrong = header.broken === true ? ({ fault: "bad-header" } as const) : {};
  return { coding, header, ...body(octets, coding, length, 1 + headerLength, header), ...wrong, ...fault };
}

/** Bits 3 and 2 of group 1111 as in group 0001: the first is reserved there, yet written with as many octets of UCS2 as said. */
const inUcs2 = (dcs: number, length: number, left: number): boolean =>
  (dcs & 0xfc) === 0xf8 && length > 0 && length === left && length % 2 === 0 && Math.ceil((length * 7) / 8) < left;

function body(
  octets: Uint8Array,
  coding: DataCoding,
  length: number,
  skip: number,
  header?: UserDataHeader,
): { readonly text?: string; readonly data?: string } {
  const rest = octets.subarray(skip);
  if (coding.compressed || (coding.alphabet === "gsm7" && header?.unread === true)) return { data: formatHex(rest) };
  if (coding.alphabet === "gsm7") {
    const before = Math.ceil((skip * 8) / 7);
    const septets = unpackSeptets(rest, Math.max(0, length - before), before * 7 - skip * 8);
    return { text: gsm7Text(septets, header) };
  }
  if (coding.alphabet === "ucs2") return { text: ucs2Text(rest) };
  const legible =
    rest.length > 0 && rest.every((octet) => (octet >= 0x20 && octet < 0x7f) || octet === 0x0a || octet === 0x0d);
  // 8-bit data is the application's own; many senders mean ASCII by it.
  const ports = header?.ports !== undefined;
  return { data: formatHex(rest), ...(legible && !ports ? { text: String.fromCharCode(...rest) } : {}) };
}
