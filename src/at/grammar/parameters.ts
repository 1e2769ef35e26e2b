/** One parameter of an information line: its text without quotes, and whether it stood in quotes. */
export interface Parameter {
  readonly text: string;
  readonly quoted: boolean;
}

const [SPACE, QUOTE, COMMA, OPEN, CLOSE, END] = [0x20, 0x22, 0x2c, 0x28, 0x29, -1];

/**
 * Splits what follows the prefix at commas outside quotes and parentheses (V.250 5.4.2.2, 27.007 4.1). A quote that
 * is never closed ends with the line (Nokia loses it); spaces around parameters mean nothing (Gobi, Iridium). A quoted
 * text with a quote inside that is not written as `\22` can be read in more than one way: the parameter is then empty.
 */
export function splitParameters(body: string): readonly Parameter[] {
  if (body.trim() === "") return [];
  const parameters: Parameter[] = [];
  let start = splitPlain(body, parameters);
  let depth = 0;
  /** The text in quotes; what stands outside of them is then nothing. */
  let quoted: string | undefined;
  for (let at = start; at <= body.length; at += 1) {
    const code = at === body.length ? END : body.charCodeAt(at);
    if (code === QUOTE && depth === 0) {
      const close = body.indexOf('"', at + 1);
      const clear = close === -1 || endsParameter(body, close);
      const end = clear ? close : lastQuoteOf(body, close);
      quoted =
        clear && body.slice(start, at).trim() === ""
          ? unescaped(body.slice(at + 1, close === -1 ? body.length : close))
          : "";
      at = end === -1 ? body.length - 1 : end;
    } else if (code === END || (code === COMMA && depth === 0)) {
      parameters.push({ text: quoted ?? body.slice(start, at).trim(), quoted: quoted !== undefined });
      start = at + 1;
      quoted = undefined;
    } else if (code === OPEN) depth += 1;
    else if (code === CLOSE) depth = Math.max(0, depth - 1);
  }
  return parameters;
}

/**
 * Nearly every parameter is wholly in quotes, or holds neither quotes nor parentheses: those from the beginning on go into
 * `found`. Tells where the first other one begins, beyond the end where there is none. Several lines' parameters are read
 * for every one that matters, so this stays off regular expressions.
 */
function splitPlain(body: string, found: Parameter[]): number {
  let start = 0;
  while (start <= body.length) {
    let at = start;
    while (body.charCodeAt(at) === SPACE) at += 1;
    if (body.charCodeAt(at) === QUOTE) {
      const close = body.indexOf('"', at + 1);
      if (close === -1 || (close + 1 < body.length && body.charCodeAt(close + 1) !== COMMA)) return start;
      found.push({ text: unescaped(body.slice(at + 1, close)), quoted: true });
      start = close + 2;
      continue;
    }
    for (; at < body.length; at += 1) {
      const code = body.charCodeAt(at);
      if (code === COMMA) break;
      if (code === QUOTE || code === OPEN || code === CLOSE) return start;
    }
    found.push({ text: body.slice(start, at).trim(), quoted: false });
    start = at + 1;
  }
  return start;
}

const PARAMETER_END = / *(?:,|$)/y;

/** Nothing but blanks stands between this quote and the next comma. */
function endsParameter(body: string, quote: number): boolean {
  PARAMETER_END.lastIndex = quote + 1;
  return PARAMETER_END.test(body);
}

/** The next quote that a comma or the end follows: there the parameters are in step again. */
function lastQuoteOf(body: string, from: number): number {
  const found = /" *(?:,|$)/.exec(body.slice(from + 1));
  return found === null ? body.length - 1 : from + 1 + found.index;
}

/** V.250 5.4.2.2 has a quote and a backslash inside a text as their codes; other codes are left as they stand. */
const unescaped = (text: string): string =>
  text.includes("\\") ? text.replaceAll(/\\(22|5C)/gi, (_, code) => (code === "22" ? '"' : "\\")) : text;

/**
 * Where a quote was lost, none of the others can be trusted. For lines whose values hold neither commas nor quotes of
 * their own, so that leaving all of them out loses nothing.
 */
export const withoutLostQuotes = (body: string): string => (hasLostQuote(body) ? body.replaceAll('"', "") : body);

/** A quote was lost somewhere: which texts stand inside of quotes cannot be told. */
export function hasLostQuote(body: string): boolean {
  let lost = false;
  for (let at = body.indexOf('"'); at !== -1; at = body.indexOf('"', at + 1)) lost = !lost;
  return lost;
}

/** Telit writes the two addresses of a dual-stack context as `"..." "..."` in one parameter: they become one text. */
export const withPairsInOne = (body: string): string =>
  body.includes('" ') ? body.replaceAll(/"([^",]+)" +"([^",]+)"/g, '"$1 $2"') : body;

const NAME = /^[+^*#%$!_@][A-Z][A-Z0-9_]*$/;

/** The name (`+CEREG`) and the body of an information line; undefined when it has no such shape. */
export function splitLine(line: string): { readonly name: string; readonly body: string } | undefined {
  const colon = line.indexOf(":");
  // Quectel has a blank before the colon of its +QSIMSTAT.
  const name = line.slice(0, Math.max(0, line[colon - 1] === " " ? colon - 1 : colon));
  if (!NAME.test(name)) return undefined;
  return { name, body: line.slice(line[colon + 1] === " " ? colon + 2 : colon + 1) };
}

/** A plain decimal number within bounds; undefined for anything else, also for an empty or quoted parameter. */
export const decimal = (parameter: Parameter | undefined, max: number): number | undefined =>
  parameter === undefined || parameter.quoted ? undefined : digits(parameter.text, max);

/** As `decimal`, but also when the modem put quotes around the number. */
export const whole = (parameter: Parameter | undefined, max: number): number | undefined =>
  parameter === undefined ? undefined : digits(parameter.text.trim(), max);

const [ZERO, NINE] = [0x30, 0x39];

/** One to ten digits within bounds. No regular expression: most of what modems say is numbers. */
export function digits(text: string, max: number): number | undefined {
  if (text.length === 0 || text.length > 10) return undefined;
  let value = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code < ZERO || code > NINE) return undefined;
    value = value * 10 + code - ZERO;
  }
  return value <= max ? value : undefined;
}

/** What stands there, with or without quotes; undefined when nothing does. */
export function written(parameter: Parameter | undefined): string | undefined {
  const text = parameter?.text.trim();
  return text === "" ? undefined : text;
}

/** A hexadecimal field, with or without quotes or `0x`, as the modem wrote it; undefined when absent or empty. */
export function hexadecimal(parameter: Parameter | undefined): string | undefined {
  if (parameter === undefined) return undefined;
  const match = /^(?:0x)?([0-9A-Fa-f]{1,16})$/.exec(parameter.text.trim());
  return match?.[1];
}
