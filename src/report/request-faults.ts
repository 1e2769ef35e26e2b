import { describeFound } from "../base/found.ts";
import * as v from "valibot";
import { LocalOrder, LocalQuestion } from "./local-contract.ts";
import { ProgramOrder, ProgramQuestion } from "./program-contract.ts";

/** As much of a schema as is told of it. */
interface Shape {
  readonly type: string;
  readonly wrapped?: Shape;
  readonly pipe?: readonly Shape[];
  readonly options?: readonly unknown[];
  readonly entries?: Readonly<Record<string, unknown>>;
  readonly requirement?: unknown;
}

type Fields = Readonly<Record<string, Shape>>;

const ORDERS = new Map<string, Fields>(LocalOrder.options.map(({ entries }) => [entries.do.literal, entries]));
const QUESTIONS = new Map<string, Fields>(
  LocalQuestion.options.flatMap(({ entries }) => {
    const names = entries.ask.type === "literal" ? [entries.ask.literal] : entries.ask.options;
    return names.map((name): [string, Fields] => [name, entries]);
  }),
);
const OF_PROGRAMS = ProgramOrder.options.map(({ entries }) => entries.do.literal);

const Named = v.union([v.looseObject({ do: v.string() }), v.looseObject({ ask: v.string() })]);

/** What is wrong with an order or a question, field by field; undefined where it is neither, or nothing is. */
export function requestFaults(request: unknown): string | undefined {
  const named = v.safeParse(Named, request);
  if (!named.success) return undefined;
  const [key, known, schema, others] =
    "do" in named.output
      ? (["do", ORDERS, LocalOrder, OF_PROGRAMS] as const)
      : (["ask", QUESTIONS, LocalQuestion, [ProgramQuestion.entries.ask.literal]] as const);
  const name = String(Reflect.get(named.output, key));
  const fields = known.get(name);
  if (fields === undefined)
    return `${key}: found ${describeFound(name)}; allowed: one of ${[...known.keys(), ...others].join(", ")}`;
  const read = v.safeParse(schema, request);
  if (read.success) return undefined;
  const wrong = new Set(read.issues.map((issue) => String(issue.path?.[0]?.key)));
  const told = [...wrong].map((field) => {
    const shape = Object.hasOwn(fields, field) ? fields[field] : undefined;
    const allowed = shape === undefined ? noSuch(fields, key) : allowedBy(shape);
    return `${field}: found ${describeFound(Reflect.get(named.output, field))}; allowed: ${allowed}`;
  });
  return `{"${key}":"${name}"}: ${told.join(". ")}`;
}

const noSuch = (fields: Fields, key: string): string =>
  `nothing, for it has no such field; its fields are ${Object.keys(fields)
    .filter((field) => field !== key)
    .join(", ")}`;

function allowedBy({ type, wrapped, pipe = [], options = [], entries = {} }: Shape): string {
  if (wrapped !== undefined) return `${allowedBy(wrapped)}, or left out`;
  const required = (action: string): unknown => pipe.find((one) => one.type === action)?.requirement;
  switch (type) {
    case "picklist":
      return `one of ${options.join(", ")}`;
    case "boolean":
      return "true or false";
    case "number":
      return `a whole number, ${String(required("min_value"))} or more`;
    case "strict_object":
      return `an object with ${Object.keys(entries).join(", ")}`;
    default: {
      const pattern = required("regex");
      if (pattern instanceof RegExp) return `a text like ${pattern.source}`;
      return `a text of ${String(required("min_length"))} to ${String(required("max_length"))} characters`;
    }
  }
}
