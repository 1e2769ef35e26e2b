import { type Answer, cme, failed, ok } from "../../dce/answer.ts";
import type { LineCommand, Operation } from "../../dce/command-line.ts";
import { parseParameters } from "../../dce/parameters.ts";
import { unreachable } from "../../base/unreachable.ts";
import { CARD_COMMANDS } from "./card.ts";
import type { CommandContext, CommandRow, CommandRows } from "./command-row.ts";
import { DATA_CALL_COMMANDS, dial } from "./data-call.ts";
import { FAILURE_COMMANDS } from "./failure-cause.ts";
import { IDENTITY_COMMANDS, identityLines } from "./identity.ts";
import { INDICATOR_COMMANDS } from "./indicators.ts";
import { KEPT_COMMANDS } from "./kept-settings.ts";
import { MESSAGE_READING_COMMANDS } from "./message-reading.ts";
import { MESSAGE_SENDING_COMMANDS } from "./message-sending.ts";
import { MESSAGE_SETUP_COMMANDS } from "./message-setup.ts";
import { OPERATOR_COMMANDS } from "./operator.ts";
import { PACKET_COMMANDS } from "./packet.ts";
import { PHONE_BOOK_COMMANDS } from "./phone-book.ts";
import { POWER_COMMANDS } from "./power.ts";
import { REGISTRATION_ROWS } from "./registration.ts";
import { SERVICE_CODE_COMMANDS } from "./service-codes.ts";
import { SIGNAL_COMMANDS } from "./signal.ts";
import { TIME_COMMANDS } from "./time.ts";
import { vendorNames, vendorRow } from "./vendor-set.ts";

const ROWS: ReadonlyMap<string, CommandRow> = new Map(
  Object.entries({
    ...IDENTITY_COMMANDS,
    ...REGISTRATION_ROWS,
    ...OPERATOR_COMMANDS,
    ...PACKET_COMMANDS,
    ...SIGNAL_COMMANDS,
    ...CARD_COMMANDS,
    ...POWER_COMMANDS,
    ...TIME_COMMANDS,
    ...FAILURE_COMMANDS,
    ...DATA_CALL_COMMANDS,
    ...INDICATOR_COMMANDS,
    ...PHONE_BOOK_COMMANDS,
    ...SERVICE_CODE_COMMANDS,
    ...MESSAGE_SETUP_COMMANDS,
    ...MESSAGE_READING_COMMANDS,
    ...MESSAGE_SENDING_COMMANDS,
    ...KEPT_COMMANDS,
  } satisfies CommandRows),
);

/** Every command that is not V.250's own. */
export function executeCommand(context: CommandContext, command: LineCommand): Answer {
  switch (command.kind) {
    case "extended":
      return command.name === "+CLAC" ? ok(...allNames(context)) : extended(context, command.name, command.operation);
    case "basic":
      return basic(context, command.name);
    case "dial":
      return dial(context, command.text);
    case "register":
    case "broken":
      return failed;
    default:
      return unreachable(command);
  }
}

const allNames = ({ mt }: CommandContext): readonly string[] => [
  ...ROWS.keys(),
  ...vendorNames(mt.personality.vendors),
];

function basic({ mt }: CommandContext, name: string): Answer {
  if (name === "I") return ok(...identityLines(mt.personality));
  if (name === "H") return ok();
  return name === "A" || name === "O" ? { kind: "result", word: "NO CARRIER" } : failed;
}

function extended(context: CommandContext, name: string, operation: Operation): Answer {
  const { unknownCommand, vendors } = context.mt.personality;
  const row = ROWS.get(name) ?? vendorRow(vendors, name);
  const unknown = unknownCommand === "plain" ? failed : cme(unknownCommand);
  if (row === undefined) return unknown;
  if (operation.kind !== "set") return row[operation.kind]?.(context) ?? unknown;
  const parameters = parseParameters(operation.text);
  if (parameters === undefined) return cme(50);
  return row.set?.(context, parameters, operation.text) ?? unknown;
}
