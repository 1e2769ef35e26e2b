import type { Answer } from "./answer.ts";
import type { LineCommand } from "./command-line.ts";

/** A text behind a prompt, and the command that asked for it. */
export interface Entering {
  readonly entry: TextEntry;
  readonly taken: (text: string | undefined) => Answer;
  readonly commands: readonly LineCommand[];
  readonly next: number;
}

/** Behind a prompt: what a DTE writes until it ends or gives up its text (3GPP TS 27.005 3.5.1, 4.3). */
export interface TextEntry {
  readonly text: string;
  /** Text of several lines: the end of each is answered by another prompt. In PDU mode line ends mean nothing. */
  readonly lines: boolean;
}

export interface EntryStep {
  readonly entry: TextEntry;
  readonly echo: string;
  readonly event?: "ended" | "cancelled";
}

/** `<CR><LF>`, the sign and a space: the one thing that a modem says without an end of line. */
export const PROMPT = "\r\n> ";

const END = 26;
const CANCEL = 27;
const LINE_FEED = 10;
/** Ten times the longest PDU. What goes beyond is dropped; the message is refused for its length anyway. */
const LONGEST = 4_096;

export function enterText(entry: TextEntry, byte: number, keys: { terminator: number; editor: number }): EntryStep {
  const char = String.fromCharCode(byte);
  if (byte === END) return { entry, echo: char, event: "ended" };
  if (byte === CANCEL) return { entry, echo: char, event: "cancelled" };
  if (byte === keys.editor) {
    if (entry.text === "") return { entry, echo: "" };
    return { entry: { ...entry, text: entry.text.slice(0, -1) }, echo: "\b \b" };
  }
  if (!entry.lines && (byte === keys.terminator || byte === LINE_FEED)) return { entry, echo: char };
  if (entry.text.length >= LONGEST) return { entry, echo: "" };
  return { entry: { ...entry, text: entry.text + char }, echo: byte === keys.terminator ? PROMPT : char };
}
