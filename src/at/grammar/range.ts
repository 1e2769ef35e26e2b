import * as v from "valibot";
import { cameUnasked, isTestAnswer } from "./asked.ts";
import { unsolicited } from "./field-schemas.ts";
import { type Parameter, splitParameters } from "./parameters.ts";

const item = v.union([v.number(), v.string(), v.tuple([v.number(), v.number()])]);

/**
 * The answer to a test command (`AT+CGEREP=?`; V.250 5.7.3.1): what each parameter may be. One array a parameter; in
 * it numbers, texts, and `[from, to]` for a range. Empty where the modem says nothing of that parameter.
 */
export const rangeSchema = v.strictObject({
  kind: v.literal("range"),
  command: v.string(),
  unsolicited,
  ranges: v.array(v.array(item)),
});

export type RangeMessage = Readonly<v.InferOutput<typeof rangeSchema>>;
type Item = v.InferOutput<typeof item>;

/**
 * Known by the question, or without one by the parentheses. Some modems leave out the colon (`+IFC (0,2),(0-2)`), some
 * the name (`(12,22,25)` from Cinterion), which then is the question's.
 */
export function parseRange(line: string, asked?: string): RangeMessage | undefined {
  const named = /^([+^*#%$!_][A-Z][A-Za-z0-9]*)(?:\s*:|(?=\s*\())\s*(.*)$/s.exec(line);
  const command = named?.[1] ?? onlyTested(asked);
  const body = named === null ? line.trim() : (named[2] ?? "");
  if (command === undefined || body === "") return undefined;
  const parameters = splitParameters(body);
  const grouped = parameters.some(isGroup);
  if (!grouped && !(named !== null && isTestAnswer(command, asked))) return undefined;
  return {
    kind: "range",
    command,
    unsolicited: cameUnasked(command, asked),
    ranges: parameters.map((parameter) => [...members(parameter)]),
  };
}

/** The one name that a question tests; two would leave open which of them answers without its name. */
function onlyTested(asked: string | undefined): string | undefined {
  const tested = [...(asked ?? "").matchAll(/([+^*#%$!_][A-Za-z][A-Za-z0-9]*)=\?/g)].map(([, name]) => name);
  return tested.length === 1 ? tested[0]?.toUpperCase() : undefined;
}

/** A parameter that is wholly one `(...)`; a name with parentheses inside is not, nor are two groups side by side. */
const isGroup = ({ quoted, text }: Parameter): boolean =>
  !quoted && /^\((?:[^()"]|"[^"]*")*\)$|^\(\s*\([^()]*\)\s*\)$/.test(text);

function members(parameter: Parameter): readonly Item[] {
  if (parameter.quoted) return [parameter.text];
  const inside = parameter.text.startsWith("(") ? splitParameters(inner(parameter.text)) : [parameter];
  return inside.flatMap(({ quoted, text }) => (quoted ? [text] : text.trim() === "" ? [] : [valueOf(text.trim())]));
}

/** Without the outer parentheses; Wavecom has two around each (`((0-2))`). */
function inner(text: string): string {
  const once = text.replace(/^\(/, "").replace(/\)$/, "").trim();
  return once.startsWith("(") && once.endsWith(")") ? once.slice(1, -1) : once;
}

function valueOf(text: string): Item {
  if (/^-?\d{1,15}$/.test(text)) return Number(text);
  const [, from, to] = /^(-?\d{1,15})\s*-\s*(-?\d{1,15})$/.exec(text) ?? [];
  return from === undefined || to === undefined ? text : [Number(from), Number(to)];
}
