import type { Duration } from "../base/duration.ts";
import { Fault } from "../base/fault.ts";
import { type AtLine, atLine, type FixedLine } from "./at-line.ts";
import type { FinalResult } from "./final-result.ts";

/**
 * A command says which lines are its answer; every other line that comes meanwhile is unsolicited, also one with the
 * command's own prefix when `takes` can tell (`+CEREG: 3` inside `AT+CEREG?`).
 */
export interface AtCommand {
  readonly line: AtLine;
  readonly takes: (line: string) => boolean;
  /** `answer`: an OK without a line of its own cannot be this command's. */
  readonly needs: "answer" | "nothing";
  /** Written when the modem asks for it with `> ` (a PDU's hexadecimal digits); Ctrl-Z is added. */
  readonly body?: Hexadecimal;
  /** From the last byte written to the final result. */
  readonly timeout: Duration;
  /** It has no answer but its result, which may be a digit: whether ATV0 is in force is not known yet. */
  readonly digits?: boolean;
  /** The line holds a PIN or a password: what is not surely something else is kept out of the log while it is answered. */
  readonly secret?: boolean;
}

export type AtOutcome =
  | { readonly kind: "ok"; readonly lines: readonly string[] }
  | (FinalResult & { readonly kind: "error" })
  /** No final result in time, or cancelled: what the modem did is not known. */
  | { readonly kind: "timeout" }
  | { readonly kind: "gone"; readonly why: string };

/** Hexadecimal digits in pairs: nothing in it can end the body or abandon it. */
export type Hexadecimal = string & { readonly [hexadecimalBrand]: true };
declare const hexadecimalBrand: unique symbol;

/** 27.005 4.3: a PDU of at most 164 octets and the service centre's address of at most 12. */
const MAX_BODY = 2 * 176;

export function hexadecimalBody(text: string): Hexadecimal {
  if (!isHexadecimal(text))
    throw new Fault(
      "at-line-refused",
      `refused a body of ${text.length} characters; allowed: 2 to ${MAX_BODY} hexadecimal digits in pairs`,
    );
  return text;
}

const isHexadecimal = (text: string): text is Hexadecimal =>
  text.length <= MAX_BODY && /^(?:[0-9A-Fa-f]{2})+$/.test(text);

/** A command that is answered by OK or an error and nothing else. */
export const action = <const T extends string>(text: FixedLine<T>, timeout: Duration): AtCommand => ({
  line: atLine(text),
  takes: () => false,
  needs: "nothing",
  timeout,
});

/** As `action`, before the form of the results is known. */
export const formless = <const T extends string>(text: FixedLine<T>, timeout: Duration): AtCommand => ({
  ...action<T>(text, timeout),
  digits: true,
});

/** As `action`, with a PIN or a password in it. */
export const secretAction = (line: AtLine, timeout: Duration): AtCommand => ({
  ...action(line, timeout),
  secret: true,
});

/** A command whose answer is one or more lines that `takes` recognises. */
export const query = <const T extends string>(
  text: FixedLine<T>,
  takes: (line: string) => boolean,
  timeout: Duration,
): AtCommand => ({
  line: atLine(text),
  takes,
  needs: "answer",
  timeout,
});

/** As `query`, but a bare OK is a legitimate answer (a list may be empty). */
export const listing = <const T extends string>(
  text: FixedLine<T>,
  takes: (line: string) => boolean,
  timeout: Duration,
): AtCommand => ({
  ...query<T>(text, takes, timeout),
  needs: "nothing",
});

export const prefixed =
  (prefix: string): ((line: string) => boolean) =>
  (line) =>
    line.startsWith(prefix);

/** A line that is a value alone, not an unsolicited `+NAME:` line of another command. */
export const bare = (line: string): boolean => !/^[+^*#%$!][A-Z][A-Z0-9]*:/.test(line);

/** Free text such as a model name, with or without its command's prefix. */
export const freeText =
  (prefix: string): ((line: string) => boolean) =>
  (line) =>
    line.startsWith(prefix) || bare(line);
