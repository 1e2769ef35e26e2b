import * as v from "valibot";
import { defined } from "../../base/defined.ts";
import { cameUnasked, isTestAnswer } from "./asked.ts";
import { maybeWhole, maybeWritten, unsolicited } from "./field-schemas.ts";
import type { Grammar } from "./grammar.ts";
import { decimal, type Parameter, splitLine, splitParameters, whole, written } from "./parameters.ts";
import { unmistakableUcs2 } from "./ucs2-hex.ts";

/** The answer to `AT+COPS?` (3GPP TS 27.007 7.3). */
export const operatorSchema = v.strictObject({
  kind: v.literal("operator"),
  command: v.literal("+COPS"),
  unsolicited,
  mode: maybeWhole,
  format: maybeWhole,
  oper: maybeWritten,
  act: maybeWhole,
  name: v.exactOptional(v.pipe(v.string(), v.description("oper where it is a name, UCS2 decoded"))),
  plmn: v.exactOptional(v.pipe(v.string(), v.description("oper where it is numeric: MCC and MNC, five or six digits"))),
});

export type OperatorMessage = Readonly<v.InferOutput<typeof operatorSchema>>;

/** `+COPS: <mode>[,<format>,<oper>[,<AcT>]]`; format 2 is the numeric PLMN. */
function parseOperator(line: string, asked?: string): OperatorMessage | undefined {
  const parts = splitLine(line);
  if (parts?.name !== "+COPS" || /^[\s,]*\(/.test(parts.body) || isTestAnswer("+COPS", asked)) return undefined;
  const [mode, format, name, access] = fields(parts.body);
  const modeNumber = decimal(mode, 255);
  const formatNumber = whole(format, 255);
  const oper = written(name);
  if (modeNumber === undefined) return undefined;
  return {
    kind: "operator",
    command: "+COPS",
    unsolicited: cameUnasked("+COPS", asked),
    mode: modeNumber,
    ...defined({ format: formatNumber, oper, act: whole(access, 255) }),
    ...(oper === undefined ? {} : called(oper, formatNumber)),
  };
}

export const operatorGrammar: Grammar<OperatorMessage> = {
  names: ["+COPS"],
  parse: parseOperator,
};

/** Nokia loses the closing quote: what then looks like a last `,<AcT>` is one. */
function fields(body: string): readonly Parameter[] {
  const all = splitParameters(body);
  const name = all[2];
  if (all.length !== 3 || name?.quoted !== true || body.split('"').length !== 2) return all;
  const cut = /^(.*),(\d{1,2})$/.exec(name.text);
  if (cut === null) return all;
  return [...all.slice(0, 2), { text: cut[1] ?? "", quoted: true }, { text: cut[2] ?? "", quoted: false }];
}

function called(oper: string, format: number | undefined): { readonly plmn: string } | { readonly name: string } {
  const text = unmistakableUcs2(oper) ?? oper;
  return format === 2 || /^\d{5,6}$/.test(text) ? { plmn: text } : { name: text };
}
