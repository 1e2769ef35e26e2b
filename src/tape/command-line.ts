/** One command of a command line, and where its parameters stand in what was said. */
export interface SaidCommand {
  /** In capitals, without the sign: `CPIN` for `+cpin`, `^CPIN` and `+ CPIN`. A basic command's name is empty. */
  readonly name: string;
  readonly form: "set" | "read" | "test" | "do" | "basic";
  readonly at: number;
  readonly parameters: string;
}

/** A message that is sent ends with Ctrl-Z or escape (27.005 3.5.1), and the next command line follows. */
export const LINE_ENDS = "\r\n\x1a\x1b";

/** V.250 5.2.1: AT, then commands up to a carriage return. `At` is none, but modems take it. Whatever is glued to its front is noise. */
const LINE = new RegExp(`(?<![0-9A-Za-z"])[Aa] ?[Tt][^${LINE_ENDS}]*`, "g");
const EXTENDED = /[^0-9A-Za-z\s=?"]\s*([A-Za-z][0-9A-Za-z ]*?)\s*(=\s*\?|=|\?|$)/;

export interface SaidLine {
  readonly at: number;
  readonly text: string;
}

export const commandLines = (said: string): readonly SaidLine[] =>
  Array.from(said.matchAll(LINE), (match) => ({ at: match.index, text: match[0] }));

/** Spaces count inside quotes only (V.250 5.4.1); extended commands are parted by semicolons (5.4.3). */
export function commandsOf({ at, text }: SaidLine): readonly SaidCommand[] {
  const body = text.replace(/^A ?T/i, "");
  let start = at + text.length - body.length;
  return partsOf(body).map((part) => {
    const begins = start;
    start += part.length + 1;
    const found = EXTENDED.exec(part);
    if (found === null) return { name: "", form: "basic", at: begins, parameters: part };
    const name = (found[1] ?? "").replaceAll(" ", "").toUpperCase();
    const end = found.index + found[0].length;
    const form = found[2] === "=" ? "set" : found[2] === "?" ? "read" : found[2] === "" ? "do" : "test";
    return { name, form, at: begins + end, parameters: part.slice(end) };
  });
}

/** Cut at semicolons that stand outside quotes; a quote that is never closed encloses the rest. */
function partsOf(body: string): readonly string[] {
  return body.match(/(?:"[^"]*(?:"|$)|[^";])+|(?<=;|^)(?=;|$)/g) ?? [];
}

export interface SaidField {
  /** Which parameter it is, from 0. */
  readonly index: number;
  readonly at: number;
  /** Without its quotes. */
  readonly text: string;
  readonly quoted: boolean;
}

/** What stands between commas, spaces aside; a quote that is never closed goes on to the line's end. */
export function fieldsOf(parameters: string, at: number): readonly SaidField[] {
  let index = 0;
  const fields: SaidField[] = [];
  for (const match of parameters.matchAll(/,|"([^"]*)(?:"|$)|[^",\s][^",\r\n]*/g)) {
    if (match[0] === ",") index += 1;
    else if (match[1] === undefined)
      fields.push({ index, at: at + match.index, text: match[0].trimEnd(), quoted: false });
    else fields.push({ index, at: at + match.index + 1, text: match[1], quoted: true });
  }
  return fields;
}
