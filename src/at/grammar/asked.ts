/** Which form of a command stands in a command line (V.250 5.4.3 and 5.4.4). */
export type CommandForm = "action" | "read" | "set" | "test";

const FORMS: Readonly<Record<string, CommandForm>> = { "": "action", "?": "read", "=": "set", "=?": "test" };

/**
 * The form in which the command line asks for `name` (`AT+CREG?;+COPS=?` reads +CREG and tests +COPS); undefined when it
 * does not, or when nobody knows what was asked. Quoted text may hold anything and is passed over.
 */
export function formAsked(name: string, asked: string | undefined): CommandForm | undefined {
  if (asked === undefined) return undefined;
  for (const part of asked.replaceAll(/"[^"]*"?/g, '""').split(";")) {
    const match = /([+^*#%$!_][A-Za-z][A-Za-z0-9]*)(=\?|\?|=)?/.exec(part);
    if (match?.[1]?.toUpperCase() === name.toUpperCase()) return FORMS[match[2] ?? ""];
  }
  return undefined;
}

/** A line under a name that was not asked for came by itself; without a known question nothing is said about that. */
export const cameUnasked = (name: string, asked: string | undefined): boolean =>
  asked !== undefined && formAsked(name, asked) === undefined;

/** True while the line is the answer to `AT+NAME=?`: what would be a value is then what the modem supports. */
export const isTestAnswer = (name: string, asked: string | undefined): boolean => formAsked(name, asked) === "test";
