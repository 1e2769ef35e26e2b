import * as v from "valibot";
import { defined } from "../../base/defined.ts";
import { cameUnasked, isTestAnswer } from "./asked.ts";
import { maybeWhole, maybeWritten, unsolicited } from "./field-schemas.ts";
import type { Grammar } from "./grammar.ts";
import { splitParameters, whole, written } from "./parameters.ts";
import { listed, splitGroups } from "./value-groups.ts";

const maybeNumbers = v.exactOptional(v.array(v.pipe(v.number(), v.integer())));

/** The answer to `AT+COPS=?` (3GPP TS 27.007 7.3); one line may bring a part of the list (Novatel XU870). */
export const operatorScanSchema = v.strictObject({
  kind: v.literal("operator-scan"),
  command: v.literal("+COPS"),
  unsolicited,
  operators: v.array(
    v.strictObject({
      stat: v.exactOptional(v.pipe(v.number(), v.description("0 unknown, 1 available, 2 current, 3 forbidden"))),
      longOper: maybeWritten,
      shortOper: maybeWritten,
      numericOper: maybeWritten,
      act: maybeWhole,
    }),
  ),
  modes: maybeNumbers,
  formats: maybeNumbers,
});

export type OperatorScanMessage = Readonly<v.InferOutput<typeof operatorScanSchema>>;
type ScannedOperator = OperatorScanMessage["operators"][number];

/** `+COPS: (<stat>,<long>,<short>,<numeric>[,<AcT>]),...,,(<mode>s),(<format>s)`. Line breaks inside the list mean nothing (Nokia 2720). */
function parseOperatorScan(line: string, asked?: string): OperatorScanMessage | undefined {
  // Nokia breaks the list in two: without the question, a line that begins in the middle is nobody's.
  const named =
    /^\+COPS\s*:\s*,*\s*(?=\()/.exec(line) ?? (isTestAnswer("+COPS", asked) ? /^,?\s*(?=\()/.exec(line) : null);
  if (named === null) return undefined;
  const groups = splitGroups(line.slice(named[0].length).replaceAll(/\+COPS\s*:/g, ","));
  const operators: ScannedOperator[] = [];
  const lists: (readonly number[])[] = [];
  for (const group of groups) {
    const operator = operatorOf(group.text, group.stray);
    if (operator !== undefined) operators.push(operator);
    else lists.push(listed(group.text));
  }
  const [modes, formats] = lists;
  return {
    kind: "operator-scan",
    command: "+COPS",
    unsolicited: cameUnasked("+COPS", asked),
    operators,
    ...defined({
      modes: modes === undefined ? undefined : [...modes],
      formats: formats === undefined ? undefined : [...formats],
    }),
  };
}

export const operatorScanGrammar: Grammar<OperatorScanMessage> = {
  names: ["+COPS"],
  unnamed: true,
  parse: parseOperatorScan,
};

/** A group with a name or with a PLMN in the fourth place is an operator; one of small numbers lists what is supported. */
function operatorOf(text: string, stray: string | undefined): ScannedOperator | undefined {
  const [stat, long, short, numeric, access] = splitParameters(text);
  const isOperator =
    text.includes('"') || /^[^,]*,[^,]*[A-Za-z]/.test(text) || /^\d{5,7}$/.test(written(numeric) ?? "");
  if (!isOperator) return undefined;
  return defined({
    stat: whole(stat, 255),
    longOper: written(long),
    shortOper: written(short),
    numericOper: written(numeric),
    act: whole(access, 255) ?? whole(stray === undefined ? undefined : { text: stray, quoted: false }, 255),
  });
}
