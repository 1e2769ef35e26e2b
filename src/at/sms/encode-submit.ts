import type { Duration } from "../../base/duration.ts";
import { Fault } from "../../base/fault.ts";
import type { PhoneNumber } from "../outgoing/phone-number.ts";
import type { SmsText } from "../outgoing/sms-text.ts";
import { addressOctets } from "./address.ts";
import { gsm7Septets } from "./gsm7-alphabet.ts";
import { formatHex } from "./octets.ts";
import { packSeptets } from "./septets.ts";
import { splitText } from "./split-text.ts";
import { ucs2Octets } from "./ucs2.ts";
import { validityOctet } from "./validity.ts";

declare const pduBrand: unique symbol;

/** Hexadecimal digits of an SMS-SUBMIT, made only here: the body that goes after the `> ` prompt, without its Ctrl-Z. */
export type SubmitPdu = string & { readonly [pduBrand]: true };

export interface SubmitRequest {
  readonly da: PhoneNumber;
  readonly text: SmsText;
  /** Concatenation reference, 8 or 16 bits; a message of one part has none. */
  readonly reference?: number;
  readonly referenceWidth?: 8 | 16;
  /** The service centre; absent: the one that the SIM holds. */
  readonly sca?: PhoneNumber;
  /** How long the centre keeps trying; absent: as it likes. */
  readonly validity?: Duration;
  /** Ask for an SMS-STATUS-REPORT of every part. */
  readonly statusReport?: boolean;
  /** 0 shows it at once (flash), 1 to 3 as in 3GPP TS 23.038 4. */
  readonly messageClass?: 0 | 1 | 2 | 3;
}

export interface EncodedSubmit {
  readonly pdu: SubmitPdu;
  /** What +CMGS= wants: octets without the service centre's address (27.005 4.3). */
  readonly length: number;
}

/** SMS-SUBMIT (3GPP TS 23.040 9.2.2.2), one for each part. TP-MR is 0: the modem sets its own. */
export function encodeSubmit(request: SubmitRequest): readonly EncodedSubmit[] {
  const width = request.referenceWidth ?? 8;
  const { alphabet, parts } = splitText(request.text, width);
  return parts.map((part, index) => {
    const header = parts.length === 1 ? [] : concatenation(request.reference ?? 0, width, parts.length, index + 1);
    return encodePart(request, alphabet, part, header);
  });
}

function concatenation(reference: number, width: 8 | 16, max: number, seq: number): readonly number[] {
  return width === 8
    ? [5, 0, 3, reference & 0xff, max, seq]
    : [6, 8, 4, (reference >> 8) & 0xff, reference & 0xff, max, seq];
}

function encodePart(
  request: SubmitRequest,
  alphabet: "gsm7" | "ucs2",
  part: string,
  header: readonly number[],
): EncodedSubmit {
  const da = addressOctets(request.da);
  const { validity, messageClass } = request;
  const fo =
    1 |
    (validity === undefined ? 0 : 0x10) |
    (request.statusReport === true ? 0x20 : 0) |
    (header.length === 0 ? 0 : 0x40);
  const dcs = (alphabet === "ucs2" ? 8 : 0) | (messageClass === undefined ? 0 : 0x10 | messageClass);
  const tpdu = [
    fo,
    0,
    da.digits,
    ...da.octets,
    0,
    dcs,
    ...(validity === undefined ? [] : [validityOctet(validity)]),
    ...userData(alphabet, part, header),
  ];
  const octets = new Uint8Array([...centre(request.sca), ...tpdu]);
  return { pdu: submitPdu(octets), length: tpdu.length };
}

function centre(sca: PhoneNumber | undefined): readonly number[] {
  if (sca === undefined) return [0];
  const { octets } = addressOctets(sca);
  return [octets.length, ...octets];
}

/** After a header the septets begin at the next septet boundary, and TP-UDL counts the header's septets too. */
function userData(alphabet: "gsm7" | "ucs2", part: string, header: readonly number[]): readonly number[] {
  if (alphabet === "ucs2") {
    const octets = ucs2Octets(part);
    return [header.length + octets.length, ...header, ...octets];
  }
  const before = Math.ceil((header.length * 8) / 7);
  const septets = gsm7Septets(part) ?? [];
  return [before + septets.length, ...header, ...packSeptets(septets, before * 7 - header.length * 8)];
}

const submitPdu = (octets: Uint8Array): SubmitPdu => {
  const text = formatHex(octets);
  if (!isPdu(text)) throw new Fault("internal", "octets became something else than hexadecimal digits");
  return text;
};

const isPdu = (text: string): text is SubmitPdu => /^[0-9A-F]*$/.test(text);
