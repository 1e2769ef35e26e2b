import { Days } from "../base/duration.ts";
import type { WallMs } from "../base/instant.ts";
import { unreachable } from "../base/unreachable.ts";
import type { StatusReport } from "./sms-inbox.ts";

/** A message on its way, and which of its parts nobody has heard of yet. */
export interface Underway {
  readonly id: string;
  readonly to: string;
  readonly waiting: readonly number[];
  /** Kept over restarts, so by the wall clock. */
  readonly at: WallMs;
}

export interface Underways {
  readonly sent: readonly Underway[];
}

export type ReportInput =
  | { readonly kind: "sent"; readonly message: Underway }
  | { readonly kind: "report"; readonly report: StatusReport }
  | { readonly kind: "tick"; readonly now: WallMs };

export type ReportEffect =
  | { readonly kind: "delivered"; readonly id: string }
  | { readonly kind: "failed"; readonly id: string }
  /** No report within the time for which centres keep trying. */
  | { readonly kind: "unreported"; readonly id: string };

/** A reference comes round after 256 messages; centres give up after one to three days. */
const KEPT = Days(3);
const MOST = 64;

export const nothingUnderway: Underways = { sent: [] };

/** Finds out which message a status report is about (3GPP TS 23.040 9.2.2.3: by TP-MR and the recipient). Pure. */
export function stepReports(
  state: Underways,
  input: ReportInput,
): { readonly state: Underways; readonly effects: readonly ReportEffect[] } {
  switch (input.kind) {
    case "sent":
      return { state: { sent: [...state.sent, input.message].slice(-MOST) }, effects: [] };
    case "tick": {
      const sent = state.sent.filter(({ at }) => input.now - at < KEPT);
      const late = state.sent.filter((message) => !sent.includes(message));
      return { state: { sent }, effects: late.map(({ id }) => ({ kind: "unreported", id })) };
    }
    case "report":
      return reported(state, input.report);
    default:
      return unreachable(input);
  }
}

function reported(state: Underways, { mr, to, delivery }: StatusReport): ReturnType<typeof stepReports> {
  // The newest first: an older one of the same reference was never reported and will not be.
  const about = state.sent.findLast((message) => message.waiting.includes(mr) && isSame(message.to, to));
  if (about === undefined || delivery === undefined || delivery === "trying") return { state, effects: [] };
  const others = state.sent.filter((message) => message !== about);
  if (delivery !== "delivered") return { state: { sent: others }, effects: [{ kind: "failed", id: about.id }] };
  const waiting = about.waiting.filter((reference) => reference !== mr);
  if (waiting.length === 0) return { state: { sent: others }, effects: [{ kind: "delivered", id: about.id }] };
  return {
    state: { sent: state.sent.map((message) => (message === about ? { ...about, waiting } : message)) },
    effects: [],
  };
}

/** The report may name the recipient with the country's code where we did not, or the other way round. */
function isSame(sent: string, told = ""): boolean {
  const [ours, theirs] = [digitsOf(sent), digitsOf(told)];
  const length = Math.min(ours.length, theirs.length);
  return length >= 7 ? ours.slice(-length) === theirs.slice(-length) : ours === theirs;
}

const digitsOf = (number: string): string => number.replace(/\D/g, "");
