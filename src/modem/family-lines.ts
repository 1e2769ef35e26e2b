import { decode } from "../at/decode.ts";
import { parseFinalResult } from "../at/final-result.ts";
import { accessGrammar } from "../at/grammar/access.ts";
import { clockGrammar } from "../at/grammar/clock.ts";
import { countersGrammar } from "../at/grammar/counters.ts";
import type { Grammar } from "../at/grammar/grammar.ts";
import { iccidGrammar } from "../at/grammar/iccid.ts";
import { pinRetriesGrammar } from "../at/grammar/pin-retries.ts";
import { signalGrammar } from "../at/grammar/signal.ts";
import type { AtMessage } from "../at/message.ts";

const ANSWERS = {
  iccid: iccidGrammar,
  signal: signalGrammar,
  counters: countersGrammar,
  pin_retries: pinRetriesGrammar,
  access: accessGrammar,
  clock: clockGrammar,
} satisfies Readonly<Record<string, Grammar<AtMessage>>>;

/** What a family may be asked for by a command of its own. */
export type Asked = keyof typeof ANSWERS;

const nameOf = (line: string): string | undefined => /^[+^*#%$!][A-Za-z][A-Za-z0-9]*/.exec(line)?.[0];

/** Whether lines that begin so can be read as that; an empty beginning stands for the value alone. */
export function understands(asked: Asked, beginning: string): boolean {
  const { names, unnamed }: Grammar<AtMessage> = ANSWERS[asked];
  const name = nameOf(beginning);
  return name === undefined ? beginning === "" && unnamed === true : names.includes(name);
}

/** What the agent itself asks for (`QUERIES`): these come as answers all the time. */
export const OWN_QUESTIONS: readonly string[] =
  "+CGMI +CGMM +CGMR +CGSN +CPIN +CIMI +CEREG +CGREG +CREG +C5GREG +CGATT +CGACT +CSQ +CESQ +COPS +CEER +CCLK".split(
    " ",
  );
const OF_A_START: readonly AtMessage["kind"][] = ["unknown", "restart", "ready", "power"];
const NO_WORDS_OF_ITS_OWN = /^(CONNECT|RING|> ?|\d+)$/;

/** Whether a modem says this of itself, so that it can mean that; and not as the end of a command, or as an answer. */
export function saidUnasked(meaning: "restart" | "ready" | "sim" | "bearer", text: string): boolean {
  if (parseFinalResult(text) !== undefined || NO_WORDS_OF_ITS_OWN.test(text)) return false;
  const name = nameOf(text);
  if (name !== undefined && OWN_QUESTIONS.includes(name)) return meaning === "sim" && name === "+CPIN";
  if (meaning === "sim" || meaning === "bearer") return true;
  // A restart voids everything: a line that is known to mean something else, whatever stands in it, is none.
  if (!OF_A_START.includes(decode(text).kind)) return false;
  return !/[:,]$/.test(text) || !Object.values(ANSWERS).some(({ names }) => names.includes(name ?? ""));
}
