import { commandLines, commandsOf, fieldsOf, type SaidCommand } from "./command-line.ts";
import { maskApdu, readBy } from "./mask-apdu.ts";
import { type CardDigits, isApplicationList, isControlTemplate, maskFile } from "./mask-card.ts";
import type { Substitute } from "./masked-text.ts";
import type { Overlay } from "./overlay.ts";

/** 27.007 8.17, 8.18, 8.43, 8.45, 8.46, 8.49: by the end of their names, which makers put letters before. */
const CARD = /(?:CSIM|CRSM|CGLA|CRLA|CUAD)$/;
const ANSWER = /(?<![0-9A-Za-z])[^0-9A-Za-z\s"]([0-9A-Za-z]*?(?:CSIM|CRSM|CGLA|CRLA|CUAD))\s*:([^\r\n]*)/gi;
/** Where the file was selected longer ago, it counts as not known, and what it holds is masked. */
const LATELY = 4_096;
const HEX = /^(?:[0-9A-Fa-f]{2})+$/;

export const isCardCommand = ({ name }: SaidCommand): boolean => CARD.test(name);

/** A command to the card: only its data are masked, so that what it asks for can still be read. */
export function maskCardCommand(command: SaidCommand, over: Overlay, substitute: Substitute, digits: CardDigits): void {
  const data = command.name.endsWith("CRSM") ? 5 : command.name.endsWith("CRLA") ? 6 : undefined;
  const fields = fieldsOf(command.parameters, command.at);
  const file = fileNamed(fields.find(({ index }) => index === (data ?? 0) - 4)?.text);
  for (const { index, at, text } of fields) {
    if (data === undefined ? text.length >= 8 : index === data)
      over.put(at, data === undefined ? maskApdu(text, substitute) : maskContent(file, text, substitute, digits));
    // What else is too long for a number or a path was not written as the standard has it.
    else over.put(at, text.length > 16 ? substitute(text, 0, "noise") : text);
  }
}

/** @param asked what the host had said up to a place in what the modem said. */
export function maskCardAnswers(
  over: Overlay,
  asked: (at: number) => string,
  substitute: Substitute,
  digits: CardDigits,
): void {
  for (const match of over.said.matchAll(ANSWER)) {
    const [, name = "", rest = ""] = match;
    const file = fileAsked(name.toUpperCase(), asked(match.index).slice(-LATELY));
    for (const { at, text } of fieldsOf(rest, match.index + match[0].length - rest.length)) {
      if (/^\d{0,3}$/.test(text)) continue;
      const status = /CSIM$|CGLA$/i.test(name) && HEX.test(text) ? 4 : 0;
      const data = text.slice(0, text.length - status);
      const open =
        (/CUAD$/i.test(name) && isApplicationList(data)) ||
        ((file === "control" || file === undefined) && isControlTemplate(data));
      over.put(at, (open ? data : maskContent(file, data, substitute, digits)) + text.slice(data.length));
    }
  }
}

const maskContent = (file: string | undefined, text: string, substitute: Substitute, digits: CardDigits): string =>
  HEX.test(text) ? maskFile(file, text, substitute, digits) : substitute(text, 0, "noise");

/** The file that the last command line asked for, "control", or undefined where it asked for several things. */
function fileAsked(name: string, host: string): string | undefined {
  const lines = commandLines(host).map((line) => commandsOf(line).filter((command) => command.name === name));
  const last = lines.at(-1) ?? [];
  const [command] = last;
  if (command === undefined || last.length > 1) return undefined;
  const fields = (of: SaidCommand): readonly string[] => fieldsOf(of.parameters, 0).map(({ text }) => text);
  const [first, second] = fields(command);
  if (name.endsWith("CRSM")) return first === "176" || first === "178" ? fileNamed(second) : "control";
  if (name.endsWith("CRLA") || name.endsWith("CUAD")) return undefined;
  const session = name.endsWith("CGLA") ? first : undefined;
  return readBy(
    lines
      .flat()
      .map(fields)
      .filter(([id]) => session === undefined || id === session)
      .map((found) => found.at(-1) ?? ""),
  );
}

/** 27.007 8.18 has it decimal; some modems take, and some people write, four hexadecimal digits. */
function fileNamed(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  if (/^\d{5}$/.test(text)) return Number(text).toString(16).toUpperCase();
  return /^(?:0x)?[0-9A-Fa-f]{4}$/i.test(text) ? text.slice(-4).toUpperCase() : undefined;
}
