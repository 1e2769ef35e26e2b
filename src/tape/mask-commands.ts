import { commandLines, commandsOf, fieldsOf, type SaidCommand, type SaidField } from "./command-line.ts";
import type { CardDigits } from "./mask-card.ts";
import { isCardCommand, maskCardCommand } from "./mask-card-lines.ts";
import { maskText, maskWords } from "./mask-words.ts";
import type { Substitute } from "./masked-text.ts";
import { isOpen, NAMED_POINT, PEOPLE } from "./open-commands.ts";
import type { Overlay } from "./overlay.ts";

/** 23.038's menus of a network, such as `*100#`, are nobody's; what has more digits may hold a PIN or a number. */
const MENU = /^[*#]{1,2}\d{1,3}#$/;
/** A data call (27.007 10.2.1.1). */
const DATA_CALL = /^\*9[89]\D/;
const DIAL = /^(.*?)D([TP]?\s*)([>"+0-9*#ABC][^\r\n]*)$/i;

/** Command lines, and their echoes: secrets, numbers and words in them become others. */
export function maskCommands(over: Overlay, substitute: Substitute, digits: CardDigits): void {
  for (const line of commandLines(over.said))
    for (const command of commandsOf(line)) {
      if (command.form === "basic") maskBasic(command, over, substitute);
      else if (command.form !== "set") continue;
      else if (isCardCommand(command)) maskCardCommand(command, over, substitute, digits);
      else
        for (const field of fieldsOf(command.parameters, command.at))
          over.put(field.at, maskField(command, field, substitute));
    }
}

/** As it was where it is open; then an identifier may still be found in it. */
function maskField({ name }: SaidCommand, field: SaidField, substitute: Substitute): string {
  const { text, index } = field;
  if (/CUSD$|USSD$/.test(name)) return index === 1 && !MENU.test(text) ? maskText(text, substitute) : text;
  if (name === "EGMR" || isOpen(name)) return "";
  if (PEOPLE.has(name)) return field.quoted || text.length > 6 ? maskWords(text, substitute) : text;
  if (/^\d{1,3}$/.test(text) && !field.quoted) return text;
  // `SC` and `P2` are facilities (27.007 7.4); of the others the text is the access point.
  if (/C(?:LCK|PWD)$/.test(name) && index === 0 && text.length <= 2) return text;
  if (NAMED_POINT.has(name) && index === 2) return "";
  return substitute(text);
}

function maskBasic({ at, parameters }: SaidCommand, over: Overlay, substitute: Substitute): void {
  const [, before, tone = "", dialled] = DIAL.exec(parameters) ?? [];
  if (before === undefined || dialled === undefined) return;
  const start = at + before.length + 1 + tone.length;
  if (DATA_CALL.test(dialled) || MENU.test(dialled)) over.put(start, dialled);
  else if (/^\d{1,6};?$/.test(dialled)) over.put(start, dialled);
  else if (/^\+?\d+;?$/.test(dialled)) over.put(start, maskWords(dialled.replace(";", ""), substitute));
  else over.put(start, substitute(dialled));
}
