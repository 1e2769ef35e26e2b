import * as v from "valibot";
import { withDefined } from "../../base/defined.ts";
import { cameUnasked, isTestAnswer } from "./asked.ts";
import { unsolicited, whole as wholeNumber } from "./field-schemas.ts";
import type { Grammar } from "./grammar.ts";
import { splitLine, splitParameters, whole, withoutLostQuotes } from "./parameters.ts";

const COMMANDS = ["+CEDRXS", "+CEDRXP", "+CEDRXRDP"] as const;

const fourBits = (what: string) =>
  v.exactOptional(v.pipe(v.string(), v.description(`${what} as four bits, 24.008 10.5.5.32`)));

/** Extended DRX (3GPP TS 27.007 7.40, 7.41): the modem sleeps between pagings, and cannot be reached meanwhile. */
export const edrxSchema = v.strictObject({
  kind: v.literal("edrx"),
  command: v.picklist(COMMANDS),
  unsolicited,
  actType: v.pipe(wholeNumber, v.description("0: not in use, 4: E-UTRAN, 5: NB-IoT")),
  requestedEdrxValue: fourBits("the cycle that was asked for"),
  nwProvidedEdrxValue: fourBits("the cycle that the network gave"),
  pagingTimeWindow: fourBits("the window"),
});

export type EdrxMessage = Readonly<v.InferOutput<typeof edrxSchema>>;

function parseEdrx(line: string, asked?: string): EdrxMessage | undefined {
  const parts = splitLine(line);
  const command = COMMANDS.find((name) => name === parts?.name);
  if (parts === undefined || command === undefined || isTestAnswer(command, asked)) return undefined;
  const [first, ...values] = splitParameters(withoutLostQuotes(parts.body));
  const actType = whole(first, 255);
  if (actType === undefined) return undefined;
  const [requestedEdrxValue, nwProvidedEdrxValue, pagingTimeWindow] = values.map(({ text }) =>
    /^[01]{4}$/.test(text) ? text : undefined,
  );
  // +CEDRXP is a code of its own, told where AT+CEDRXS=2 asked for it.
  const told = command === "+CEDRXP" || cameUnasked(command, asked);
  return withDefined(
    { kind: "edrx" as const, command, unsolicited: told, actType },
    { requestedEdrxValue, nwProvidedEdrxValue, pagingTimeWindow },
  );
}

export const edrxGrammar: Grammar<EdrxMessage> = { names: COMMANDS, parse: parseEdrx };
