import * as v from "valibot";
import { cameUnasked } from "./asked.ts";
import type { Grammar } from "./grammar.ts";
import { splitLine, splitParameters } from "./parameters.ts";

/**
 * `+CEER: <report>` (27.007 6.10): the last reason that the network or the modem had. A text from some, numbers from
 * others (`5,16`: Quectel, u-blox), both from a few; what the numbers mean is each vendor's own.
 */
export const extendedErrorSchema = v.strictObject({
  kind: v.literal("extended-error"),
  command: v.string(),
  unsolicited: v.boolean(),
  report: v.pipe(v.string(), v.description("the whole report, without quotes around it; empty when there is none")),
  numbers: v.exactOptional(v.pipe(v.array(v.number()), v.description("the numbers at its beginning"))),
  text: v.exactOptional(v.pipe(v.string(), v.description("what is not a number at its beginning"))),
});

export type ExtendedErrorMessage = Readonly<v.InferOutput<typeof extendedErrorSchema>>;

/** Intel and NetPrisma have names of their own beside the standard's. */
const NAMES: readonly string[] = ["+CEER", "+XCEER", "+XEER", "+NEER"];

function parseExtendedError(line: string, asked?: string): ExtendedErrorMessage | undefined {
  const parts = splitLine(line);
  if (parts === undefined || !NAMES.includes(parts.name)) return undefined;
  const parameters = splitParameters(parts.body);
  const numeric = parameters.findIndex(({ text }) => !/^\d{1,9}$/.test(text.trim()));
  const count = numeric === -1 ? parameters.length : numeric;
  const numbers = parameters.slice(0, count).map(({ text }) => Number(text));
  const text = parameters
    .slice(count)
    .map((parameter) => parameter.text)
    .join(",")
    .trim();
  const [only] = parameters;
  const report = parameters.length === 1 && only?.quoted === true ? only.text : parts.body.trim();
  return {
    kind: "extended-error",
    command: parts.name,
    unsolicited: cameUnasked(parts.name, asked),
    report,
    ...(numbers.length === 0 ? {} : { numbers }),
    ...(text === "" ? {} : { text }),
  };
}

export const extendedErrorGrammar: Grammar<ExtendedErrorMessage> = {
  names: NAMES,
  parse: parseExtendedError,
};
