import * as v from "valibot";
import type { FinalResult } from "../final-result.ts";
import { cameUnasked } from "./asked.ts";
import type { Grammar } from "./grammar.ts";
import { splitLine, splitParameters } from "./parameters.ts";

const STATE = [
  "ready",
  "pin",
  "puk",
  "pin2",
  "puk2",
  "phone-locked",
  "network-locked",
  "absent",
  "not-ready",
  "other",
] as const;

/** 27.007 8.3, and the words that modems add. */
export const simStateSchema = v.strictObject({
  kind: v.literal("sim-state"),
  command: v.literal("+CPIN"),
  unsolicited: v.boolean(),
  code: v.exactOptional(v.pipe(v.string(), v.description("the modem's own word, without quotes; absent for an error"))),
  state: v.picklist(STATE),
  text: v.pipe(v.string(), v.description("the word in upper case, or the error that stood for it")),
});

export type SimStateMessage = Readonly<v.InferOutput<typeof simStateSchema>>;
type State = SimStateMessage["state"];

const STATES: ReadonlyMap<string, State> = new Map<string, State>([
  ["READY", "ready"],
  ["SIM PIN", "pin"],
  ["SIM PUK", "puk"],
  ["SIM PIN2", "pin2"],
  ["SIM PUK2", "puk2"],
  ["PH-SIM PIN", "phone-locked"],
  ["PH-SIM PUK", "phone-locked"],
  ["PH-FSIM PIN", "phone-locked"],
  ["PH-FSIM PUK", "phone-locked"],
  ["PH-NET PIN", "network-locked"],
  ["PH-NET PUK", "network-locked"],
  ["PH-NETSUB PIN", "network-locked"],
  ["PH-NETSUB PUK", "network-locked"],
  ["PH-SP PIN", "network-locked"],
  ["PH-SP PUK", "network-locked"],
  ["PH-CORP PIN", "network-locked"],
  ["PH-CORP PUK", "network-locked"],
  ["NOT INSERTED", "absent"],
  ["NOT INSERT", "absent"],
  ["SIM NOT INSERTED", "absent"],
  ["SIM REMOVED", "absent"],
  ["REMOVED", "absent"],
  ["NO SIM", "absent"],
  ["NOT READY", "not-ready"],
  ["SIM NOT READY", "not-ready"],
  ["BUSY", "not-ready"],
  ["SIM BUSY", "not-ready"],
]);

/** Modems differ in the signs between the words: `PH_SIM PIN` (SIMCom), `SIMPUK2`. */
const letters = (word: string): string => word.replaceAll(/[ _-]/g, "");
const STATES_BY_LETTERS: ReadonlyMap<string, State> = new Map(
  [...STATES].map(([word, state]) => [letters(word), state]),
);

/** `+CPIN: READY` (27.007 8.3), with or without quotes; Air780 puts the number of its slot after the word. */
export function parseSimState(line: string, asked?: string): SimStateMessage | undefined {
  const parts = splitLine(line);
  if (parts?.name !== "+CPIN") return undefined;
  const code = splitParameters(parts.body)[0]?.text.trim() ?? "";
  if (code === "" || code.startsWith("(")) return undefined;
  const text = code.toUpperCase();
  const state =
    STATES_BY_LETTERS.get(letters(text)) ?? STATES_BY_LETTERS.get(letters(text.replace(/ \d$/, ""))) ?? "other";
  return { kind: "sim-state", command: "+CPIN", unsolicited: cameUnasked("+CPIN", asked), code, state, text };
}

export const simStateGrammar: Grammar<SimStateMessage> = {
  names: ["+CPIN"],
  parse: parseSimState,
};

/** 27.007 9.2.1: what a refused +CPIN? says of the SIM. 14 (busy) and everything else: not known yet. */
const STATE_OF_CME: ReadonlyMap<number, State> = new Map<number, State>([
  [5, "phone-locked"],
  [6, "phone-locked"],
  [7, "phone-locked"],
  [10, "absent"],
  [11, "pin"],
  [12, "puk"],
  [13, "other"],
  [15, "other"],
  [17, "pin2"],
  [18, "puk2"],
]);

export function simStateOfError(error: FinalResult & { readonly kind: "error" }): SimStateMessage {
  const state = (error.scheme === "cme" ? STATE_OF_CME.get(error.code ?? -1) : undefined) ?? "not-ready";
  return {
    kind: "sim-state",
    command: "+CPIN",
    unsolicited: false,
    state,
    text: error.scheme === "cme" ? `CME ${error.text}` : error.text,
  };
}
