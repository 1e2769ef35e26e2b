import type { Tape, TapeEntry } from "../tape/tape.ts";

/** What the modem said after one thing that the host said. */
export interface TapeExchange {
  /** To the final result or the prompt; empty where the tape has none. */
  readonly answer: readonly TapeEntry[];
  /** What it said unasked before the host spoke again. */
  readonly behind: readonly TapeEntry[];
}

export interface TapeScript {
  /** What it said before it was asked anything. */
  readonly before: readonly TapeEntry[];
  /** By what was asked, in the tape's order. */
  readonly exchanges: ReadonlyMap<string, readonly TapeExchange[]>;
}

/** V.250 5.7.1 and 6.2.7, 27.007 9.1, 27.005 3.2.5; and the `> ` that asks for a body. */
const FINAL =
  /^(?:\r\n)?(?:OK|ERROR|CONNECT[^\r\n]*|NO CARRIER|NO DIALTONE|NO ANSWER|BUSY|\+CM[ES] ERROR:[^\r\n]*|COMMAND NOT SUPPORT|TOO MANY PARAMETERS)\r\n$|\r\n> $/;

/** Bodies have no name: the nth that is sent gets the nth answer. */
const BODY = "(body)";

/** V.250 5.2.1, 5.4.1: case and spaces count inside quotes only. */
export const askedKey = (said: string): string =>
  isBody(said)
    ? BODY
    : said
        .replace(/\r$/, "")
        .split('"')
        .map((part, at) => (at % 2 === 0 ? part.replaceAll(" ", "").toUpperCase() : part))
        .join('"');

const isBody = (said: string): boolean => said.endsWith("\x1a") || said.endsWith("\x1b");

export function tapeScript({ entries }: Tape): TapeScript {
  const exchanges = new Map<string, TapeExchange[]>();
  const first = entries.findIndex(({ from }) => from === "host");
  const before = first === -1 ? entries : entries.slice(0, first);
  for (let at = before.length; at < entries.length;) {
    const asked = entries[at]?.bytes ?? "";
    const next = entries.findIndex(({ from }, index) => index > at && from === "host");
    const said = entries.slice(at + 1, next === -1 ? entries.length : next);
    const end = said.findIndex(({ bytes }) => FINAL.test(bytes)) + 1;
    const known = exchanges.get(askedKey(asked)) ?? [];
    exchanges.set(askedKey(asked), [...known, { answer: said.slice(0, end), behind: said.slice(end) }]);
    at = next === -1 ? entries.length : next;
  }
  return { before, exchanges };
}

export const asksForBody = ({ answer }: TapeExchange): boolean => answer.at(-1)?.bytes.endsWith("> ") ?? false;
