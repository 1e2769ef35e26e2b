import type { GenericSchema } from "valibot";
import type { UnitBase } from "../base/bytes.ts";

/** A value as a TOML file holds it. */
export type FileValue = string | number | boolean | readonly number[] | readonly string[] | FileTables;
/** What stands under `[[double]]` brackets. */
export type FileTables = readonly Readonly<Record<string, string | number | boolean>>[];

/** What must be known before some values can be read: `30 GB` means nothing without the plan's unit base. */
export interface Reading {
  readonly unitBase: UnitBase;
}

/** One way of writing a value down, and of refusing it. Every setting has one. */
export interface Kind<T> {
  /** One word for the tables: `duration`, `integer`, `one of`. */
  readonly name: string;
  /** What is allowed, so that it can follow "expected": `a duration from 5s to 1h, such as "30s"`. */
  readonly allowed: string;
  /** A value that is allowed, for the example file where the setting has no default. */
  readonly example: FileValue;
  /** False for lists: they have no environment variable. */
  readonly scalar: boolean;
  /** The value names a file whose content is read by the host layer. */
  readonly file?: { readonly secret: boolean; readonly oneLine: boolean };
  schema(reading: Reading): GenericSchema<unknown, T>;
  /** What a text from the environment or a flag would be in a file. Never fails: the schema judges. */
  fromText(text: string): unknown;
  /** The inverse of the schema: `schema(r)` of it gives the same value. */
  toFile(value: T, reading: Reading): FileValue;
}
