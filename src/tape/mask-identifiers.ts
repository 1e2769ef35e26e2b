import { hasLuhnDigit, luhnDigit } from "./luhn.ts";
import { maskNumber, maskPdu } from "./mask-pdu.ts";
import { type Substitute, substituteWith } from "./masked-text.ts";

const ALONE = (shape: string): string => `(?<![0-9A-Za-z])(?:${shape})(?![0-9A-Za-z])`;

/** What stands for itself, the first that fits counts. Cells, addresses and APNs are no identifiers of a card and stay. */
const SHAPES: readonly (readonly [shape: string, mask: (found: string, substitute: Substitute) => string])[] = [
  // Bytes counted by the modem are long, and nobody's number.
  [`(?<=^|[\\r\\n])[+^#](?:UGCNTRD|QGD(?:NR)?CNT|DSFLOW[A-Z]+|GDATAVOL):[^\\r\\n]*`, (found) => found],
  [ALONE("89\\d{30}"), (eid, substitute) => substitute(eid, 8)],
  [ALONE("89\\d[0-9A-Fa-f]{14,17}F{0,2}"), maskIccid],
  [ALONE("98[0-9A-Fa-f]{16,18}"), (raw, substitute) => swapped(maskIccid(swapped(raw), substitute))],
  // EF IMSI (31.102 4.2.2): its length, then parity and digits as semi-octets.
  [ALONE("08[0-9A-Fa-f]9[0-9A-Fa-f]{14}"), (raw, substitute) => swapped(maskRawImsi(swapped(raw), substitute))],
  [ALONE("\\d{14,17}"), maskMobile],
  ['"\\+?\\d{10,15}"|"\\+\\d{7,9}"', (found, substitute) => numberWithin(found, substitute)],
  ["(?<=^|[\\r\\n])ATD\\+?\\d{5,}", (found, substitute) => numberWithin(found, substitute)],
];

/** Lines that carry secrets: a PIN, or an APN's user name and password behind its name. */
const SECRETS =
  /(?<![0-9A-Za-z"])AT\+(?:CPIN|CPWD|CLCK)=[^\r\n]*|(?<![0-9A-Za-z"])(?:AT)?[+^*$](?:QICSGP|CGAUTH|UAUTHREQ|AUTHDATA|SGAUTH|NDISDUP|MGAUTH|ZGPCOAUTH|EIAAUW|QCPDPP)[=:][^\r\n]*/g;

/** A message's header and what stands under it (27.005 3.4, 4.1): digits of a PDU, or the text itself. */
const MESSAGE = /(\+(?:(?:CMT|CMGR|CMGL|CDS):[^\r\n]*\r\n|CMG[SW]=[^\r\n]*\r))([ -\xff]+)/g;

/**
 * Makes of what one side said a text in which IMSI, ICCID, EID, IMEI, numbers, PINs, passwords and messages are others:
 * as long, of the same classes of characters, check digits right where they were, and equal where they were equal.
 * @param key of one recording; whoever has it can test a guess, so it is thrown away.
 */
export function maskIdentifiers(key: Uint8Array): (said: string, from: "host" | "modem") => string {
  const substitute = substituteWith(key);
  const shapes = new RegExp(SHAPES.map(([shape]) => `(${shape})`).join("|"), "g");
  return (said, from) =>
    said
      .replace(MESSAGE, (_all, header: string, body: string) => header + maskMessage(body, substitute, from === "host"))
      .replace(SECRETS, (line) => maskSecrets(line, substitute))
      .replace(shapes, (found, ...groups: unknown[]) => {
        const mask = SHAPES[groups.slice(0, SHAPES.length).findIndex((group) => group !== undefined)]?.[1];
        return mask === undefined ? found : mask(found, substitute);
      });
}

const swapped = (hex: string): string => hex.replace(/(.)(.)/g, "$2$1");

/** Issuer and country stay; so does the filler. */
function maskIccid(iccid: string, substitute: Substitute): string {
  const plain = iccid.replace(/F+$/i, "");
  return withCheckDigit(plain, substitute(plain, 6)) + iccid.slice(plain.length);
}

/** An IMSI or an IMEI: the network (three-digit MNCs are North America's) or the beginning of the type stays. */
function maskMobile(digits: string, substitute: Substitute): string {
  const masked = substitute(digits, /^3[0-4]/.test(digits) ? 6 : 5);
  return digits.length === 15 ? withCheckDigit(digits, masked) : masked;
}

const maskRawImsi = (digits: string, substitute: Substitute): string =>
  digits.slice(0, 3) + maskMobile(digits.slice(3), substitute);

const withCheckDigit = (before: string, masked: string): string =>
  hasLuhnDigit(before) ? masked.slice(0, -1) + luhnDigit(masked.slice(0, -1)) : masked;

const numberWithin = (found: string, substitute: Substitute): string =>
  found.replace(/\d+/, (digits) =>
    digits.length >= 14 ? maskMobile(digits, substitute) : maskNumber(digits, substitute),
  );

function maskSecrets(line: string, substitute: Substitute): string {
  const pin = /^AT\+C(?:PIN|PWD|LCK)/.test(line);
  let quoted = 0;
  return line.replace(/"([^"]*)"|(?<=[,=])[^",\r\n]+/g, (found, text: string | undefined) => {
    if (text === undefined) return /^\d{1,3}$/.test(found) ? found : substitute(found);
    quoted += 1;
    // `SC` and `P2` are facilities (27.007 7.4); of the others the first text is the APN.
    const open = pin ? text.length <= 2 : quoted === 1 && /QICSGP|NDISDUP/.test(line);
    return open ? found : substitute(found);
  });
}

const maskMessage = (body: string, substitute: Substitute, fromHost: boolean): string =>
  /^(?:[0-9A-Fa-f]{2}){10,}$/.test(body) ? maskPdu(body, substitute, fromHost) : substitute(body);
