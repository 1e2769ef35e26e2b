/** One value of a list behind `=` (V.250 5.4.2). */
export type Parameter =
  | { readonly kind: "omitted" }
  /** With its digits as they were written: a PIN may begin with zeros. */
  | { readonly kind: "number"; readonly value: number; readonly text: string }
  | { readonly kind: "text"; readonly text: string }
  /** Without quotes and not a number: tolerated by most modems, `AT+CSCS=GSM`. */
  | { readonly kind: "bare"; readonly text: string };

const MOST = 32;

/** Undefined when a string does not end, something follows its end, or there are more values than any command has. */
export function parseParameters(text: string): readonly Parameter[] | undefined {
  const found: Parameter[] = [];
  let rest = text;
  for (;;) {
    const match = /^(?:"([^"]*)"|([^",]*))(,|$)/.exec(rest);
    if (match === null || found.length === MOST) return undefined;
    const [all, quoted, plain = "", end] = match;
    found.push(quoted === undefined ? unquoted(plain) : { kind: "text", text: unescaped(quoted) });
    if (end === "") return found;
    rest = rest.slice(all.length);
  }
}

function unquoted(text: string): Parameter {
  if (text === "") return { kind: "omitted" };
  return /^-?\d{1,15}$/.test(text) ? { kind: "number", value: Number(text), text } : { kind: "bare", text };
}

/** V.250 5.4.2.2: `\` and two hexadecimal digits stand for any character, `\22` for the quote. */
function unescaped(text: string): string {
  return text.replace(/\\([0-9A-Fa-f]{2})/g, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

export function numberAt(parameters: readonly Parameter[], index: number): number | undefined {
  const parameter = parameters[index];
  return parameter?.kind === "number" ? parameter.value : undefined;
}

/** The text of a quoted or bare value, or the digits of a number: many modems take a PIN with and without quotes. */
export function textAt(parameters: readonly Parameter[], index: number): string | undefined {
  const parameter = parameters[index];
  return parameter === undefined || parameter.kind === "omitted" ? undefined : parameter.text;
}
