import { Millis } from "../base/duration.ts";
import { elapsed, MonoMs } from "../base/instant.ts";
import type { TapeEntry } from "./tape.ts";

/** Bytes as they were heard, however they were split. */
export interface TapePiece {
  readonly from: TapeEntry["from"];
  readonly bytes: string;
  readonly at: MonoMs;
}

/** Longest first: a framed line; a beginning that stays open (a prompt); a line; an echo's lone carriage return; the rest. */
const MODEM = /\r\n[^\r\n]+\r\n|\r\n[^\r\n]+$|[^\r\n]*\r\n|[^\r\n]*\r|\n|[^\r\n]+/g;
/** A command line with its end, a body with what ends it (27.005 3.5.1). */
const HOST = /[ -\xff]*[^ -\xff]|[ -\xff]+/g;

/**
 * Pieces to entries: what one side said in a row is put together and cut where its lines end. `rewrite` sees all that a
 * side said as one text, and must keep its length, so that nothing it looks for is hidden by a split. `heard` tells it what the
 * other side had said when a place in it was said.
 */
export function cutTape(
  pieces: readonly TapePiece[],
  rewrite: (said: string, from: TapePiece["from"], heard: (at: number) => string) => string = (said) => said,
): readonly TapeEntry[] {
  const all = { host: textOf(pieces, "host"), modem: textOf(pieces, "modem") };
  const said = {
    host: rewrite(all.host, "host", (at) => all.modem.slice(0, otherBefore(pieces, "host", at))),
    modem: rewrite(all.modem, "modem", (at) => all.host.slice(0, otherBefore(pieces, "modem", at))),
  };
  const heard = { host: 0, modem: 0 };
  const entries: TapeEntry[] = [];
  let last: MonoMs | undefined;
  for (const run of runsOf(pieces)) {
    const { from, pieces: parts } = run;
    const length = parts.reduce((sum, { bytes }) => sum + bytes.length, 0);
    const text = said[from].slice(heard[from], heard[from] + length);
    heard[from] += length;
    let offset = 0;
    for (const bytes of text.match(from === "modem" ? MODEM : HOST) ?? []) {
      const at = timeAt(parts, offset);
      entries.push({ from, bytes, ...(last === undefined ? {} : { after: Millis(Math.round(elapsed(last, at))) }) });
      last = at;
      offset += bytes.length;
    }
  }
  return entries;
}

const textOf = (pieces: readonly TapePiece[], side: TapePiece["from"]): string =>
  pieces.map(({ from, bytes }) => (from === side ? bytes : "")).join("");

/** How much the other side had said before this side's character at a place. */
function otherBefore(pieces: readonly TapePiece[], side: TapePiece["from"], place: number): number {
  let own = 0;
  let other = 0;
  for (const { from, bytes } of pieces) {
    if (from !== side) other += bytes.length;
    else if ((own += bytes.length) > place) break;
  }
  return other;
}

interface Run {
  readonly from: TapePiece["from"];
  readonly pieces: TapePiece[];
}

function runsOf(pieces: readonly TapePiece[]): readonly Run[] {
  const runs: Run[] = [];
  for (const piece of pieces) {
    const run = runs.at(-1);
    if (run?.from === piece.from) run.pieces.push(piece);
    else runs.push({ from: piece.from, pieces: [piece] });
  }
  return runs;
}

function timeAt(pieces: readonly TapePiece[], offset: number): MonoMs {
  let end = 0;
  for (const { bytes, at } of pieces) {
    end += bytes.length;
    if (end > offset) return at;
  }
  return MonoMs(0);
}
