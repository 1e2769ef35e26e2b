import type { AtOutcome } from "../at/command.ts";
import type { UssdMessage } from "../at/message.ts";
import type { UssdText } from "../at/outgoing/ussd-text.ts";
import { type Duration, Seconds } from "../base/duration.ts";
import { unreachable } from "../base/unreachable.ts";

export type UssdResult =
  /** `open`: the network waits for a choice, and the session was kept for it. */
  | { readonly kind: "answer"; readonly text: string; readonly open: boolean }
  /** The network ended the session without an answer, perhaps with a word of its own. */
  | { readonly kind: "ended"; readonly text?: string }
  | { readonly kind: "not-supported" }
  | { readonly kind: "refused"; readonly code?: number; readonly text: string }
  | { readonly kind: "no-answer" }
  | { readonly kind: "gone"; readonly why: string };

interface Asked {
  readonly phase: "asked";
  /** Further codings of the same text, for modems that refuse one. */
  readonly others: readonly UssdText[];
  readonly keepOpen: boolean;
  /** OK came: the request is on its way. */
  readonly accepted: boolean;
  /** What came before OK, or has to be waited for whether more comes. */
  readonly result?: UssdResult;
}

export type Ussd = { readonly phase: "idle" } | Asked;

export type UssdInput =
  /** Codings in the order in which they are worth trying; one at least. With `keepOpen` a menu's session stays open. */
  | { readonly kind: "ask"; readonly texts: readonly UssdText[]; readonly keepOpen: boolean }
  | { readonly kind: "outcome"; readonly outcome: AtOutcome }
  | { readonly kind: "message"; readonly message: UssdMessage }
  | { readonly kind: "late" };

export type UssdEffect =
  | { readonly kind: "send"; readonly text: UssdText }
  /** `late` is wanted after this time; a wait that was wanted before is void. */
  | { readonly kind: "wait"; readonly within: Duration }
  /** AT+CUSD=2: nobody will answer the network any more. */
  | { readonly kind: "close" }
  | { readonly kind: "done"; readonly result: UssdResult };

export interface UssdStepped {
  readonly ussd: Ussd;
  readonly effects: readonly UssdEffect[];
}

/** Networks take some seconds and modems give up after half a minute; their own word about it is the better one. */
const ANSWER_WITHIN = Seconds(45);
/** An end without a text: the text may come before it, or behind it ("Initiating Release", python-gsmmodem). */
const END_WITHIN = Seconds(10);
/** Errors of the modem about the string itself (27.007 9.2): another coding may do. */
const ABOUT_STRING: readonly number[] = [3, 4, 25, 26, 27, 50, 58, 59];

export const IDLE_USSD: Ussd = { phase: "idle" };

/** One question to the network (27.007 7.15): the answer may come before OK, behind it, or wrapped in ends of sessions. Pure. */
export function stepUssd(ussd: Ussd, input: UssdInput): UssdStepped {
  if (input.kind === "ask") {
    const [text, ...others] = input.texts;
    if (ussd.phase !== "idle" || text === undefined) return { ussd, effects: [] };
    const asked: Ussd = { phase: "asked", others, keepOpen: input.keepOpen, accepted: false };
    return { ussd: asked, effects: [{ kind: "send", text }] };
  }
  // What comes when nothing was asked is the network's own, or the tail of a session that is over.
  if (ussd.phase === "idle") return { ussd, effects: [] };
  switch (input.kind) {
    case "outcome":
      return outcomeOf(ussd, input.outcome);
    case "message":
      return heard(ussd, input.message);
    case "late":
      return ussd.result === undefined ? abandoned() : finished(ussd, ussd.result);
    default:
      return unreachable(input);
  }
}

function outcomeOf(ussd: Asked, outcome: AtOutcome): UssdStepped {
  const { result } = ussd;
  // An answer that came is an answer, whatever became of OK.
  if (result !== undefined && result.kind !== "ended") return finished(ussd, result);
  switch (outcome.kind) {
    case "ok": {
      const within = result === undefined ? ANSWER_WITHIN : END_WITHIN;
      return { ussd: { ...ussd, accepted: true }, effects: [{ kind: "wait", within }] };
    }
    case "error": {
      const { scheme, code, text } = outcome;
      const [next, ...others] = ussd.others;
      const aboutString = scheme === "plain" || (scheme === "cme" && ABOUT_STRING.includes(code ?? -1));
      if (next !== undefined && aboutString)
        return { ussd: { ...ussd, others }, effects: [{ kind: "send", text: next }] };
      return finished(ussd, { kind: "refused", ...(code === undefined ? {} : { code }), text });
    }
    case "timeout":
      return abandoned();
    case "gone":
      return finished(ussd, { kind: "gone", why: outcome.why });
    default:
      return unreachable(outcome);
  }
}

function heard(ussd: Asked, message: UssdMessage): UssdStepped {
  if (message.m === undefined) return { ussd, effects: [] };
  const text = message.text ?? message.data ?? "";
  switch (message.session) {
    case "not-supported":
      return came(ussd, { kind: "not-supported" });
    case "timeout":
      return came(ussd, { kind: "no-answer" });
    case "done":
    case "more":
      if (text === "" && message.session === "done") return ended(ussd, {});
      return came(ussd, { kind: "answer", text, open: message.session === "more" });
    case "terminated":
    case "other-client":
      return ended(ussd, text === "" ? {} : { text });
    case undefined:
      return { ussd, effects: [] };
    default:
      return unreachable(message.session);
  }
}

function came(ussd: Asked, result: UssdResult): UssdStepped {
  return ussd.accepted ? finished(ussd, result) : { ussd: { ...ussd, result }, effects: [] };
}

/** It may be the end of the session before, or stand before the answer; an answer that came already stays. */
function ended(ussd: Asked, { text }: { readonly text?: string }): UssdStepped {
  if (ussd.result !== undefined) return { ussd, effects: [] };
  const result: UssdResult = { kind: "ended", ...(text === undefined ? {} : { text }) };
  return { ussd: { ...ussd, result }, effects: ussd.accepted ? [{ kind: "wait", within: END_WITHIN }] : [] };
}

/** A session that nobody goes on with is closed: some modems refuse the next request until then, and calls too. */
function finished({ keepOpen }: Asked, result: UssdResult): UssdStepped {
  if (result.kind !== "answer" || !result.open || keepOpen)
    return { ussd: IDLE_USSD, effects: [{ kind: "done", result }] };
  return { ussd: IDLE_USSD, effects: [{ kind: "close" }, { kind: "done", result: { ...result, open: false } }] };
}

const abandoned = (): UssdStepped => ({
  ussd: IDLE_USSD,
  effects: [{ kind: "close" }, { kind: "done", result: { kind: "no-answer" } }],
});
