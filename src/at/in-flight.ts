import type { MonoMs } from "../base/instant.ts";
import type { AtCommand, AtOutcome } from "./command.ts";
import type { FinalResult } from "./final-result.ts";

export interface Waiting {
  readonly command: AtCommand;
  readonly settle: (outcome: AtOutcome) => void;
}

/** The command that is being answered. */
export interface InFlight extends Waiting {
  readonly lines: string[];
  echoPossible: boolean;
  /** The final result that counts unless a later one comes before the fence's marker; `lines` is how many came before it. */
  candidate?: { readonly final: FinalResult; readonly lines: number };
}

export type Fence = {
  phase: "silence" | "sent" | "marked";
  attempt: number;
  since: MonoMs;
  readonly confirms: boolean;
};

/** Ctrl-Z ends a body (27.005 3.5.1). */
export const END_OF_BODY = "\x1a";

/** Echo although E0 was asked for: the line itself, before anything else came back; or the body behind its prompt, with its Ctrl-Z or without. */
export function isEcho(line: string, flight: InFlight | undefined, fenceQuery: AtCommand | undefined): boolean {
  const body = flight?.command.body;
  if (body !== undefined && [body, `${body}${END_OF_BODY}`].includes(line.replace(/^> ?/, ""))) return true;
  const sent = fenceQuery ?? (flight?.echoPossible === true ? flight.command : undefined);
  return sent !== undefined && line.trim().toUpperCase() === sent.line.toUpperCase();
}

/**
 * A question whose answer came is answered, although its final result did not: Wavecom's modems say `+CPIN: READY` without
 * an OK. What was asked for may have more lines only where an empty answer is one too.
 */
export const lateOutcome = ({ command, lines }: InFlight, why: "timeout" | "cancelled"): AtOutcome =>
  why === "timeout" && command.needs === "answer" && lines.length > 0 ? { kind: "ok", lines } : { kind: "timeout" };

/** A second final before the marker: the first one, and the lines before it, were the earlier command's. */
export function replaceCandidate(flight: InFlight, final: FinalResult): void {
  flight.lines.splice(0, flight.candidate?.lines ?? 0);
  flight.candidate = { final, lines: flight.lines.length };
}
