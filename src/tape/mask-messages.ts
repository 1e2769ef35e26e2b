import { maskPdu } from "./mask-pdu.ts";
import { maskText } from "./mask-words.ts";
import type { Substitute } from "./masked-text.ts";
import type { Overlay } from "./overlay.ts";
import { isFinal, saidLines, type SaidText, textFrom } from "./said-lines.ts";

/** 27.005 3.4, 4.1, 4.2: what is followed by a message. */
const HEADER = /^\s*[+^#$%*](CMT|CDS|CBM|CMGR|CMGL):(.*)$/;
const HEX = /^(?:[0-9A-Fa-f]{2}){10,}$/;
/** A line of nothing but octets, too long for a number of a card: a PDU whose header was lost or is not known. */
const LONE = /^(?!89\d{30}$)[0-9A-Fa-f]{26,}[\p{Cc}"]?$/u;
const SENT_ENDS = "\x1a\x1b";
/** What is sent behind `> ` ends with Ctrl-Z or with escape (27.005 3.5.1). */
const SENT = new RegExp(`(CMG[SWC][A-Z]*\\s*(?:=(?!\\s*\\?)[^\\r\\n]*)?\\r\\n?)([^${SENT_ENDS}]*)`, "gi");
const COMMAND = /^\s*A ?T(?:[^0-9A-Za-z ]|[EVZIQ]\d?(?:\r|$)|\r|$)/i;

export function maskSent(over: Overlay, substitute: Substitute): void {
  for (const match of over.said.matchAll(SENT)) {
    const [all, header = "", rest = ""] = match;
    const at = match.index + header.length;
    const ended = match.index + all.length < over.said.length;
    // Refused before its body was asked for, or cut: the next command line is none of it.
    if (COMMAND.test(rest)) continue;
    const body = ended ? rest : (/^[\s\S]*?(?=[\r\n]+A ?T[^0-9A-Za-z]|$)/i.exec(rest)?.[0] ?? rest);
    for (const line of saidLines(body)) maskBody(over, { ...line, at: at + line.at }, substitute, true);
  }
}

/** With and without a further empty line behind the header, as Telit's HE910 writes it. */
export function maskReceived(over: Overlay, substitute: Substitute): void {
  const lines = saidLines(over.said);
  for (const [index, line] of lines.entries()) {
    const [, name, fields = ""] = HEADER.exec(line.text) ?? [];
    if (name !== undefined)
      for (const body of bodyOf(lines, index + 1, name, fields)) maskBody(over, body, substitute, false, isPdu(fields));
    else if (/^> ?./.test(line.text)) maskBody(over, { at: line.at + 2, text: line.text.slice(2) }, substitute, true);
    else if (LONE.test(line.text)) maskBody(over, line, substitute, false);
  }
}

/** A length alone behind at most a name: the body is one line of octets. */
const isPdu = (fields: string): boolean =>
  /(?:^|,)\s*\d{1,3}\s*$/.test(fields) && (fields.match(/"/g)?.length ?? 0) <= 2;

function bodyOf(lines: readonly SaidText[], from: number, name: string, fields: string): readonly SaidText[] {
  const first = lines.findIndex(({ text }, index) => index >= from && text !== "");
  const body = lines[first];
  if (body === undefined || HEADER.test(body.text)) return [];
  if (isPdu(fields) && /^[0-9A-Fa-f]{4,}[\p{Cc}"]?$/u.test(body.text)) return [body];
  if (name === "CDS") return [];
  // A line that follows at once is the text, whatever it says.
  const adjacent = first === from ? [body] : [];
  const next = first === from ? from + 1 : from;
  if (name === "CMT" || name === "CBM") return [...adjacent, ...textFrom(lines, next)];
  const rest = lines.slice(next);
  const end = rest.findIndex((line) => isFinal(line) || HEADER.test(line.text) || /^AT[^0-9a-z]/i.test(line.text));
  return [...adjacent, ...rest.slice(0, end === -1 ? rest.length : end).filter(({ text }) => text !== "")];
}

function maskBody(over: Overlay, { at, text }: SaidText, substitute: Substitute, fromHost: boolean, pdu = true): void {
  const [plain = text] = /^[0-9A-Fa-f]+(?=[\p{Cc}"]?$)/u.exec(text) ?? [];
  if (pdu && HEX.test(plain)) over.put(at, maskPdu(plain, substitute, fromHost));
  else over.put(at, maskText(text, substitute));
}
