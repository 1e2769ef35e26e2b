import { CME_ERROR } from "../codes/cme-error.ts";
import { CMS_ERROR } from "../codes/cms-error.ts";
import type { CodeTable } from "../codes/code-table.ts";

type Scheme = "cme" | "cms";

/** Words that modems use and no standard has (ModemManager's table; China Mobile's ML302/ML307 AT manual, 10.3). */
const HEARD: Readonly<Record<Scheme, readonly (readonly [text: string, code: number])[]>> = {
  cme: [
    ["timeout", 31],
    ["unknown error", 100],
  ],
  cms: [
    ["SMS ME reserved", 301],
    ["SIM PIN necessary", 311],
    ["PH-SIM PIN necessary", 312],
    ["no network", 331],
    ["no +CNMA acknowledgment expected", 340],
    ["unknown", 500],
  ],
};

const NUMBERS: Readonly<Record<Scheme, ReadonlyMap<string, number>>> = {
  cme: numbers(CME_ERROR, HEARD.cme),
  cms: numbers(CMS_ERROR, HEARD.cms),
};

/**
 * The number of what a modem says under `AT+CMEE=2`, compared whole: without case, punctuation, the `(U)` of `(U)SIM`
 * and the cause that older releases appended (`Illegal MS (#3)`). A text that the standard gives to several numbers
 * (congestion, network failure) is the lowest. Undefined for the words of a maker.
 */
export function errorNamed(scheme: Scheme, text: string): number | undefined {
  return NUMBERS[scheme].get(bare(text));
}

function bare(text: string): string {
  return text
    .toLowerCase()
    .replace(/\(#\d{1,3}\)|\(u\)/g, "")
    .replace(/[^a-z0-9]/g, "");
}

function numbers(table: CodeTable, heard: readonly (readonly [string, number])[]): ReadonlyMap<string, number> {
  const rows = Object.entries(table).map(([code, row]) => [Number(code), row] as const);
  const spoken = [
    ...rows.map(([code, { name }]) => [name, code] as const),
    ...rows.flatMap(([code, { also = [] }]) => also.map((text) => [text, code] as const)),
    ...heard,
  ];
  // The last entry of a key wins: the standard's own names come last, the lowest number at the very end.
  return new Map(spoken.toReversed().map(([text, code]) => [bare(text), code]));
}
