import type { DiagnosisAnswer } from "../report/diagnosis-answer.ts";
import type { Language } from "../report/diagnosis-words.ts";
import { slipParts } from "../report/slip-parts.ts";
import { textColumns } from "./text-columns.ts";

/** More would be a poster: the paper of a terminal is short, and so is a merchant's patience. */
export const MOST_LINES = 20;

/** What the printer of a terminal prints: plain words, the code, the numbers that the hotline asks for. */
export function diagnosisSlip(answer: DiagnosisAnswer, columns: number, language: Language): readonly string[] {
  const parts = slipParts(answer, language);
  const wrap = (paragraphs: readonly string[]): readonly string[] =>
    paragraphs.flatMap((paragraph) => wrapped(paragraph, columns));
  const [head, mind] = [wrap(parts.head), wrap(parts.mind)];
  const tail = ["-".repeat(columns), ...wrap(parts.tail)];
  // What is asked for on the telephone and what must not be done stay; of the rest the end is left out first.
  const room = MOST_LINES - head.length - mind.length - tail.length;
  const rest = wrap([...parts.todo, ...parts.back]);
  return [...head, ...rest.slice(0, Math.max(0, room)), ...mind, ...tail].slice(0, MOST_LINES);
}

/** At spaces where there are some; Chinese may be broken anywhere but before a mark that ends something. */
export function wrapped(text: string, columns: number): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const piece of text.match(/(?:[\u2e80-\uffef]|[^\s\u2e80-\uffef]+)[，。、；：！？）】》」”]*\s?|\s/g) ?? []) {
    if (textColumns(line + piece.trimEnd()) > columns && line !== "") {
      lines.push(line.trimEnd());
      line = "";
    }
    line += piece;
    while (textColumns(line) > columns + 1) {
      lines.push(line.slice(0, columns));
      line = line.slice(columns);
    }
  }
  return line.trim() === "" ? lines : [...lines, line.trimEnd()];
}
