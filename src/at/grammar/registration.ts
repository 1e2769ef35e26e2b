import * as v from "valibot";
import { withDefined } from "../../base/defined.ts";
import { cameUnasked, formAsked, isTestAnswer } from "./asked.ts";
import { maybeWhole, maybeWritten, unsolicited, whole as wholeNumber } from "./field-schemas.ts";
import type { Grammar } from "./grammar.ts";
import {
  decimal,
  type Parameter,
  splitLine,
  splitParameters,
  whole,
  withoutLostQuotes,
  written,
} from "./parameters.ts";
import { locationOf } from "./registration-location.ts";

/** 3GPP TS 27.007 7.2 (+CREG), 10.1.20 (+CGREG), 10.1.22 (+CEREG), 10.1.47 (+C5GREG). Field names are the clause's. */
export const registrationSchema = v.strictObject({
  kind: v.literal("registration"),
  command: v.picklist(["+CREG", "+CGREG", "+CEREG", "+C5GREG"]),
  unsolicited,
  n: v.exactOptional(v.pipe(wholeNumber, v.description("only in the answer to a read"))),
  stat: wholeNumber,
  lac: v.exactOptional(v.pipe(v.string(), v.description("hexadecimal as written; +CREG and +CGREG"))),
  tac: v.exactOptional(v.pipe(v.string(), v.description("hexadecimal as written; +CEREG and +C5GREG"))),
  ci: v.exactOptional(v.pipe(v.string(), v.description("hexadecimal as written"))),
  act: maybeWhole,
  rac: v.exactOptional(v.pipe(v.string(), v.description("hexadecimal as written; +CGREG, and +CEREG of some modems"))),
  allowedNssaiLength: maybeWhole,
  allowedNssai: maybeWritten,
  causeType: v.exactOptional(v.pipe(wholeNumber, v.description("0: rejectCause is a 3GPP cause, 1: the maker's"))),
  rejectCause: maybeWhole,
  activeTime: v.exactOptional(v.pipe(v.string(), v.description("GPRS timer 2 as eight bits, 24.008 10.5.7.4"))),
  periodicRau: v.exactOptional(v.pipe(v.string(), v.description("GPRS timer 3 as eight bits, 24.008 10.5.7.4a"))),
  periodicTau: v.exactOptional(v.pipe(v.string(), v.description("GPRS timer 3 as eight bits, 24.008 10.5.7.4a"))),
  gprsReadyTimer: v.exactOptional(v.pipe(v.string(), v.description("GPRS timer as eight bits, 24.008 10.5.7.3"))),
  cagStat: maybeWhole,
  caginfo: maybeWritten,
});

export type RegistrationMessage = Readonly<v.InferOutput<typeof registrationSchema>>;
/** Registration domains: which command reports them. */
export type RegistrationCommand = RegistrationMessage["command"];

const COMMANDS: readonly string[] = ["+CREG", "+CGREG", "+CEREG", "+C5GREG"] satisfies readonly RegistrationCommand[];
const isRegistrationCommand = (name: string): name is RegistrationCommand => COMMANDS.includes(name);

const HIGHEST_N = 5;
/** A bare two-digit number above is an area code, where more follows. */
const HIGHEST_STAT = 11;
/** The one state that a maker adds: Nordic's nRF9160 says 90 while the card does not work. */
const NORDIC_NO_CARD = 90;

/**
 * The answer to a read begins `<n>,<stat>`, the unsolicited line begins `<stat>` (27.007 10.1.22). They are told apart
 * by the second parameter: in an answer it is a bare `<stat>`; in an unsolicited line it is the area code: quoted, or
 * with a letter, or four digits, or empty. Iridium pads both numbers of the answer (`002,001`). Three bare parameters
 * are state, area and cell, unless the read was asked just now; of a state and an area nobody quotes what stands behind alone.
 */
function isAnswer(command: RegistrationCommand, parameters: readonly Parameter[], asked: string | undefined): boolean {
  const [first, second, third] = parameters;
  if (second === undefined || second.quoted || !/^\d{1,4}$/.test(second.text)) return false;
  if (first === undefined || decimal(first, HIGHEST_N) === undefined) return false;
  if (parameters.length === 2 && second.text.length < 4) return true;
  const padded = /^0\d+$/.test(first.text) && second.text.startsWith("0");
  if (second.text.length > 2 && !padded) return false;
  // Behind a state that no standard has, an area and a cell in quotes still make it the answer's.
  if (parameters.length >= 4 && third?.quoted === true && parameters[3]?.quoted === true) return true;
  if (Number(second.text) > HIGHEST_STAT && Number(second.text) !== NORDIC_NO_CARD) return false;
  return (
    parameters.length !== 3 ||
    written(third) === undefined ||
    third?.quoted === true ||
    formAsked(command, asked) === "read"
  );
}

/** Gobi separates the two numbers of the answer by a blank. */
const commaed = (body: string): string =>
  body.includes(" ") ? body.replace(/^(\s*\d) +(\d{1,2})(?=\s*(?:,|$))/, "$1,$2") : body;

/** True for the line that answers `AT+CEREG?`, false for the unsolicited `+CEREG:` that may come in the middle of it. */
export const answersRegistration =
  (command: RegistrationCommand) =>
  (line: string): boolean => {
    const parts = splitLine(line);
    return parts?.name === command && isAnswer(command, splitParameters(commaed(parts.body)), `AT${command}?`);
  };

export function parseRegistration(line: string, asked?: string): RegistrationMessage | undefined {
  const parts = splitLine(line);
  if (parts === undefined || !isRegistrationCommand(parts.name) || isTestAnswer(parts.name, asked)) return undefined;
  const command = parts.name;
  const all = splitParameters(withoutLostQuotes(commaed(parts.body)));
  const answer = isAnswer(command, all, asked);
  const [state, ...location] = answer ? all.slice(1) : all;
  const stat = whole(state, 255);
  if (stat === undefined) return undefined;
  const head = { kind: "registration", command, unsolicited: !answer || cameUnasked(command, asked) } as const;
  const told = withDefined(head, { n: answer ? decimal(all[0], HIGHEST_N) : undefined, stat });
  return withDefined(told, locationOf(command, location));
}

export const registrationGrammar: Grammar<RegistrationMessage> = {
  names: COMMANDS,
  parse: parseRegistration,
};
