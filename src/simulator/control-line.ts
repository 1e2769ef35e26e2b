import { textOf } from "../base/fault.ts";
import { applyControl } from "./control-commands.ts";
import type { ControlAnswer, ControlTarget } from "./control-row.ts";

/** A control line is never longer than this; a longer one is answered once and dropped up to its end. */
export const LONGEST_CONTROL_LINE = 16_384;

/** One line in, one line out (without its end), whatever the line holds. */
export function answerControlLine(target: ControlTarget, line: string): string {
  return JSON.stringify(answer(target, line));
}

function answer(target: ControlTarget, line: string): ControlAnswer {
  let command: unknown;
  try {
    command = JSON.parse(line);
  } catch (thrown) {
    const why = textOf(thrown).slice(0, 120);
    return { ok: false, error: `found a line that is not JSON (${why}), allowed: {"do":"help"}` };
  }
  try {
    return applyControl(target, command);
  } catch (thrown) {
    return { ok: false, error: `it could not be done: ${textOf(thrown)}` };
  }
}

/** Splits a byte stream into control lines; at most one line's worth of bytes is held. */
export class ControlLines {
  readonly #target: ControlTarget;
  #text = "";
  #skipping = false;
  readonly #decoder = new TextDecoder();

  constructor(target: ControlTarget) {
    this.#target = target;
  }

  /** The answers, each with its line end, to every line that these bytes complete. */
  take(bytes: Uint8Array): readonly string[] {
    const answers: string[] = [];
    const pieces = this.#decoder.decode(bytes, { stream: true }).split("\n");
    pieces.forEach((piece, index) => {
      const ended = index < pieces.length - 1;
      if (!this.#skipping) this.#text += piece;
      if (!this.#skipping && this.#text.length > LONGEST_CONTROL_LINE) {
        answers.push(tooLong);
        this.#skipping = true;
        this.#text = "";
      }
      if (!ended) return;
      if (!this.#skipping && this.#text.trim() !== "") answers.push(`${answerControlLine(this.#target, this.#text)}\n`);
      this.#text = "";
      this.#skipping = false;
    });
    return answers;
  }
}

const tooLong = `${JSON.stringify({
  ok: false,
  error: `found a line of more than ${LONGEST_CONTROL_LINE} characters, allowed: one JSON object a line`,
})}\n`;
