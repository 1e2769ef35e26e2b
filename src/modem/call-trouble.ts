import type { AtOutcome } from "../at/command.ts";
import type { Duration } from "../base/duration.ts";
import { defined } from "../base/defined.ts";
import { CME_ERROR } from "../codes/cme-error.ts";
import type { CodeTable } from "../codes/code-table.ts";
import { ESM_CAUSE } from "../codes/esm-cause.ts";
import { sessionCauseOfCme } from "../codes/session-cme.ts";
import { SM_CAUSE } from "../codes/sm-cause.ts";

/** Why a data call did not come about. `permanent`: trying again changes nothing, somebody has to. */
export interface CallTrouble {
  readonly kind: "permanent" | "temporary";
  readonly text: string;
  /** The network's own timer, which the modem tells of: how long it forbids to ask again. */
  readonly backOff?: Duration;
  /** The SM or ESM cause, where the modem told one. */
  readonly cause?: number;
}

/** GSMA TS.34: SM causes after which the same request is refused again. 50, 51, 57, 58, 61: another <PDP_type> is wanted. */
const PERMANENT_CAUSES: readonly number[] = [8, 27, 28, 29, 30, 32, 33, 50, 51, 57, 58, 61];

/**
 * 27.007 9.2.2: 103, 106, 107, 108 refuse the device or the card; 127 to 133 are 100 + the cause; 149 authentication, 177 barring,
 * 179 the APN, 192 to 197 and 230 the <PDP_type>. 126 and 131 may be congestion and prove nothing.
 */
const PERMANENT_CME: readonly number[] = [
  103, 106, 107, 108, 127, 128, 129, 130, 132, 133, 149, 177, 179, 192, 193, 194, 196, 197, 230,
];

/** The modem's number says by itself why: nothing has to be asked. The others (3, 30, 100, 148, ...) are refusals without a reason. */
const TELLING = (code: number): boolean => (code >= 102 && code <= 147) || (code >= 149 && code <= 232);

/** What is wrong with an answer that is not OK. `report`: what +CEER said to it. */
export function callTrouble(what: string, outcome: Exclude<AtOutcome, { kind: "ok" }>, report = ""): CallTrouble {
  if (outcome.kind === "timeout") return { kind: "temporary", text: `${what} was not answered in time` };
  if (outcome.kind === "gone") return { kind: "temporary", text: outcome.why };
  const { scheme, code, text } = outcome;
  const name = scheme === "cme" && code !== undefined ? CME_ERROR[code]?.name : undefined;
  const said = name === undefined ? text : `${code}, ${name}`;
  const told = report === "" ? "" : `; the last cause is told as "${report}"`;
  const refused = `the modem refused ${what} (${said})${told}`;
  const permanent =
    (scheme === "cme" && code !== undefined && PERMANENT_CME.includes(code)) ||
    PERMANENT_CAUSES.some((cause) => named(SM_CAUSE, cause, report) || named(ESM_CAUSE, cause, report));
  const byNumber = scheme === "cme" && code !== undefined ? sessionCauseOfCme(code) : undefined;
  return defined({
    kind: permanent ? ("permanent" as const) : ("temporary" as const),
    text: refused,
    cause: byNumber ?? causeNamed(report),
  });
}

/** +CEER is worth asking where the error itself gives no reason. */
export const saysNothing = (outcome: AtOutcome): boolean =>
  outcome.kind === "error" && !(outcome.scheme === "cme" && outcome.code !== undefined && TELLING(outcome.code));

/** Modems write the standard's names with other capitals and punctuation; a number alone is each maker's own. */
function named(table: CodeTable, cause: number, report: string): boolean {
  const row = table[cause];
  const said = plain(report);
  return row !== undefined && [row.name, ...(row.also ?? [])].some((name) => said.includes(plain(name)));
}

/** The cause that a +CEER names in words; the longest name counts, since one may be part of another. */
export function causeNamed(report: string): number | undefined {
  const numbers = [...new Set([...Object.keys(ESM_CAUSE), ...Object.keys(SM_CAUSE)].map(Number))];
  const found = numbers.filter((cause) => named(ESM_CAUSE, cause, report) || named(SM_CAUSE, cause, report));
  const length = (cause: number): number => (ESM_CAUSE[cause] ?? SM_CAUSE[cause])?.name.length ?? 0;
  return found.toSorted((a, b) => length(b) - length(a))[0];
}

const plain = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, "");
