import * as v from "valibot";
import { defined, withDefined } from "../../base/defined.ts";
import { cameUnasked } from "./asked.ts";
import { maybeWhole, maybeWritten, unsolicited, written as writtenText } from "./field-schemas.ts";
import type { Grammar } from "./grammar.ts";
import { decimal, splitLine, splitParameters, written } from "./parameters.ts";
import { listed, splitGroups } from "./value-groups.ts";

/** `+CIND` (3GPP TS 27.007 8.9), `+CIEV` (8.10) and Cinterion's `^SIND`. */
export const indicatorSchema = v.strictObject({
  kind: v.literal("indicator"),
  command: v.picklist(["+CIND", "+CIEV", "^SIND"]),
  unsolicited,
  ind: v.exactOptional(
    v.pipe(
      v.union([v.number(), v.array(v.number())]),
      v.description("+CIEV: which, from 1; +CIND: all values in order"),
    ),
  ),
  descr: maybeWritten,
  mode: v.exactOptional(v.pipe(v.number(), v.description("^SIND: 1 when changes are reported"))),
  value: maybeWhole,
  rest: v.exactOptional(v.pipe(v.array(v.string()), v.description("what the maker adds"))),
  indicators: v.exactOptional(v.array(v.strictObject({ descr: writtenText, values: v.array(v.number()) }))),
});

export type IndicatorMessage = Readonly<v.InferOutput<typeof indicatorSchema>>;

function parseIndicator(line: string, asked?: string): IndicatorMessage | undefined {
  const parts = splitLine(line);
  if (parts?.name === "+CIEV") return event(parts.body);
  if (parts?.name === "^SIND") return cinterion(parts.body, asked);
  if (parts?.name !== "+CIND") return undefined;
  const head = { kind: "indicator", command: "+CIND", unsolicited: cameUnasked("+CIND", asked) } as const;
  if (parts.body.trimStart().startsWith("(")) return Object.assign(head, { indicators: [...described(parts.body)] });
  const ind = splitParameters(parts.body).map((parameter) => decimal(parameter, 65_535));
  return ind.length === 0 || ind.includes(undefined)
    ? undefined
    : Object.assign(head, { ind: ind.flatMap((value) => value ?? []) });
}

export const indicatorGrammar: Grammar<IndicatorMessage> = {
  names: ["+CIND", "+CIEV", "^SIND"],
  parse: parseIndicator,
};

/** `+CIEV: <ind>,<value>`; Cinterion and Telit name the indicator instead of numbering it, and may add more. */
function event(body: string): IndicatorMessage | undefined {
  const [which, value, ...rest] = splitParameters(body);
  const ind = decimal(which, 65_535);
  const descr = ind === undefined ? written(which) : undefined;
  const number = decimal(value, 4_294_967_295);
  // The network's time has a grammar of its own.
  if (which === undefined || value === undefined || descr === "nitz" || (ind ?? descr) === undefined) return undefined;
  const others = (number === undefined ? [value, ...rest] : rest).map(({ text }) => text);
  const head = { kind: "indicator", command: "+CIEV", unsolicited: true } as const;
  return withDefined(head, { ind, descr, value: number, rest: others.length === 0 ? undefined : others });
}

/** Cinterion: `^SIND: <indDescr>,<mode>[,<indValue>]`. */
function cinterion(body: string, asked: string | undefined): IndicatorMessage | undefined {
  const [name, mode, value, ...rest] = splitParameters(body);
  const descr = written(name);
  const reported = decimal(mode, 255);
  if (descr === undefined || descr === "nitz" || reported === undefined || rest.length > 0) return undefined;
  return {
    kind: "indicator",
    command: "^SIND",
    unsolicited: cameUnasked("^SIND", asked),
    ...defined({ descr, mode: reported, value: decimal(value, 65_535) }),
  };
}

/** `("signal",(0-5)),("service",(0,1)),()`: LinkTop's LW273 ends with an empty one. */
function described(body: string): readonly { descr: string; values: number[] }[] {
  return splitGroups(body).flatMap(({ text }) => {
    const [name, values] = splitParameters(text);
    const descr = written(name);
    return descr === undefined ? [] : [{ descr, values: [...listed((values?.text ?? "").replace(/^\(|\)$/g, ""))] }];
  });
}
