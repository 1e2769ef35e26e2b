import * as v from "valibot";
import type { Grammar } from "./grammar.ts";

/** The modem started (again): everything that was known of it is void. */
export const restartSchema = v.strictObject({ kind: v.literal("restart"), raw: v.string() });

/** A part of the modem became usable after a start; nothing that is known becomes void by it. */
export const readySchema = v.strictObject({
  kind: v.literal("ready"),
  unsolicited: v.literal(true),
  what: v.picklist(["sms", "phonebook", "call", "registration", "all"]),
  text: v.string(),
});

export type RestartMessage = Readonly<v.InferOutput<typeof restartSchema>>;
export type ReadyMessage = Readonly<v.InferOutput<typeof readySchema>>;

/**
 * Quectel RDY, Cinterion's and Huawei's ^SYSSTART, u-blox +AT: READY, old Quectel APP RDY, SIM5320 and SIM7500
 * START, ASR's *ATREADY. Huawei's ^BOOT is
 * none: its sticks say it every few seconds while they run, and ModemManager (plugins/huawei) and wader drop it.
 */
const RESTARTS: readonly RegExp[] = [
  /^RDY$/,
  /^START$/,
  /^\^SYSSTART\b/,
  /^\+AT: ?READY$/,
  /^APP RDY$/,
  /^MODEM:STARTUP$/,
  /^\*ATREADY: ?1$/,
];

const READY: ReadonlyMap<string, ReadyMessage["what"]> = new Map<string, ReadyMessage["what"]>([
  ["SMS DONE", "sms"],
  ["SMS READY", "sms"],
  ["+QIND: SMS DONE", "sms"],
  ["PB DONE", "phonebook"],
  ["+QIND: PB DONE", "phonebook"],
  ["+PBREADY", "phonebook"],
  ["+PBREADY: 1", "phonebook"],
  ["CALL READY", "call"],
  ["+PACSP0", "registration"],
  ["+PACSP1", "registration"],
  ["+PACSP: 0", "registration"],
  ["+PACSP: 1", "registration"],
  ["+QIND: READY", "all"],
]);

function parseRestart(line: string): RestartMessage | undefined {
  const text = line.trim();
  return RESTARTS.some((shape) => shape.test(text)) ? { kind: "restart", raw: line } : undefined;
}

function parseReady(line: string): ReadyMessage | undefined {
  const text = line.trim();
  const what = READY.get(text.toUpperCase());
  return what === undefined ? undefined : { kind: "ready", unsolicited: true, what, text };
}

export const restartGrammar: Grammar<RestartMessage> = {
  names: ["^SYSSTART", "+AT", "*ATREADY"],
  unnamed: true,
  parse: parseRestart,
};

export const readyGrammar: Grammar<ReadyMessage> = {
  names: ["+QIND", "+PBREADY", "+PACSP", "+PACSP0", "+PACSP1"],
  unnamed: true,
  parse: parseReady,
};
