import * as v from "valibot";
import { cameUnasked, formAsked } from "./asked.ts";
import type { Grammar } from "./grammar.ts";
import { normaliseIccid } from "./iccid-number.ts";
import { splitLine, splitParameters } from "./parameters.ts";
import { iccidOfCard, readRestricted } from "./sim-io.ts";

/** Who the card is. `command` of a number that stands alone on its line is what was asked, or empty where nobody knows. */
export const iccidSchema = v.strictObject({
  kind: v.literal("iccid"),
  command: v.string(),
  unsolicited: v.boolean(),
  iccid: v.pipe(v.string(), v.description("upper case, not swapped, without filler; letters A-F are China Mobile's")),
  sw1: v.exactOptional(v.number()),
  sw2: v.exactOptional(v.number()),
  response: v.exactOptional(v.string()),
});

export type IccidMessage = Readonly<v.InferOutput<typeof iccidSchema>>;

/** Of the later ones: Cinterion; Nordic; Altair and Sierra's HL78; EigenComm; HiSilicon's NB-IoT (Quectel BC95). */
const NAMES: readonly string[] =
  "+CCID +ICCID +QCCID ^ICCID !ICCID #CCID +ZGETICCID +SCID ^SCID %XICCID %CCID +ECICCID +NCCID".split(" ");

/** SIMCom answers AT+CICCID under another name. */
const ASKED_AS: ReadonlyMap<string, string> = new Map([["+ICCID", "+CICCID"]]);

/** `ICCID:8986...`, `ICCID: 8986...`, `CCID 8986...` (Air7xx, Sierra, old SIMCom), and the number alone, quoted or not. */
const UNNAMED = /^(?:(?:ICCID|CCID|SIM ICCID|SCID)[:= ]\s*)?"?([0-9A-Fa-f]{18,22})"?$/;

const nameAsked = (asked: string | undefined): string =>
  NAMES.find((name) => formAsked(name, asked) !== undefined) ?? "";

/** The vendors' ways (`+CCID:`, `+ICCID:`, `+QCCID:`, a bare number) and `+CRSM: 144,0,"98..."` (27.007 8.18, EF 2FE2). */
function parseIccid(line: string, asked?: string): IccidMessage | undefined {
  const parts = splitLine(line);
  if (parts === undefined) {
    const iccid = normaliseIccid(UNNAMED.exec(line.trim())?.[1] ?? "");
    return iccid === undefined ? undefined : { kind: "iccid", command: nameAsked(asked), unsolicited: false, iccid };
  }
  const { name } = parts;
  const unsolicited = cameUnasked(name, asked) && cameUnasked(ASKED_AS.get(name) ?? name, asked);
  const parameters = splitParameters(parts.body);
  if (name === "+CRSM") {
    const answer = readRestricted(parameters);
    const iccid = iccidOfCard(answer, asked);
    return iccid === undefined || answer === undefined
      ? undefined
      : { kind: "iccid", command: name, unsolicited, iccid, ...answer };
  }
  if (!NAMES.includes(name)) return undefined;
  // Some put a slot before the number (`+ICCID: 0,"8986..."`).
  const iccid = parameters.map(({ text }) => normaliseIccid(text)).find((found) => found !== undefined);
  return iccid === undefined ? undefined : { kind: "iccid", command: name, unsolicited, iccid };
}

export const iccidGrammar: Grammar<IccidMessage> = {
  names: ["+CRSM", ...NAMES],
  unnamed: true,
  parse: parseIccid,
};
