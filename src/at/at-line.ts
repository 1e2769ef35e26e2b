import { Fault } from "../base/fault.ts";

declare const atLineBrand: unique symbol;

/** A command line without its carriage return that may be written to a modem. Made only here. */
export type AtLine = string & IsAtLine;

export interface IsAtLine {
  readonly [atLineBrand]: true;
}

/**
 * A text that stands in the source as it is, or a line that was checked: a text that was put together out of others is
 * neither, and does not compile. (A type that has no members of its own is assignable from `{}` when it is not literal.)
 */
export type FixedLine<T extends string> = T extends AtLine ? T : {} extends Record<T, 1> ? never : T;

/** V.250 5.2.1 leaves the length to the DCE; the shortest limit met is 256, every command of ours is far below. */
const MAX_LENGTH = 256;

/**
 * Refuses what could end the line early or start another one. Texts from outside (APN, numbers, PIN) have
 * stricter checks of their own before they come here; this is the last net.
 */
export function atLine(text: string): AtLine {
  if (!isAtLine(text))
    throw new Fault(
      "at-line-refused",
      `refused an AT line of ${text.length} characters; allowed: AT and up to ${MAX_LENGTH} printable ASCII characters`,
    );
  return text;
}

/** V.250 5.2.1 has both letters of one case. */
export const isAtLine = (text: string): text is AtLine =>
  /^(?:AT|at)[\x20-\x7e]*$/.test(text) && text.length <= MAX_LENGTH;
