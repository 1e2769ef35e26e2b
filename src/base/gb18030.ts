/** The two-byte part of GB 18030 (its GBK), as one string in the order of the bytes; made when somebody first asks. */
let table: string | undefined;
const FIRST = 0x81;
const LEAST = 0x40;
const ROW = 0xff - LEAST;
const ROWS = 0xff - FIRST;

function gbkTable(): string {
  if (table !== undefined) return table;
  const decoder = new TextDecoder("gb18030");
  let text = "";
  const pair = new Uint8Array(2);
  for (let at = 0; at < ROWS * ROW; at += 1) {
    pair[0] = FIRST + Math.floor(at / ROW);
    pair[1] = LEAST + (at % ROW);
    const char = decoder.decode(pair);
    // What is no pair, or lies beyond the basic plane, holds its place.
    text += char.length === 1 ? char : "\ufffd";
  }
  return (table = text);
}

/** What printers of the mainland's terminals understand; a character beyond the two-byte part is `?`. */
export const gb18030 = (text: string): Uint8Array => Uint8Array.from(Array.from(text).flatMap(bytesOf));

function bytesOf(char: string): readonly number[] {
  const code = char.charCodeAt(0);
  if (code < 0x80) return [code];
  const at = char === "\ufffd" || char.length > 1 ? -1 : gbkTable().indexOf(char);
  return at < 0 ? [0x3f] : [FIRST + Math.floor(at / ROW), LEAST + (at % ROW)];
}
