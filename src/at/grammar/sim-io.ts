import * as v from "valibot";
import { cameUnasked, formAsked } from "./asked.ts";
import type { Grammar } from "./grammar.ts";
import { normaliseIccid } from "./iccid-number.ts";
import { type Parameter, splitLine, splitParameters, whole } from "./parameters.ts";

const statusWord = v.pipe(v.number(), v.description("ETSI TS 102 221 10.2, decimal"));

/** 27.007 8.18 (+CRSM) and 8.17 (+CSIM). The response as the modem wrote it, without quotes. */
export const simIoSchema = v.strictObject({
  kind: v.literal("sim-io"),
  command: v.picklist(["+CRSM", "+CSIM"]),
  unsolicited: v.boolean(),
  sw1: statusWord,
  sw2: statusWord,
  length: v.exactOptional(v.number()),
  response: v.exactOptional(v.string()),
});

export type SimIoMessage = Readonly<v.InferOutput<typeof simIoSchema>>;

/** What a card answered, before it is known what the answer means. */
export type CardAnswer = Pick<SimIoMessage, "sw1" | "sw2" | "length" | "response">;

const isHex = (text: string): boolean => /^(?:[0-9A-Fa-f]{2})+$/.test(text);

/** `+CRSM: 144,0,"98..."`; the response quoted or bare, with spaces around it, or absent. */
export function readRestricted(parameters: readonly Parameter[]): CardAnswer | undefined {
  const sw1 = whole(parameters[0], 255);
  const sw2 = whole(parameters[1], 255);
  if (sw1 === undefined || sw2 === undefined) return undefined;
  const response = parameters[2]?.text.trim() ?? "";
  return { sw1, sw2, ...(response === "" ? {} : { response }) };
}

/** `+CSIM: 4,"63C2"`: the last two bytes are the status word; <length> counts characters and is not believed. */
export function readGeneric(parameters: readonly Parameter[]): CardAnswer | undefined {
  const length = whole(parameters[0], 99_999);
  const response = parameters[1]?.text.trim() ?? "";
  if (length === undefined || response.length < 4 || !isHex(response)) return undefined;
  const word = response.slice(-4);
  return { sw1: Number.parseInt(word.slice(0, 2), 16), sw2: Number.parseInt(word.slice(2), 16), length, response };
}

function parseSimIo(line: string, asked?: string): SimIoMessage | undefined {
  const parts = splitLine(line);
  const command = parts?.name;
  if (parts === undefined || (command !== "+CRSM" && command !== "+CSIM")) return undefined;
  const parameters = splitParameters(parts.body);
  const answer = command === "+CRSM" ? readRestricted(parameters) : readGeneric(parameters);
  if (answer === undefined) return undefined;
  return { kind: "sim-io", command, unsolicited: cameUnasked(command, asked), ...answer };
}

export const simIoGrammar: Grammar<SimIoMessage> = {
  names: ["+CRSM", "+CSIM"],
  parse: parseSimIo,
};

/** EF ICCID is file 2FE2 (12258), ETSI TS 102 221 13.2. Any other file that was asked for is no card's number. */
const asksOtherFile = (asked: string | undefined): boolean =>
  asked !== undefined && formAsked("+CRSM", asked) !== undefined && !/12258|2FE2/i.test(asked);

/** The number of the card, when that is what a +CRSM answer holds. */
export function iccidOfCard(answer: CardAnswer | undefined, asked: string | undefined): string | undefined {
  if (answer?.sw1 !== 144 || asksOtherFile(asked)) return undefined;
  return normaliseIccid(answer.response ?? "");
}
