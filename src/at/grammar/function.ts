import * as v from "valibot";
import { cameUnasked, isTestAnswer } from "./asked.ts";
import type { Grammar } from "./grammar.ts";
import { splitLine, splitParameters, whole } from "./parameters.ts";

/** `+CFUN: <fun>` (27.007 8.2): 0 minimum, 1 full, 4 radio off; others are the maker's. Some add <rst>. */
export const functionSchema = v.strictObject({
  kind: v.literal("function"),
  command: v.literal("+CFUN"),
  unsolicited: v.boolean(),
  fun: v.number(),
  rst: v.exactOptional(v.number()),
});

export type FunctionMessage = Readonly<v.InferOutput<typeof functionSchema>>;

function parseFunction(line: string, asked?: string): FunctionMessage | undefined {
  const parts = splitLine(line);
  if (parts?.name !== "+CFUN" || isTestAnswer("+CFUN", asked)) return undefined;
  const [first, second] = splitParameters(parts.body);
  const fun = whole(first, 255);
  const rst = whole(second, 255);
  if (fun === undefined) return undefined;
  const unsolicited = cameUnasked("+CFUN", asked);
  return { kind: "function", command: "+CFUN", unsolicited, fun, ...(rst === undefined ? {} : { rst }) };
}

export const functionGrammar: Grammar<FunctionMessage> = {
  names: ["+CFUN"],
  parse: parseFunction,
};
