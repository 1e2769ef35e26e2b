import type { UnitBase } from "../../base/bytes.ts";
import type { WallMs } from "../../base/instant.ts";
import { readAmount } from "./amount-text.ts";
import { readAsOf } from "./as-of-text.ts";
import type { Money } from "../money.ts";
import { readMoney } from "./money-text.ts";
import type { Figures } from "./reading.ts";
import { replyText } from "./reply-text.ts";

type Place = "used" | "remaining" | "total" | "as_of" | "balance";
type Piece = { readonly text: string } | { readonly place: Place };

/**
 * What a reply looks like, in a notation that costs no more than the text is long: words as they stand, `{used}`, `{remaining}`,
 * `{total}`, `{balance}` and `{as_of}` right behind words, `*` for anything between. No regular expression: whoever writes the SMS is a stranger.
 */
export interface ReplyTemplate {
  readonly written: string;
  /** Between two of them anything may stand; each begins with a text. */
  readonly runs: readonly (readonly Piece[])[];
}

export interface ReplyContext {
  readonly heardAt: WallMs;
  readonly zone: string;
  readonly base: UnitBase;
}

export interface ReplyFigures extends Figures {
  readonly asOf?: WallMs;
  /** Of the account. */
  readonly balance?: Money;
}

export type TemplateReading =
  | { readonly ok: true; readonly template: ReplyTemplate }
  | { readonly ok: false; readonly why: string };

const PLACES: readonly string[] = ["used", "remaining", "total", "as_of", "balance"] satisfies readonly Place[];
const isPlace = (name: string): name is Place => PLACES.includes(name);
const LONGEST = 200;
/** One character alone stands everywhere. */
const SHORTEST_WORD = 2;

export const TEMPLATE_FORM =
  'words with {used}, {remaining}, {total} and {as_of} in them, each once and right behind at least two characters, and * for anything between, such as "截至{as_of}*已用{used},剩余{remaining}"';

export const BALANCE_FORM =
  'words with {balance} and {as_of} in them, each once and right behind at least two characters, and * for anything between, such as "截至{as_of}*余额为{balance}"';

/** Reads the notation, or says what is wrong with it. `tells`: amounts of data, or the account's balance. */
export function replyTemplate(written: string, tells: "data" | "money" = "data"): TemplateReading {
  const refused = (why: string): TemplateReading => ({ ok: false, why });
  if (written.length > LONGEST) return refused(`${written.length} characters`);
  const runs: Piece[][] = [];
  const seen = new Set<string>();
  for (const run of written.split("*")) {
    const pieces: Piece[] = [];
    for (const [at, part] of run.split(/[{}]/).entries()) {
      if (at % 2 === 0) {
        const text = replyText(part);
        if (text !== "") pieces.push({ text });
        continue;
      }
      const last = pieces.at(-1);
      if (!isPlace(part)) return refused(`{${part}}`);
      if (seen.has(part)) return refused(`{${part}} twice`);
      if (last === undefined || !("text" in last) || last.text.length < SHORTEST_WORD)
        return refused(`{${part}} without words before it`);
      seen.add(part);
      pieces.push({ place: part });
    }
    if (run.split("{").length !== run.split("}").length) return refused("a { without its }");
    if (pieces.length > 0) runs.push(pieces);
  }
  if (tells === "money") {
    if (!seen.has("balance")) return refused("no {balance}");
    if (["used", "remaining", "total"].some((place) => seen.has(place)))
      return refused("{balance} and amounts of data");
  } else if (seen.has("balance")) return refused("{balance} among amounts of data");
  else if (!["used", "remaining"].some((place) => seen.has(place))) return refused("neither {used} nor {remaining}");
  return { ok: true, template: { written, runs } };
}

/** The figures where the template fits a `replyText` from a place on, and where that ends; undefined: it does not fit. */
export function matchTemplate(
  { runs }: ReplyTemplate,
  text: string,
  context: ReplyContext,
  from = 0,
): { readonly figures: ReplyFigures; readonly end: number } | undefined {
  let figures: ReplyFigures = {};
  let end = from;
  for (const run of runs) {
    const found = firstFit(run, text, end, context);
    if (found === undefined) return undefined;
    figures = { ...figures, ...found.figures };
    end = found.end;
  }
  return { figures, end };
}

/** Place by place of the run's first words; no place is looked at twice. */
function firstFit(run: readonly Piece[], text: string, from: number, context: ReplyContext) {
  const [first] = run;
  if (first === undefined || !("text" in first)) return undefined;
  for (let at = text.indexOf(first.text, from); at !== -1; at = text.indexOf(first.text, at + 1)) {
    const found = fitAt(run, text, at, context);
    if (found !== undefined) return found;
  }
  return undefined;
}

function fitAt(run: readonly Piece[], text: string, from: number, { heardAt, zone, base }: ReplyContext) {
  let figures: ReplyFigures = {};
  let end = from;
  for (const piece of run) {
    if ("text" in piece) {
      if (!text.startsWith(piece.text, end)) return undefined;
      end += piece.text.length;
    } else if (piece.place === "as_of") {
      const read = readAsOf(text, end, heardAt, zone);
      if (read === undefined) return undefined;
      figures = { ...figures, asOf: read.asOf };
      ({ end } = read);
    } else if (piece.place === "balance") {
      const read = readMoney(text, end);
      if (read === undefined) return undefined;
      figures = { ...figures, balance: read.money };
      ({ end } = read);
    } else {
      const read = readAmount(text, end, base);
      if (read === undefined) return undefined;
      figures = { ...figures, [piece.place]: read.bytes };
      ({ end } = read);
    }
  }
  return { figures, end };
}
