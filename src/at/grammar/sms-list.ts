import * as v from "valibot";
import { cameUnasked } from "./asked.ts";
import type { Grammar } from "./grammar.ts";
import { decimal, splitParameters } from "./parameters.ts";
import { pduFields, pduHeader } from "./sms.ts";
import { smsLines, textOf } from "./sms-body.ts";
import { SMS_FIELDS } from "./sms-fields.ts";
import { textModeFields } from "./sms-text-mode.ts";

/** One entry of the list of stored messages. */
export const smsListSchema = v.strictObject({
  kind: v.literal("sms-list"),
  command: v.literal("+CMGL"),
  unsolicited: v.boolean(),
  ...SMS_FIELDS,
});

export type SmsListMessage = Readonly<v.InferOutput<typeof smsListSchema>>;

/** 3GPP TS 27.005 3.4.2 and 4.1: `+CMGL: <index>,<stat>,...`, its text or PDU on the next line. */
function parseSmsList(line: string, asked?: string): SmsListMessage | undefined {
  const lines = smsLines(line);
  if (lines?.name !== "+CMGL") return undefined;
  const [first, second, ...rest] = splitParameters(lines.header);
  const index = decimal(first, 65_535);
  if (index === undefined || second === undefined || second.text === "") return undefined;
  const base = { kind: "sms-list", command: "+CMGL", unsolicited: cameUnasked("+CMGL", asked), index } as const;
  const stat = decimal(second, 9);
  if (stat === undefined) {
    if (!/[A-Z]/i.test(second.text)) return undefined;
    return { ...base, stat: second.text, ...textModeFields(rest, second.text, true, textOf(lines.body)) };
  }
  const header = pduHeader(rest);
  return header === undefined ? undefined : { ...base, stat, ...header, ...pduFields(lines.body, header.length, stat) };
}

export const smsListGrammar: Grammar<SmsListMessage> = { names: ["+CMGL"], parse: parseSmsList };
