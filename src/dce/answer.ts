import type { Duration } from "../base/duration.ts";
import type { DataCall } from "./data-call.ts";
import type { ResultWord } from "./result-code.ts";

/** What one command of a line leads to. Only the last one that was carried out shows as the line's final result. */
export type Answer =
  | { readonly kind: "ok"; readonly lines: readonly string[] }
  | { readonly kind: "result"; readonly word: Exclude<ResultWord, "OK"> }
  /** A maker's own way to end: lines before an error, or words that V.250 does not have (SHUT OK). */
  | { readonly kind: "own"; readonly lines: readonly string[]; readonly text: string }
  /** 3GPP TS 27.007 9: shown as ERROR, number or text, as +CMEE says. */
  | { readonly kind: "cme"; readonly code: number }
  /** 3GPP TS 27.005 3.2.5. */
  | { readonly kind: "cms"; readonly code: number }
  /** The DTE is asked for a text, line by line or in one piece; undefined when it gave up (3GPP TS 27.005 3.5.1). */
  | { readonly kind: "prompt"; readonly lines: boolean; readonly taken: (text: string | undefined) => Answer }
  /** The line's last command: `text` (CONNECT, and perhaps a rate), and from then on bytes go through the call. */
  | { readonly kind: "online"; readonly text: string; readonly call: DataCall }
  /**
   * The command takes its time; the DCE takes no other command meanwhile. Where `aborted` is there any character ends it
   * with that (V.250 5.6.1).
   */
  | {
      readonly kind: "later";
      readonly delay: Duration;
      readonly outcome: () => Answer;
      readonly aborted?: Outcome;
    }
  /** The answer comes when somebody else has it, at once or later; the DCE takes no other command meanwhile. */
  | { readonly kind: "awaited"; readonly begin: (settle: (answer: Outcome) => void) => void };

/** An answer that is there. */
export type Outcome = Exclude<Answer, { kind: "later" | "prompt" | "awaited" }>;

export const ok = (...lines: readonly string[]): Outcome => ({ kind: "ok", lines });
export const cme = (code: number): Outcome => ({ kind: "cme", code });
export const cms = (code: number): Outcome => ({ kind: "cms", code });
export const failed: Outcome = { kind: "result", word: "ERROR" };
export const prompt = (lines: boolean, taken: (text: string | undefined) => Answer): Answer => ({
  kind: "prompt",
  lines,
  taken,
});
export const abortable = (delay: Duration, aborted: Outcome, outcome: () => Answer): Answer => ({
  kind: "later",
  delay,
  outcome,
  aborted,
});
export const later = (delay: Duration, outcome: () => Answer): Answer => ({ kind: "later", delay, outcome });
export const awaited = (begin: (settle: (answer: Outcome) => void) => void): Answer => ({ kind: "awaited", begin });
