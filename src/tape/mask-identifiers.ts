import { hasLuhnDigit, luhnDigit } from "./luhn.ts";
import { LINE_ENDS } from "./command-line.ts";
import { maskAnswers, maskUssd } from "./mask-answers.ts";
import { type CardDigits, swapped } from "./mask-card.ts";
import { maskCardAnswers } from "./mask-card-lines.ts";
import { maskCommands } from "./mask-commands.ts";
import { maskReceived, maskSent } from "./mask-messages.ts";
import { maskNumber } from "./mask-number.ts";
import { maskText } from "./mask-words.ts";
import { type Substitute, substituteWith } from "./masked-text.ts";
import { Overlay } from "./overlay.ts";

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
  [
    '"\\+?\\d{10,15}"|(?<![0-9A-Za-z])\\+\\d{7,15}(?![0-9A-Za-z])',
    (found, substitute) => numberWithin(found, substitute),
  ],
  // A user's name before a realm, also as an access point's name.
  ['(?<=")[^"@\\r\\n]+(?=@[^"\\r\\n]+")', (found, substitute) => maskUser(found, substitute)],
];

/** What the other side had said up to a place in what this side said. */
export type Heard = (at: number) => string;

/**
 * Makes of what one side said a text in which IMSI, ICCID, EID, IMEI, numbers, PINs, passwords, messages and what a card holds are
 * others: as long, of the same classes of characters, check digits right where they were, and equal where they were equal.
 * Where nobody tells what the other side had said, everything that a card answers becomes another.
 * @param key of one recording; whoever has it can test a guess, so it is thrown away.
 */
export function maskIdentifiers(key: Uint8Array): (said: string, from: "host" | "modem", heard?: Heard) => string {
  const substitute = substituteWith(key);
  const digits: CardDigits = {
    iccid: (plain) => maskIccid(plain, substitute),
    imsi: (plain) => maskMobile(plain, substitute),
  };
  const shapes = new RegExp(SHAPES.map(([shape]) => `(${shape})`).join("|"), "g");
  return (said, from, heard = () => "") => {
    const over = new Overlay(said);
    if (from === "host") maskSent(over, substitute);
    else maskReceived(over, substitute);
    maskCommands(over, substitute, digits);
    if (from === "modem") {
      maskCardAnswers(over, heard, substitute, digits);
      maskUssd(over, substitute);
      maskAnswers(over, heard, substitute);
    }
    for (const match of said.matchAll(shapes)) {
      const mask = SHAPES[match.slice(1).findIndex((group) => group !== undefined)]?.[1];
      if (mask !== undefined) over.put(match.index, mask(match[0], substitute));
    }
    if (from === "host") maskUncalledFor(over, substitute);
    return over.text;
  };
}

/** What a host says besides command lines is data or a text that nobody can place. */
function maskUncalledFor(over: Overlay, substitute: Substitute): void {
  for (const { index, 0: line } of over.said.matchAll(new RegExp(`[^${LINE_ENDS}]+`, "g")))
    if (!/A ?T/i.test(line) && !/^\s*(?:A\/|\+\+\+)\s*$/i.test(line)) over.put(index, maskText(line, substitute));
}

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

/** `sip:` and the like, and an IMSI inside, are masked as they are elsewhere. */
const maskUser = (found: string, substitute: Substitute): string =>
  found.replace(
    /^([a-z]{3,4}:)?(.*)$/,
    (_all, scheme: string | undefined, user: string) =>
      `${scheme ?? ""}${/^\d{14,17}$/.test(user) ? maskMobile(user, substitute) : substitute(user)}`,
  );
