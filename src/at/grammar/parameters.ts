/** One parameter of an information line: its text without quotes, and whether it stood in quotes. */
export interface Parameter {
  readonly text: string;
  readonly quoted: boolean;
}

const [QUOTE, COMMA, OPEN, CLOSE, END] = [0x22, 0x2c, 0x28, 0x29, -1];

/**
 * Splits what follows the prefix at commas outside quotes and parentheses (V.250 5.4.2.2, 27.007 4.1). A quote that
 * is never closed ends with the line (Nokia loses it); spaces around parameters mean nothing (Gobi, Iridium).
 */
export function splitParameters(body: string): readonly Parameter[] {
  if (body.trim() === "") return [];
  if (!/["()]/.test(body)) return body.split(",").map((text) => ({ text: text.trim(), quoted: false }));
  const parameters: Parameter[] = [];
  let start = 0;
  let depth = 0;
  /** Where the last text in quotes begins and ends; what stands outside of them is then nothing. */
  let [from, to] = [-1, -1];
  for (let at = 0; at <= body.length; at += 1) {
    const code = at === body.length ? END : body.charCodeAt(at);
    if (code === QUOTE && depth === 0) {
      const close = body.indexOf('"', at + 1);
      [from, to] = [at + 1, close === -1 ? body.length : close];
      at = close === -1 ? body.length - 1 : close;
    } else if (code === END || (code === COMMA && depth === 0)) {
      const quoted = from !== -1;
      parameters.push({ text: quoted ? body.slice(from, to) : body.slice(start, at).trim(), quoted });
      start = at + 1;
      from = -1;
    } else if (code === OPEN) depth += 1;
    else if (code === CLOSE) depth = Math.max(0, depth - 1);
  }
  return parameters;
}

/**
 * Where a quote was lost, none of the others can be trusted. For lines whose values hold neither commas nor quotes of
 * their own, so that leaving all of them out loses nothing.
 */
export const withoutLostQuotes = (body: string): string =>
  body.split('"').length % 2 === 0 ? body.replaceAll('"', "") : body;

/** Telit writes the two addresses of a dual-stack context as `"..." "..."` in one parameter: they become one text. */
export const withPairsInOne = (body: string): string => body.replaceAll(/"([^",]+)" +"([^",]+)"/g, '"$1 $2"');

const NAME = /^[+^*#%$!_@][A-Z][A-Z0-9]*$/;

/** The name (`+CEREG`) and the body of an information line; undefined when it has no such shape. */
export function splitLine(line: string): { readonly name: string; readonly body: string } | undefined {
  const colon = line.indexOf(":");
  const name = line.slice(0, Math.max(0, colon));
  if (!NAME.test(name)) return undefined;
  return { name, body: line.slice(line[colon + 1] === " " ? colon + 2 : colon + 1) };
}

/** A plain decimal number within bounds; undefined for anything else, also for an empty or quoted parameter. */
export function decimal(parameter: Parameter | undefined, max: number): number | undefined {
  if (parameter === undefined || parameter.quoted || !/^\d{1,10}$/.test(parameter.text)) return undefined;
  const value = Number(parameter.text);
  return value <= max ? value : undefined;
}

/** As `decimal`, but also when the modem put quotes around the number. */
export const whole = (parameter: Parameter | undefined, max: number): number | undefined =>
  parameter === undefined ? undefined : decimal({ text: parameter.text.trim(), quoted: false }, max);

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
