import { type AtLine, atLine } from "../at-line.ts";
import { type Hexadecimal, hexadecimalBody } from "../command.ts";
import type { EncodedSubmit } from "../sms/encode-submit.ts";
import type { Apn } from "./apn.ts";
import type { Cid } from "./cid.ts";
import type { OperatorCode } from "./operator-code.ts";
import type { Pin } from "./pin.ts";
import type { PhoneNumber } from "./phone-number.ts";
import type { QuotedText } from "./quoted-text.ts";
import type { Slot } from "./slot.ts";
import type { SmsPlace } from "./sms-place.ts";
import type { StorageName } from "./storage-name.ts";
import type { UssdText } from "./ussd-text.ts";

// Every command line that holds something from outside is made here, out of types that only their checks make.

/** 3GPP TS 27.007 10.1.1. */
export type PdpKind = "IP" | "IPV6" | "IPV4V6" | "PPP" | "Non-IP";

export const defineContext = (cid: Cid, kind: PdpKind, apn: Apn): AtLine =>
  atLine(`AT+CGDCONT=${cid},"${kind}","${apn}"`);

export const undefineContext = (cid: Cid): AtLine => atLine(`AT+CGDCONT=${cid}`);

export const activateContext = (cid: Cid, active: boolean): AtLine => atLine(`AT+CGACT=${active ? 1 : 0},${cid}`);

/** 3GPP TS 27.007 10.1.23. */
export const askParameters = (cid: Cid): AtLine => atLine(`AT+CGCONTRDP=${cid}`);

/** 3GPP TS 27.007 10.1.14. */
export const askAddresses = (cid: Cid): AtLine => atLine(`AT+CGPADDR=${cid}`);

/** A modem family's own line (config/modems), checked when it was read, with its placeholders filled in. */
export const fillLine = (line: string, { cid, type, apn }: ContextValues): AtLine =>
  atLine(
    line
      .replaceAll("{cid}", String(cid))
      .replaceAll("{type}", type)
      .replaceAll("{apn}", apn ?? ""),
  );

/** The same, of a line that chooses a card's slot. */
export const fillSlot = (line: string, slot: Slot): AtLine => atLine(line.replaceAll("{slot}", String(slot)));

export interface ContextValues {
  readonly cid: Cid;
  readonly type: PdpKind;
  readonly apn?: Apn;
}

/** 3GPP TS 27.007 10.1.31. */
export type AuthenticationProtocol = "none" | "pap" | "chap";

const PROTOCOLS: Readonly<Record<AuthenticationProtocol, number>> = { none: 0, pap: 1, chap: 2 };

export function authenticateContext(
  cid: Cid,
  protocol: AuthenticationProtocol,
  user: QuotedText,
  password: QuotedText,
): AtLine {
  const number = PROTOCOLS[protocol];
  return atLine(number === 0 ? `AT+CGAUTH=${cid},0` : `AT+CGAUTH=${cid},${number},${user},${password}`);
}

/** 27.007 8.3. Tried once, never with two tries or fewer left: the caller's duty. */
export const enterPin = (pin: Pin): AtLine => atLine(`AT+CPIN="${pin}"`);

/** 27.007 7.3, numeric format. */
export const selectOperator = (code: OperatorCode): AtLine => atLine(`AT+COPS=1,2,"${code}"`);

/** 27.007 7.15; the network's answer is an unsolicited +CUSD, before or after OK. */
export const ussdCommand = (text: UssdText): AtLine => atLine(`AT+CUSD=1,"${text.str}",${text.dcs}`);

/** 27.005 3.3.1. */
export const setCentre = (sca: PhoneNumber): AtLine => atLine(`AT+CSCA="${sca}",${sca.startsWith("+") ? 145 : 129}`);

/** 27.005 4.3; the PDU and Ctrl-Z follow after the prompt, as the very next write. */
export const sendSms = (message: EncodedSubmit): AtLine => atLine(`AT+CMGS=${message.length}`);

/** What follows the prompt; the dialogue ends it with Ctrl-Z. */
export const smsBody = (message: EncodedSubmit): Hexadecimal => hexadecimalBody(message.pdu);

export const readSms = (place: SmsPlace): AtLine => atLine(`AT+CMGR=${place}`);

export const deleteSms = (place: SmsPlace): AtLine => atLine(`AT+CMGD=${place}`);

/** 27.005 3.2.2. `receiving`: also write to it and receive into it; otherwise those stay where they are. */
export const selectStorage = (reading: StorageName, receiving: boolean): AtLine =>
  atLine(receiving ? `AT+CPMS="${reading}","${reading}","${reading}"` : `AT+CPMS="${reading}"`);

type Digit = 0 | 1 | 2 | 3;

/** 27.005 3.4.1 `<mode>,<mt>[,<bm>,<ds>,<bfr>]`. */
export const indicate = (...values: readonly [Digit, Digit, ...Digit[]]): AtLine =>
  atLine(`AT+CNMI=${values.join(",")}`);
