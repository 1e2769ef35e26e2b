import * as v from "valibot";
import { cameUnasked, isTestAnswer } from "./asked.ts";
import { unsolicited } from "./field-schemas.ts";
import type { Grammar } from "./grammar.ts";
import { splitLine, splitParameters, whole } from "./parameters.ts";

/** `+CGATT: <state>` (3GPP TS 27.007 10.1.9). */
export const attachSchema = v.strictObject({
  kind: v.literal("attach"),
  command: v.literal("+CGATT"),
  unsolicited,
  state: v.picklist([0, 1]),
  attached: v.pipe(v.boolean(), v.description("state as a truth value")),
});

export type AttachMessage = Readonly<v.InferOutput<typeof attachSchema>>;

function parseAttach(line: string, asked?: string): AttachMessage | undefined {
  const parts = splitLine(line);
  if (parts?.name !== "+CGATT" || isTestAnswer("+CGATT", asked)) return undefined;
  const state = whole(splitParameters(parts.body)[0], 1);
  if (state !== 0 && state !== 1) return undefined;
  const attached = state === 1;
  return { kind: "attach", command: "+CGATT", unsolicited: cameUnasked("+CGATT", asked), state, attached };
}

export const attachGrammar: Grammar<AttachMessage> = {
  names: ["+CGATT"],
  parse: parseAttach,
};
