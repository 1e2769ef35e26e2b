import { parse, TomlError } from "smol-toml";
import * as v from "valibot";
import { Fault, textOf } from "../base/fault.ts";
import { type ModemProfile, modemProfileSchema } from "./profile.ts";

/** Reads one family's file (TOML). Throws `modem-profile-invalid` with the file, every place, what was found and what is allowed. */
export function readModemProfile(file: string, text: string): ModemProfile {
  const result = v.safeParse(modemProfileSchema, tables(file, text));
  const named = /([^/]*)\.toml$/.exec(file)?.[1];
  if (result.success && (named === undefined || named === result.output.family)) return result.output;
  // Which of two files describes a family is told by their names alone.
  const faults = result.success
    ? [`family: found ${JSON.stringify(result.output.family)}; expected "${named}", the file's name`]
    : result.issues.map(describe);
  throw new Fault("modem-profile-invalid", `${file} describes no modem family:\n  ${faults.join("\n  ")}`);
}

function describe(issue: v.BaseIssue<unknown>): string {
  const place = v.getDotPath(issue) ?? "the file";
  if (issue.expected === "never") return `${place}: no such key here`;
  const found = typeof issue.input === "string" ? JSON.stringify(issue.input) : issue.received;
  // Where the schema has no sentence of its own, valibot's begins so, and repeats what was found.
  const allowed = issue.message.startsWith("Invalid ") ? issue.expected : issue.message;
  return `${place}: found ${found === "undefined" ? "nothing" : found}; expected ${allowed}`;
}

function tables(file: string, text: string): unknown {
  try {
    return parse(text);
  } catch (thrown) {
    const place = thrown instanceof TomlError ? `:${thrown.line}:${thrown.column}` : "";
    throw new Fault("modem-profile-invalid", `${file}${place} is no TOML: ${textOf(thrown).split("\n")[0] ?? ""}`);
  }
}
