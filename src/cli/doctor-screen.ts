import { plainText } from "../base/plain-text.ts";
import { type CheckResult, PARTS } from "./doctor-check.ts";
import { textColumns } from "./text-columns.ts";

const SIGNS = { ok: "ok  ", note: "note", fault: "BAD " } as const;
const LABEL = 15;
const INDENT = " ".repeat(6 + LABEL);

/** What a person reads of one result: what is well on one line, the rest in both languages, each on its own. */
export function resultLines(result: CheckResult): string {
  const { what, verdict } = result;
  const label = `${what} ${PARTS[what]}`;
  const head = `${SIGNS[verdict]}  ${label}${" ".repeat(LABEL - textColumns(label))}`;
  if (result.verdict === "ok") return plainText(`${head}${result.found}\n`);
  const { found, remedy } = result;
  const advice = remedy === undefined ? [] : [`-> ${remedy.en}`, `-> ${remedy.zh}`];
  return plainText(`${head}${[found.en, found.zh, ...advice].join(`\n${INDENT}`)}\n`);
}

/** One result of `--json`. */
export interface ResultRow {
  readonly what: string;
  readonly verdict: CheckResult["verdict"];
  readonly found: string;
  readonly foundZh?: string;
  readonly remedy?: string;
  readonly remedyZh?: string;
}

/** What a program reads of one result: the English texts under their plain names, the Chinese ones beside them. */
export function resultRow(result: CheckResult): ResultRow {
  const { what, verdict } = result;
  if (result.verdict === "ok") return { what, verdict, found: result.found };
  const { found, remedy } = result;
  const advice = remedy === undefined ? {} : { remedy: remedy.en, remedyZh: remedy.zh };
  return { what, verdict, found: found.en, foundZh: found.zh, ...advice };
}
