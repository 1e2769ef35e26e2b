import type { RegistrationCommand, RegistrationMessage } from "../message.ts";
import { decimal, hexadecimal, type Parameter, splitLine, splitParameters } from "./parameters.ts";

const COMMANDS: readonly string[] = ["+CREG", "+CGREG", "+CEREG", "+C5GREG"] satisfies readonly RegistrationCommand[];
const isRegistrationCommand = (name: string): name is RegistrationCommand => COMMANDS.includes(name);
const MAX_STAT = 255;

/**
 * The answer to a read begins `<n>,<stat>`, the unsolicited line begins `<stat>` (27.007 10.1.22). They are told apart
 * by the second parameter: in an answer it is a bare one- or two-digit `<stat>`; in an unsolicited line it is the area
 * code (quoted, or four hexadecimal digits, or empty).
 */
export function isRegistrationAnswer(parameters: readonly Parameter[]): boolean {
  const second = parameters[1];
  return (
    second !== undefined && !second.quoted && /^\d{1,2}$/.test(second.text) && decimal(parameters[0], 5) !== undefined
  );
}

/** True for the line that answers `AT+CEREG?`, false for the unsolicited `+CEREG:` that may come in the middle of it. */
export const answersRegistration =
  (command: RegistrationCommand) =>
  (line: string): boolean => {
    const parts = splitLine(line);
    return parts?.name === command && isRegistrationAnswer(splitParameters(parts.body));
  };

export function parseRegistration(line: string): RegistrationMessage | undefined {
  const parts = splitLine(line);
  if (parts === undefined || !isRegistrationCommand(parts.name)) return undefined;
  const all = splitParameters(parts.body);
  const answer = isRegistrationAnswer(all);
  const rest = answer ? all.slice(1) : all;
  const stat = decimal(rest[0], MAX_STAT);
  if (stat === undefined) return undefined;
  const command = parts.name;
  const n = answer ? decimal(all[0], 5) : undefined;
  return {
    kind: "registration",
    command,
    unsolicited: !answer,
    ...(n === undefined ? {} : { n }),
    stat,
    ...area(command, rest),
    ...cause(command, rest),
  };
}

function area(command: RegistrationCommand, rest: readonly Parameter[]): Partial<RegistrationMessage> {
  const code = hexadecimal(rest[1]);
  const ci = hexadecimal(rest[2]);
  const act = decimal(rest[3], 255);
  const rac = command === "+CGREG" && rest.length !== 6 ? hexadecimal(rest[4]) : undefined;
  const key = command === "+CEREG" || command === "+C5GREG" ? "tac" : "lac";
  return {
    ...(code === undefined ? {} : { [key]: code }),
    ...(ci === undefined ? {} : { ci }),
    ...(act === undefined ? {} : { act }),
    ...(rac === undefined ? {} : { rac }),
  };
}

/** n=3 adds cause_type and reject_cause, n=4 and 5 the power saving timers. +CGREG has the routing area code before them. */
function cause(command: RegistrationCommand, rest: readonly Parameter[]): Partial<RegistrationMessage> {
  const first = command === "+CGREG" && rest.length !== 6 ? 5 : command === "+C5GREG" ? 6 : 4;
  const causeType = decimal(rest[first], 1);
  const rejectCause = decimal(rest[first + 1], 255);
  const activeTime = bits(rest[first + 2]);
  const periodicTau = bits(rest[first + 3]);
  return {
    ...(causeType === undefined ? {} : { causeType }),
    ...(rejectCause === undefined ? {} : { rejectCause }),
    ...(activeTime === undefined ? {} : { activeTime }),
    ...(periodicTau === undefined ? {} : { periodicTau }),
  };
}

const bits = (parameter: Parameter | undefined): string | undefined =>
  parameter !== undefined && /^[01]{8}$/.test(parameter.text) ? parameter.text : undefined;
