import * as v from "valibot";
import { defined } from "../../base/defined.ts";
import { cameUnasked, isTestAnswer } from "./asked.ts";
import { maybeWhole, maybeWritten, unsolicited, written as writtenText } from "./field-schemas.ts";
import type { Grammar } from "./grammar.ts";
import { splitLine, splitParameters, whole, written } from "./parameters.ts";

/** `+CNUM: [<alpha>],<number>,<type>[,<speed>,<service>[,<itc>]]` (3GPP TS 27.007 7.1), one line a number. */
export const subscriberNumberSchema = v.strictObject({
  kind: v.literal("subscriber-number"),
  command: v.literal("+CNUM"),
  unsolicited,
  alpha: maybeWritten,
  number: v.pipe(writtenText, v.description("identifies the subscriber: mask it in logs and messages")),
  type: maybeWhole,
  speed: maybeWhole,
  service: maybeWhole,
  itc: maybeWhole,
});

export type SubscriberNumberMessage = Readonly<v.InferOutput<typeof subscriberNumberSchema>>;

function parseSubscriberNumber(line: string, asked?: string): SubscriberNumberMessage | undefined {
  const parts = splitLine(line);
  if (parts?.name !== "+CNUM" || isTestAnswer("+CNUM", asked)) return undefined;
  const all = splitParameters(parts.body);
  // Some leave out the name with its comma: a number, and the type behind it (24.008 10.5.4.7 has bit 8 set).
  const nameless = all.length === 2 && all[1]?.quoted === false && (whole(all[1], 255) ?? 0) >= 128;
  const [alpha, number, ...rest] = nameless ? [undefined, ...all] : all;
  const digits = written(number);
  if (digits === undefined || !/^[+0-9*#A-Ca-c]{1,80}$/.test(digits)) return undefined;
  const [type, speed, service, itc] = rest.map((parameter) => whole(parameter, 65_535));
  return {
    kind: "subscriber-number",
    command: "+CNUM",
    unsolicited: cameUnasked("+CNUM", asked),
    ...defined({ alpha: written(alpha), number: digits, type, speed, service, itc }),
  };
}

export const subscriberNumberGrammar: Grammar<SubscriberNumberMessage> = {
  names: ["+CNUM"],
  parse: parseSubscriberNumber,
};
