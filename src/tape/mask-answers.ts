import { commandLines, commandsOf, fieldsOf } from "./command-line.ts";
import { maskText, maskWords } from "./mask-words.ts";
import type { Substitute } from "./masked-text.ts";
import { isOpen, isSecret, NAMED_POINT, PEOPLE } from "./open-commands.ts";
import type { Overlay } from "./overlay.ts";
import { saidLines, textFrom } from "./said-lines.ts";

const ANSWER = /(?<=^|[\r\n])[^\S\r\n]*[+^#$%*!_&@]([A-Za-z][0-9A-Za-z]*)\s*:([^\r\n]*)/g;
const USSD = /[+^#$%*]\w*(?:CUSD|USSD)\s*:\s*\d+\s*,\s*/g;
/** The quote that is followed by nothing but a coding closes the string (27.007 7.15); one inside cannot be told from it. */
const CLOSED = /^"([\s\S]*?)"?(?=\s*(?:(?<=")\s*,\s*"?-?[0-9A-Fa-fx]{0,4}"?\s*)?(?:\r|$))/;
/** Words of the standard that stand in quotes among numbers and names (27.005 3.1), and time stamps. */
const STANDARD = /^(?:REC (?:UN)?READ|STO (?:UN)?SENT|\d\d\/\d\d\/\d\d,[\d:+-]+|\d\d\/\d\d\/\d\d)$/;

/** The network's words and menus, on one line or on several. */
export function maskUssd(over: Overlay, substitute: Substitute): void {
  for (const match of over.said.matchAll(USSD)) {
    const at = match.index + match[0].length;
    const rest = over.said.slice(at, at + 4_096);
    const quoted = CLOSED.exec(rest)?.[0];
    const end = quoted ?? /^[^\r\n]*/.exec(rest)?.[0] ?? "";
    // The closing quote and the coding behind it stay.
    const text = quoted === undefined ? end.replace(/,\s*\d{1,3}\s*$/, "") : quoted.slice(1).replace(/"$/, "");
    const from = quoted === undefined ? at : at + 1;
    for (const line of saidLines(text)) over.put(from + line.at, maskText(line.text, substitute));
    const behind = saidLines(rest.slice(end.length));
    for (const line of textFrom(behind, 1)) over.put(at + end.length + line.at, substitute(line.text));
  }
}

/**
 * What a modem tells of people, and of commands that are not known to hold no secret: of those that the host asked the texts,
 * of those that are known to hold one everything that is more than a short number.
 */
export function maskAnswers(over: Overlay, asked: (at: number) => string, substitute: Substitute): void {
  const namesIn = askedNames();
  for (const match of over.said.matchAll(ANSWER)) {
    const [all, given = "", rest = ""] = match;
    const name = given.toUpperCase();
    const unknown = !isOpen(name) && !isSecret(name) && !PEOPLE.has(name);
    const wasAsked = unknown && namesIn(asked(match.index)).has(name);
    for (const { at, text, index, quoted } of fieldsOf(rest, match.index + all.length - rest.length)) {
      if (PEOPLE.has(name)) {
        if (!STANDARD.test(text) && (quoted || /^\+?\d{7,}$/.test(text))) over.put(at, maskWords(text, substitute));
      } else if (isSecret(name)) {
        if (NAMED_POINT.has(name) && index === (name === "QICSGP" ? 1 : 2)) continue;
        if (name !== "CPIN" && text.length > 2 && !/^\d{1,3}$/.test(text))
          over.put(at, maskSecret(text, quoted, substitute));
      } else if (wasAsked && quoted) over.put(at, substitute(text));
    }
  }
}

const maskSecret = (text: string, quoted: boolean, substitute: Substitute): string =>
  quoted || !/^\(.*\)$/.test(text) ? substitute(text) : text;

/** Every name that was asked for, of a host's text that only grows; what was read is not read again. */
function askedNames(): (host: string) => ReadonlySet<string> {
  const names = new Set<string>();
  let read = 0;
  return (host) => {
    for (const line of commandLines(host.slice(read))) for (const { name } of commandsOf(line)) names.add(name);
    read = Math.max(host.lastIndexOf("\r") + 1, read);
    return names;
  };
}
