/** What an extended command asks for (V.250 5.4). `text` is what stands behind `=`, untouched but for spaces. */
export type Operation =
  | { readonly kind: "execute" }
  | { readonly kind: "read" }
  | { readonly kind: "test" }
  | { readonly kind: "set"; readonly text: string };

export type LineCommand =
  /** V.250 5.3.1: a letter, or `&` or `\` and a letter, and perhaps a number. */
  | { readonly kind: "basic"; readonly name: string; readonly value: number | undefined }
  | { readonly kind: "register"; readonly number: number; readonly set: number | undefined }
  | { readonly kind: "dial"; readonly text: string }
  | { readonly kind: "extended"; readonly name: string; readonly operation: Operation }
  /** From here on the line has no shape; the commands before it are carried out all the same. */
  | { readonly kind: "broken"; readonly text: string };

/** `+` is the standard's; the others begin manufacturers' commands, which are written the same way. */
const EXTENDED = /^([+^$%#*!_@][A-Za-z][A-Za-z0-9!%\-./:_]*)(=\?|\?|=)?/;
const REGISTER = /^[Ss](\d{1,3})(?:(\?)|=(\d{0,3}))?/;
const BASIC = /^([A-Za-z]|[&\\][A-Za-z])(\d{0,9})/;

/** Splits what stood between `AT` and the line's end. Never throws; an empty line is an empty list. */
export function splitCommandLine(body: string): readonly LineCommand[] {
  const commands: LineCommand[] = [];
  let rest = withoutSpaces(body);
  while (rest !== "") {
    // A semicolon ends an extended command; behind a basic one it is superfluous and often sent (`ATE0;+CSQ`).
    if (rest.startsWith(";")) {
      rest = rest.slice(1);
      continue;
    }
    const found = extended(rest) ?? dial(rest) ?? register(rest) ?? basic(rest);
    if (found === undefined) return [...commands, { kind: "broken", text: rest }];
    commands.push(found.command);
    rest = rest.slice(found.length);
  }
  return commands;
}

type Found = { readonly command: LineCommand; readonly length: number } | undefined;

function extended(text: string): Found {
  const match = EXTENDED.exec(text);
  if (match === null) return undefined;
  const [head, name = "", sign] = match;
  const behind = text.slice(head.length);
  if (sign === "=") {
    const length = untilSemicolon(behind);
    const operation: Operation = { kind: "set", text: behind.slice(0, length) };
    return { command: { kind: "extended", name: name.toUpperCase(), operation }, length: head.length + length };
  }
  if (behind !== "" && !behind.startsWith(";")) return undefined;
  const operation: Operation = { kind: sign === undefined ? "execute" : sign === "?" ? "read" : "test" };
  return { command: { kind: "extended", name: name.toUpperCase(), operation }, length: head.length };
}

/** V.250 6.3.1: everything to the line's end belongs to the number, `;` included (it asks for a voice call). */
function dial(text: string): Found {
  if (!/^[Dd]/.test(text)) return undefined;
  return { command: { kind: "dial", text: text.slice(1) }, length: text.length };
}

function register(text: string): Found {
  const match = REGISTER.exec(text);
  if (match === null) return undefined;
  const [all, number, read, set] = match;
  // `S3` alone only selects a register for a following `?`, which no client does; it reads, as here.
  const value = read === undefined && set !== undefined ? Number(set) : undefined;
  return { command: { kind: "register", number: Number(number), set: value }, length: all.length };
}

function basic(text: string): Found {
  const match = BASIC.exec(text);
  if (match === null) return undefined;
  const [all, name = "", digits] = match;
  const value = digits === "" ? undefined : Number(digits);
  return { command: { kind: "basic", name: name.toUpperCase(), value }, length: all.length };
}

function untilSemicolon(text: string): number {
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === '"') quoted = !quoted;
    if (text[at] === ";" && !quoted) return at;
  }
  return text.length;
}

/** V.250 5.2.1: spaces are for the eye, except inside a string. */
function withoutSpaces(text: string): string {
  return text.replace(/"[^"]*"?| +/g, (part) => (part.startsWith(" ") ? "" : part));
}
