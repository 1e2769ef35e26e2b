import type { TomlTable } from "smol-toml";
import * as v from "valibot";
import { describeFound } from "../base/found.ts";
import { nearest } from "../base/nearest.ts";
import { isTable, type OpenDocument } from "./document.ts";
import type { FileFault } from "./file-fault.ts";
import type { KeyPath } from "./key-lines.ts";

/** What stands behind each key of one table; inner tables are read by themselves, so that each has its faults. */
export type Entries = Readonly<Record<string, v.GenericSchema>>;

type Values<E extends Entries> = { readonly [K in keyof E]?: Exclude<v.InferOutput<E[K]>, undefined> };
type Whole<E extends Entries> = v.InferOutput<v.StrictObjectSchema<E, undefined>>;

/** One table, as far as it could be read. */
export interface TableReading<E extends Entries> {
  /** What is right, also where something else is wrong: rules between keys are told of at the same time. */
  readonly values: Values<E>;
  /** Undefined when something is wrong. */
  readonly whole?: Whole<E>;
  readonly faults: readonly FileFault[];
}

/** A date as the file has it: the parser takes 2026-02-30 for the 2nd of March. */
export class WrittenDate {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** `bucket[2].quota`: people count from one. */
export const keyName = (path: KeyPath): string =>
  path.reduce<string>((name, part) => {
    if (typeof part === "number") return `${name}[${part + 1}]`;
    return name === "" ? part : `${name}.${part}`;
  }, "");

export const faultAt = ({ lines }: OpenDocument, path: KeyPath, found: string, expected: string): FileFault => ({
  line: lines.lineOf(path),
  key: keyName(path).slice(0, 100),
  found,
  expected,
});

/** Reads one table of a document: its values, and every fault in it. `others`: keys that are read elsewhere. */
export function readTable<const E extends Entries>(
  document: OpenDocument,
  path: KeyPath,
  given: unknown,
  entries: E,
  others: readonly string[] = [],
): TableReading<E> {
  if (!isTable(given)) {
    const found = given === undefined ? "nothing" : describeFound(given);
    return { values: {}, faults: [faultAt(document, path, found, `a table [${keyName(path)}]`)] };
  }
  const faults = unknownKeys(document, path, given, [...Object.keys(entries), ...others]);
  const values: Record<string, unknown> = {};
  for (const [key, schema] of Object.entries(entries)) {
    const place = [...path, key];
    const found = given[key];
    const value = found instanceof Date ? new WrittenDate(document.lines.writtenAt(place) ?? "a date") : found;
    const result = v.safeParse(schema, value, { abortPipeEarly: true });
    if (!result.success) faults.push(...result.issues.map((issue) => faultOf(document, place, value, issue)));
    else if (result.output !== undefined) values[key] = result.output;
  }
  // Every value was just given by its own entry's schema.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return { values: values as Values<E>, faults, ...(faults.length === 0 ? { whole: values as Whole<E> } : {}) };
}

function unknownKeys(document: OpenDocument, path: KeyPath, table: TomlTable, known: readonly string[]): FileFault[] {
  return Object.keys(table)
    .filter((key) => !known.includes(key))
    .map((key) => {
      const near = nearest(key, known);
      const hint = near === undefined ? `one of ${known.join(", ")}` : `a known one: the nearest is ${near}`;
      return faultAt(document, [...path, key], "an unknown key", hint);
    });
}

function faultOf(document: OpenDocument, place: KeyPath, value: unknown, issue: v.BaseIssue<unknown>): FileFault {
  const inside = (issue.path ?? []).map(({ key }) => (typeof key === "number" ? key : String(key)));
  // An issue of a later step holds what an earlier one made of the value; people look for what they wrote.
  const given = inside.reduce<unknown>(
    (around, key) => (Array.isArray(around) || isTable(around) ? Reflect.get(around, key) : undefined),
    value,
  );
  const found = given instanceof WrittenDate ? given.text : describeFound(given);
  // Where the schema has no sentence of its own, valibot's begins so, and repeats what was found.
  const expected = issue.message.startsWith("Invalid ") ? (issue.expected ?? "something else") : issue.message;
  return faultAt(document, [...place, ...inside], found.slice(0, 200), expected);
}
