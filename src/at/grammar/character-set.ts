import * as v from "valibot";
import { cameUnasked, isTestAnswer } from "./asked.ts";
import { unsolicited, written } from "./field-schemas.ts";
import type { Grammar } from "./grammar.ts";
import { splitLine, splitParameters } from "./parameters.ts";

/** `+CSCS: <chset>` (3GPP TS 27.007 5.5): the character set of texts on this line. */
export const characterSetSchema = v.strictObject({
  kind: v.literal("character-set"),
  command: v.literal("+CSCS"),
  unsolicited,
  chset: written,
});

export type CharacterSetMessage = Readonly<v.InferOutput<typeof characterSetSchema>>;

function parseCharacterSet(line: string, asked?: string): CharacterSetMessage | undefined {
  const parts = splitLine(line);
  if (parts?.name !== "+CSCS" || isTestAnswer("+CSCS", asked)) return undefined;
  const [first, ...more] = splitParameters(parts.body);
  const chset = first?.text ?? "";
  // Some modems answer a read without the quotes.
  if (more.length > 0 || !/^[A-Z0-9][\w-]{1,19}$/i.test(chset)) return undefined;
  return { kind: "character-set", command: "+CSCS", unsolicited: cameUnasked("+CSCS", asked), chset };
}

export const characterSetGrammar: Grammar<CharacterSetMessage> = { names: ["+CSCS"], parse: parseCharacterSet };
