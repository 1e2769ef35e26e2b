import * as v from "valibot";
import { withDefined } from "../../base/defined.ts";
import { cameUnasked, formAsked, isTestAnswer } from "./asked.ts";
import { maybeWhole, unsolicited, whole as wholeNumber } from "./field-schemas.ts";
import type { Grammar } from "./grammar.ts";
import { decimal, type Parameter, splitLine, splitParameters } from "./parameters.ts";

/** `+CSCON` (3GPP TS 27.007 7.30): whether there is a signalling connection to the network now. */
export const signallingConnectionSchema = v.strictObject({
  kind: v.literal("signalling-connection"),
  command: v.literal("+CSCON"),
  unsolicited,
  n: v.exactOptional(v.pipe(wholeNumber, v.description("only in the answer to a read"))),
  mode: v.pipe(wholeNumber, v.description("0: idle, 1: connected")),
  state: v.exactOptional(v.pipe(wholeNumber, v.description("7: E-UTRAN connected"))),
  access: maybeWhole,
  coreNetwork: maybeWhole,
});

export type SignallingConnectionMessage = Readonly<v.InferOutput<typeof signallingConnectionSchema>>;

const HIGHEST_N = 5;
const HIGHEST_MODE = 2;

/**
 * The answer to a read begins `<n>,<mode>`, the unsolicited line `<mode>[,<state>]`. Where nobody knows what was asked, a
 * second number that may be a mode is one: E-UTRAN's and NG-RAN's states are 7 and more, the lower ones UTRAN's and GERAN's.
 */
function isAnswer(parameters: readonly Parameter[], asked: string | undefined): boolean {
  const [first, second] = parameters;
  if (decimal(first, HIGHEST_N) === undefined || decimal(second, HIGHEST_MODE) === undefined) return false;
  return asked === undefined || formAsked("+CSCON", asked) === "read";
}

function parseSignallingConnection(line: string, asked?: string): SignallingConnectionMessage | undefined {
  const parts = splitLine(line);
  if (parts?.name !== "+CSCON" || isTestAnswer("+CSCON", asked)) return undefined;
  const parameters = splitParameters(parts.body);
  const answer = isAnswer(parameters, asked);
  const [connection, state, access, core] = answer ? parameters.slice(1) : parameters;
  const mode = decimal(connection, HIGHEST_MODE);
  if (mode === undefined) return undefined;
  const head = { kind: "signalling-connection", command: "+CSCON" } as const;
  return withDefined(
    { ...head, unsolicited: !answer || cameUnasked("+CSCON", asked), mode },
    {
      n: answer ? decimal(parameters[0], HIGHEST_N) : undefined,
      state: decimal(state, 255),
      access: decimal(access, 255),
      coreNetwork: decimal(core, 255),
    },
  );
}

export const signallingConnectionGrammar: Grammar<SignallingConnectionMessage> = {
  names: ["+CSCON"],
  parse: parseSignallingConnection,
};
