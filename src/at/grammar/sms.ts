import * as v from "valibot";
import { decodePdu } from "../sms/decode-pdu.ts";
import type { SmsPdu } from "../sms/sms-pdu.ts";
import { cameUnasked } from "./asked.ts";
import type { Grammar } from "./grammar.ts";
import { decimal, type Parameter, splitParameters } from "./parameters.ts";
import { fitsLength, pduOf, type SmsLines, smsLines, textOf } from "./sms-body.ts";
import { SMS_FIELDS } from "./sms-fields.ts";
import { textModeFields } from "./sms-text-mode.ts";

/** One message: read (+CMGR), arriving (+CMT), a status report (+CDS), or the place where one was stored (+CMTI, +CDSI). */
export const smsSchema = v.strictObject({
  kind: v.literal("sms"),
  command: v.picklist(["+CMGR", "+CMT", "+CDS", "+CMTI", "+CDSI"]),
  unsolicited: v.boolean(),
  ...SMS_FIELDS,
});

export type SmsMessage = Readonly<v.InferOutput<typeof smsSchema>>;

/** 3GPP TS 27.005 3.4.1, 3.4.3, 4.2: `header CR LF body`, in PDU mode and in text mode. */
function parseSms(line: string, asked?: string): SmsMessage | undefined {
  const lines = smsLines(line);
  if (lines === undefined) return undefined;
  const parameters = splitParameters(lines.header);
  switch (lines.name) {
    case "+CMGR":
      return readMessage(lines, parameters, cameUnasked(lines.name, asked));
    case "+CMT":
    case "+CDS":
      return arrival(lines.name, lines, parameters);
    case "+CMTI":
    case "+CDSI":
      return announcement(lines.name, parameters);
    default:
      return undefined;
  }
}

export const smsGrammar: Grammar<SmsMessage> = { names: ["+CMGR", "+CMT", "+CDS", "+CMTI", "+CDSI"], parse: parseSms };

function readMessage(lines: SmsLines, parameters: readonly Parameter[], unsolicited: boolean): SmsMessage | undefined {
  const base = { kind: "sms", command: "+CMGR", unsolicited } as const;
  const only = parameters.length === 1 ? decimal(parameters[0], 9_999) : undefined;
  const hasPdu = pduOf(lines.body) !== undefined;
  // Nothing but the length, as +CMT without <alpha> has it.
  if (only !== undefined && hasPdu) return { ...base, length: only, ...pduFields(lines.body, only) };
  // The header of +CMGL, with the index before the state.
  const index =
    parameters.length === 4 && hasPdu && decimal(parameters[1], 4) !== undefined
      ? decimal(parameters[0], 65_535)
      : undefined;
  const [first, ...rest] = index === undefined ? parameters : parameters.slice(1);
  if (first === undefined) return undefined;
  // ZTE leaves the state out, in both modes.
  const given = {
    ...(index === undefined ? {} : { index }),
    ...(first.text === "" ? {} : { stat: decimal(first, 9) ?? first.text }),
  };
  const { stat } = given;
  const header = typeof stat === "string" ? undefined : pduHeader(rest);
  if (header !== undefined && typeof stat !== "string")
    return { ...base, ...given, ...header, ...pduFields(lines.body, header.length, stat) };
  if (typeof stat === "string" ? !/[A-Z]/i.test(stat) : rest.length < 6) return undefined;
  const word = typeof stat === "string" ? stat : undefined;
  return { ...base, ...given, ...textModeFields(rest, word, false, textOf(lines.body)) };
}

/** `[<alpha>],<length>`, or the length alone (Pantech). */
export function pduHeader(
  parameters: readonly Parameter[],
): { readonly length: number; readonly alpha?: string } | undefined {
  const length = decimal(parameters.at(-1), 9_999);
  if (length === undefined || parameters.length > 3) return undefined;
  const alpha = parameters.length > 1 ? (parameters[0]?.text ?? "") : "";
  return alpha === "" ? { length } : { alpha, length };
}

/** 27.005 3.1 `<stat>`: 2 and 3 are messages of ours. A place that is empty has a length of 0 and no PDU. */
export function pduFields(
  body: string | undefined,
  length: number,
  stat?: number,
): Omit<Partial<SmsPdu>, "udh"> & Pick<SmsMessage, "pdu" | "udh"> {
  const pdu = pduOf(body);
  if (pdu === undefined) return body === undefined ? {} : { fault: "not-hexadecimal" };
  const { udh, ...says } = decodePdu(pdu, { length, stored: stat === 2 || stat === 3 });
  return { pdu, ...says, ...(udh === undefined ? {} : { udh: [...udh] }) };
}

function arrival(name: "+CMT" | "+CDS", lines: SmsLines, parameters: readonly Parameter[]): SmsMessage | undefined {
  const base = { kind: "sms", command: name, unsolicited: true } as const;
  const length = decimal(parameters.at(-1), 9_999);
  const pdu = pduOf(lines.body);
  const fits = length !== undefined && pdu !== undefined && fitsLength(pdu, length);
  const header = pduHeader(parameters);
  if (header !== undefined && (fits || parameters.length <= 2))
    return { ...base, ...header, ...pduFields(lines.body, header.length) };
  if (parameters.length < 2 || (name === "+CDS" && parameters.length < 4)) return undefined;
  return { ...base, ...textModeFields(parameters, undefined, false, textOf(lines.body)) };
}

function announcement(name: "+CMTI" | "+CDSI", parameters: readonly Parameter[]): SmsMessage | undefined {
  const mem = parameters[0]?.text;
  const index = decimal(parameters[1], 65_535);
  if (mem === undefined || !/^[A-Z]\w{1,5}$/i.test(mem) || index === undefined) return undefined;
  return { kind: "sms", command: name, unsolicited: true, mem, index };
}
