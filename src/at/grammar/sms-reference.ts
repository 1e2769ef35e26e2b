import * as v from "valibot";
import { defined } from "../../base/defined.ts";
import { parseHex } from "../sms/octets.ts";
import { isoOf } from "../sms/time-stamp.ts";
import { cameUnasked } from "./asked.ts";
import type { Grammar } from "./grammar.ts";
import { decimal, splitLine, splitParameters } from "./parameters.ts";

/** What a message that was sent or written got: its reference (+CMGS, +CMSS, +CMGC) or its place (+CMGW). */
export const smsReferenceSchema = v.strictObject({
  kind: v.literal("sms-reference"),
  command: v.picklist(["+CMGS", "+CMSS", "+CMGC", "+CMGW"]),
  unsolicited: v.boolean(),
  mr: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(255))),
  index: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(0))),
  scts: v.exactOptional(v.string()),
  sctsTime: v.exactOptional(v.string()),
  ackpdu: v.exactOptional(v.pipe(v.string(), v.description("the acknowledgement's user data, hexadecimal"))),
});

export type SmsReferenceMessage = Readonly<v.InferOutput<typeof smsReferenceSchema>>;

/** 3GPP TS 27.005 3.5 and 4.3 to 4.5. A comma without anything after it is met (`+CMGS: 40,`). */
function parseSmsReference(line: string, asked?: string): SmsReferenceMessage | undefined {
  const parts = splitLine(line.trimEnd());
  if (parts === undefined) return undefined;
  const { name } = parts;
  if (name !== "+CMGS" && name !== "+CMSS" && name !== "+CMGC" && name !== "+CMGW") return undefined;
  const [first, ...rest] = splitParameters(parts.body);
  const number = decimal(first, name === "+CMGW" ? 65_535 : 255);
  if (number === undefined) return undefined;
  const more = rest
    .map((parameter) => parameter.text)
    .join(",")
    .trim();
  const hexadecimal = more !== "" && parseHex(more) !== undefined;
  const scts = /^\d\d\/\d\d\/\d\d,/.test(more) ? more : undefined;
  return {
    kind: "sms-reference",
    command: name,
    unsolicited: cameUnasked(name, asked),
    ...(name === "+CMGW" ? { index: number } : { mr: number }),
    ...defined({
      scts,
      sctsTime: scts === undefined ? undefined : isoOf(scts),
      ackpdu: hexadecimal ? more : undefined,
    }),
  };
}

export const smsReferenceGrammar: Grammar<SmsReferenceMessage> = {
  names: ["+CMGS", "+CMSS", "+CMGC", "+CMGW"],
  parse: parseSmsReference,
};
