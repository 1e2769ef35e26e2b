import type { Duration } from "../base/duration.ts";
import { type AtLine, atLine } from "./at-line.ts";
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
  /** From the last byte written to the final result. */
  readonly timeout: Duration;
}

export type AtOutcome =
  | { readonly kind: "ok"; readonly lines: readonly string[] }
  | (FinalResult & { readonly kind: "error" })
  /** No final result in time, or cancelled: what the modem did is not known. */
  | { readonly kind: "timeout" }
  | { readonly kind: "gone"; readonly why: string };

/** A command that is answered by OK or an error and nothing else. */
export const action = (text: string, timeout: Duration): AtCommand => ({
  line: atLine(text),
  takes: () => false,
  needs: "nothing",
  timeout,
});

/** A command whose answer is one or more lines that `takes` recognises. */
export const query = (text: string, takes: (line: string) => boolean, timeout: Duration): AtCommand => ({
  line: atLine(text),
  takes,
  needs: "answer",
  timeout,
});

/** As `query`, but a bare OK is a legitimate answer (a list may be empty). */
export const listing = (text: string, takes: (line: string) => boolean, timeout: Duration): AtCommand => ({
  ...query(text, takes, timeout),
  needs: "nothing",
});

export const prefixed =
  (prefix: string): ((line: string) => boolean) =>
  (line) =>
    line.startsWith(prefix);

/** Free text such as a model name: anything that does not look like an unsolicited `+NAME:` line of another command. */
export const freeText =
  (prefix: string): ((line: string) => boolean) =>
  (line) =>
    line.startsWith(prefix) || !/^[+^*#%$!][A-Z][A-Z0-9]*:/.test(line);
