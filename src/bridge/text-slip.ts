/** Chinese, Japanese and Korean characters and their punctuation take two columns on a printer (UAX 11, W and F). */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]|[\u{20000}-\u{3fffd}]/u;
/** Not at the beginning of a line (JIS X 4051 and GB/T 15834 say so of closing marks). */
const CLOSING = /^[,.;:!?)\]}\u3001\u3002\uff0c\uff1b\uff1a\uff01\uff1f\uff09\u300b\u300d]$/u;

export const widthOf = (text: string): number =>
  Array.from(text).reduce((width, char) => width + (WIDE.test(char) ? 2 : 1), 0);

/** Pieces that are not broken: a word with the space before it, or one wide character. */
function piecesOf(text: string): readonly string[] {
  const pieces: string[] = [];
  for (const char of text) {
    const last = pieces.at(-1);
    const begins = last === undefined || WIDE.test(char) || WIDE.test(last) || char === " ";
    if (last !== undefined && CLOSING.test(char)) pieces[pieces.length - 1] = last + char;
    else if (begins) pieces.push(char);
    else pieces[pieces.length - 1] = last + char;
  }
  return pieces;
}

/** Text as lines of so many columns. Control characters are spaces: what is printed obeys nobody. */
export function slipLines(paragraphs: readonly string[], columns: number): readonly string[] {
  return paragraphs.flatMap((paragraph) => {
    // eslint-disable-next-line no-control-regex
    const plain = paragraph.replace(/[\u0000-\u001f\u007f-\u009f\s]+/g, " ").trim();
    const lines: string[] = [""];
    for (const piece of piecesOf(plain).flatMap((whole) => cut(whole, columns))) {
      const last = lines.at(-1) ?? "";
      if (widthOf(last + piece) <= columns) lines[lines.length - 1] = last + piece;
      else lines.push(piece.trimStart());
    }
    return lines.map((line) => line.trimEnd());
  });
}

/** A word that is longer than a line is broken where the line ends. */
function cut(piece: string, columns: number): readonly string[] {
  if (widthOf(piece) <= columns) return [piece];
  const parts: string[] = [""];
  for (const char of piece) {
    const last = parts.at(-1) ?? "";
    if (widthOf(last + char) <= columns) parts[parts.length - 1] = last + char;
    else parts.push(char);
  }
  return parts;
}
