import * as v from "valibot";
import { isTestAnswer } from "./asked.ts";
import type { Grammar } from "./grammar.ts";
import { splitLine, splitParameters } from "./parameters.ts";

/** The longest T3412 there is: 31 steps of 320 hours (24.008 10.5.7.4a). */
const LONGEST_MS = 35_712_000_000;

/** Nordic's `%XT3412: <time>`: the next periodic tracking area update is that far off, told ahead of it (nRF91 AT commands). */
export const tauTimerSchema = v.strictObject({
  kind: v.literal("tau-timer"),
  command: v.literal("%XT3412"),
  unsolicited: v.literal(true),
  timeMs: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(LONGEST_MS), v.description("milliseconds")),
});

export type TauTimerMessage = Readonly<v.InferOutput<typeof tauTimerSchema>>;

function parseTauTimer(line: string, asked?: string): TauTimerMessage | undefined {
  const parts = splitLine(line);
  if (parts?.name !== "%XT3412" || isTestAnswer("%XT3412", asked)) return undefined;
  const parameters = splitParameters(parts.body);
  const text = parameters.length === 1 ? (parameters[0]?.text ?? "") : "";
  const timeMs = /^\d{1,11}$/.test(text) ? Number(text) : undefined;
  if (timeMs === undefined || timeMs > LONGEST_MS) return undefined;
  return { kind: "tau-timer", command: "%XT3412", unsolicited: true, timeMs };
}

export const tauTimerGrammar: Grammar<TauTimerMessage> = { names: ["%XT3412"], parse: parseTauTimer };
